"""Which page to show again where the present address only takes forms: the form's own, else one above it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from urllib.parse import parse_qsl, urlencode, urlsplit

from flask import current_app, request
from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.routing import MapAdapter, RequestRedirect


def is_page() -> bool:
    """Can the present address be opened, or is it unknown in any way of asking?"""
    if request.method in ("GET", "HEAD"):
        return request.endpoint is not None or isinstance(request.routing_exception, NotFound)
    return _opens(request.path)


def page_before(**added: str) -> str:
    """The address of the nearest page that opens, with these parameters added."""
    path, query = next((path, query) for path, query in _before() if _opens(path))
    kept = [(name, value) for name, value in parse_qsl(query) if name not in added]
    return f"{path}?{urlencode([*kept, *added.items()])}"


def _before() -> Iterator[tuple[str, str]]:
    if (request.referrer or "").startswith(request.host_url):
        sent_from = urlsplit(request.referrer or "")
        yield sent_from.path, sent_from.query
    for above in PurePosixPath(request.path).parents:
        yield f"{above}/".replace("//", "/"), ""
        yield str(above), ""


def _opens(path: str) -> bool:
    adapter: MapAdapter | None = current_app.create_url_adapter(request)
    try:
        return adapter is not None and bool(adapter.match(path, method="GET"))
    except RequestRedirect:
        return True
    except HTTPException:
        return False
