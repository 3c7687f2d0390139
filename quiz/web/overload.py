"""Under more load than a worker carries newcomers wait on a small page, and people inside a quiz go on.

What is asked inside a quiz is known by its address, and whoever has begun an attempt by a cookie, which is no
proof of anything: who forges it gains the wait of a minute.
"""

from __future__ import annotations

import random
import re
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from flask import Flask, Response, request

from quiz.settings import Settings
from quiz.web.headers import ALWAYS

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

INSIDE = re.compile(
    r"/(static|office|healthz|readyz|metrics)(/|$)"
    r"|/c/[^/]+/(a|receipt|code|sign-out|sign-out-everywhere)(/|$)"
)
COOKIE, INSIDE_SECONDS = "inside", 2 * 3600
PAGE = Path(__file__).parent / "static" / "waiting.html"
# A link asks for a page anew; after a form was sent, only the browser's own buttons keep what was typed.
LINK = re.compile(rb'<p><a [^>]*href="">.*?</a></p>\n')
LEAST_WAIT, MOST_WAIT = 5, 20
TICK_SECONDS = 0.1


@dataclass(slots=True)
class Pressure:
    """Whether a worker has too much in hand; once it has, only half of the limit frees it again."""

    most_requests: int
    most_late_seconds: float
    held: bool = False

    def look(self, in_hand: int, late_seconds: float) -> bool:
        """The state after one more look."""
        share = max(in_hand / self.most_requests, late_seconds / self.most_late_seconds)
        self.held = share > 0.5 if self.held else share >= 1
        return self.held


class Gate:
    """Stands before the application, counts what is in hand and lets newcomers wait outside."""

    def __init__(self, application: Application, pressure: Pressure) -> None:
        self._application, self._pressure = application, pressure
        self._begun: set[object] = set()
        self.late_seconds = 0.0
        self.turned_away: Callable[[], object] = int
        page = PAGE.read_bytes()
        self._pages = {"GET": page, "HEAD": b"", "POST": LINK.sub(b"", page)}

    @property
    def in_hand(self) -> int:
        """Requests begun and not answered."""
        return len(self._begun)

    def is_full(self) -> bool:
        """Do newcomers wait?"""
        return self._pressure.look(self.in_hand, self.late_seconds)

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer, or ask to wait."""
        if self.is_full() and is_newcomer(environ):
            self.turned_away()
            return self._wait(environ, start_response)
        mark = object()
        self._begun.add(mark)
        try:
            return self._application(environ, start_response)
        finally:
            self._begun.discard(mark)

    def watch_lateness(self, queue: Callable[[Callable[[], None]], object]) -> None:
        """Measure from now on how late this worker comes to what is put into its queue of requests."""
        threading.Thread(target=self._keep_watching, args=[queue], name="lateness", daemon=True).start()

    def _keep_watching(self, queue: Callable[[Callable[[], None]], object]) -> None:
        while True:
            due = time.monotonic() + TICK_SECONDS
            time.sleep(TICK_SECONDS)
            try:
                queue(partial(self.note_lateness, due))
            except RuntimeError:  # the queue takes nothing more: the worker ends
                return

    def note_lateness(self, due: float) -> None:
        """Something that was due at that moment of the monotonic clock is done now."""
        self.late_seconds = (self.late_seconds + time.monotonic() - due) / 2

    def _wait(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        page = self._pages.get(environ["REQUEST_METHOD"], b"")
        seconds = str(random.randint(LEAST_WAIT, MOST_WAIT))  # noqa: S311 (scatters the crowd, no secret)
        told = {"Retry-After": seconds, "Cache-Control": "no-store", "Content-Length": str(len(page))}
        if environ["REQUEST_METHOD"] == "GET":
            told["Refresh"] = seconds
        headers = {"Content-Type": "text/html; charset=utf-8", **told, **ALWAYS}
        start_response("503 Service Unavailable", list(headers.items()))
        return [page]


def guard(app: Flask) -> Gate:
    """Put the gate before the application and let it know who is inside a quiz."""
    settings: Settings = app.config["SETTINGS"]
    pressure = Pressure(settings.overload_requests, settings.overload_late_ms / 1000)
    gate = Gate(app.wsgi_app, pressure)
    app.wsgi_app = gate  # type: ignore[method-assign]
    app.extensions["gate"] = gate
    app.after_request(_remember_who_is_inside)
    return gate


def is_newcomer(environ: Environ) -> bool:
    """Does this request come from outside a quiz?"""
    if f"{COOKIE}=1" in environ.get("HTTP_COOKIE", ""):
        return False
    return INSIDE.match(environ.get("PATH_INFO", "")) is None


def _remember_who_is_inside(response: Response) -> Response:
    if response.status_code == 303 and request.endpoint in ("play.start", "play.hand_in"):
        path = f"/c/{(request.view_args or {})['slug']}/"
        begun = request.endpoint == "play.start"
        response.set_cookie(
            COOKIE,
            "1" if begun else "",
            max_age=INSIDE_SECONDS if begun else 0,
            path=path,
            httponly=True,
            samesite="Lax",
            secure=request.is_secure,
        )
    return response
