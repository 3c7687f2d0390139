"""One log line a request: endpoint, status, milliseconds, request id; no address, path, query or name."""

from __future__ import annotations

import logging
import re
import secrets
import time

from flask import Flask, Response, current_app, g, request

from quiz.settings import Settings

log = logging.getLogger("quiz.request")
REQUEST_ID = re.compile(r"[0-9a-f]{16,32}")
# Asked for by machines every few seconds: their lines would bury the people's.
QUIET = frozenset({"static", "health.alive", "health.ready", "metrics.metrics"})


def log_requests(app: Flask) -> None:
    """Give every request an id, which its answer carries, and write a line when it is answered."""
    settings: Settings = app.config["SETTINGS"]
    logging.getLogger("quiz").setLevel(settings.log_level)
    app.before_request(_begin)
    app.after_request(_end)


def seconds_so_far() -> float:
    """How long this request has taken until now."""
    return time.perf_counter() - float(g.began)


def _begin() -> None:
    visit = g._get_current_object()  # noqa: SLF001 (Werkzeug's way through its proxy)
    visit.began = time.perf_counter()
    visit.request_id = _named_by_proxy() or secrets.token_hex(8)


def _named_by_proxy() -> str | None:
    # Only a proxy of ours may choose the id: a stranger's would mix foreign lines into our log.
    settings: Settings = current_app.config["SETTINGS"]
    named = request.headers.get("X-Request-ID", "")
    return named if settings.proxies and REQUEST_ID.fullmatch(named) else None


def _end(response: Response) -> Response:
    asked = request._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 (as above)
    number = g.request_id
    response.headers["X-Request-ID"] = number
    level = logging.DEBUG if asked.endpoint in QUIET else logging.INFO
    if log.isEnabledFor(level):
        words = {
            # The endpoint's name: a path would hold receipts and people's codes.
            "endpoint": asked.endpoint or "-",
            "method": asked.method,
            "status": response.status_code,
            "ms": round(seconds_so_far() * 1000, 1),
            "request": number,
        }
        log.log(level, "request", extra=words)
    return response
