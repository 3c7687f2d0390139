"""Security headers and cache rules of every answer."""

from __future__ import annotations

from flask import Flask, Response, request

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; manifest-src 'self'; base-uri 'none'; frame-ancestors 'none'"
)
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def protect(app: Flask) -> None:
    """Put the headers on every answer of this application."""
    app.after_request(_add)


def _add(response: Response) -> Response:
    told = {name for name, _value in response.headers}
    response.headers.extend((name, value) for name, value in ALWAYS.items() if name not in told)
    if response.status_code == 204:
        # Nothing to describe, and nothing that a compressor could take for a page.
        response.headers.pop("Content-Type", None)
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    # Pages are personal unless a view says otherwise: forgetting it must not leak a sheet into a cache.
    if request.endpoint != "static" and "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
    response.headers.add("Vary", "Cookie")
    return response
