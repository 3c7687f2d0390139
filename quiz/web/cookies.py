"""Signed cookies that are not checked twice: reading one costs a tenth of checking its signature."""

from __future__ import annotations

import time
from typing import Any

from flask import Flask, Request, Response
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from itsdangerous import BadSignature, URLSafeTimedSerializer

from quiz.actions.shelf import Recent

COOKIES_KEPT = 2_000  # some 1 KB each
Keys = tuple[Any, ...]


class RememberingCookies(SecureCookieSessionInterface):
    """Flask's sessions; what a cookie was found to hold is remembered under its whole signed text."""

    def __init__(self) -> None:
        self._keys: Keys = ()
        self._signer: URLSafeTimedSerializer | None = None
        self._read: Recent[str, tuple[float, dict[str, Any]]] = Recent(COOKIES_KEPT)

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """The signer, made once for a set of keys; other keys forget what was read under the old ones."""
        keys = (app.secret_key, *app.config["SECRET_KEY_FALLBACKS"])
        if keys != self._keys:
            self._signer, self._read = super().get_signing_serializer(app), Recent(COOKIES_KEPT)
            self._keys = keys
        return self._signer

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """The session of this request's cookie, an empty one where there is none or it is not ours."""
        signer = self.get_signing_serializer(app)
        if signer is None:
            return None
        cookie = request.cookies.get(self.get_cookie_name(app))
        if not cookie:
            return self.session_class()
        life = int(app.permanent_session_lifetime.total_seconds())
        signed_at, held = self._read.get(cookie) or self._checked(signer, cookie)
        return self.session_class(held if time.time() - signed_at <= life else None)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Write the cookie where something in it changed; that pages differ by it is said of every answer."""
        if session.modified:
            super().save_session(app, session, response)

    def _checked(self, signer: URLSafeTimedSerializer, cookie: str) -> tuple[float, dict[str, Any]]:
        try:
            held, signed_at = signer.loads(cookie, return_timestamp=True)
        except BadSignature:
            return time.time(), {}
        found = (signed_at.timestamp(), held)
        # Requests share what is kept, so nothing in it may be something that one of them could change.
        if all(isinstance(value, str | int) for value in held.values()):
            self._read.keep(cookie, found)
        return found
