"""The token that guards forms against other sites, signed once a session instead of at every page."""

from __future__ import annotations

import hmac

from flask import Flask, current_app, g, request, session
from flask_wtf.csrf import CSRFProtect, generate_csrf

from quiz.actions.shelf import Recent

FIELD, HEADER = "csrf_token", "X-CSRFToken"
TOKENS_KEPT = 4_000  # some 300 bytes each
type_of_memory = Recent[str, str]


class Guard(CSRFProtect):
    """Flask-WTF's protection; a token that this process signed for the session needs no second look."""

    def protect(self, apply_exemptions: bool = False) -> None:  # noqa: FBT001, FBT002 (Flask-WTF's own)
        """Refuse a form that does not carry the token of its session."""
        if request.method not in current_app.config["WTF_CSRF_METHODS"]:
            return
        if _is_known():
            g.csrf_valid = True
            return
        super().protect(apply_exemptions)
        if "csrf_valid" in g:
            # Signed by another worker or before a restart: the next form of this page brings it again.
            memory: type_of_memory = current_app.extensions["tokens"]
            memory.keep(session[FIELD], self._get_csrf_token())


def guard_forms(app: Flask) -> None:
    """Protect every form of this application, and give templates `csrf_token()`."""
    app.extensions["tokens"] = type_of_memory(TOKENS_KEPT)
    Guard(app)
    app.context_processor(lambda: {"csrf_token": form_token})


def form_token() -> str:
    """The signed token of this session; a session without one gets it."""
    memory: type_of_memory = current_app.extensions["tokens"]
    signed = memory.get(session.get(FIELD, ""))
    if signed is None:
        signed = generate_csrf()
        memory.keep(session[FIELD], signed)
    return signed


def _is_known() -> bool:
    memory: type_of_memory = current_app.extensions["tokens"]
    signed = memory.get(session.get(FIELD, ""))
    sent = request.form.get(FIELD) or request.headers.get(HEADER, "")
    return signed is not None and hmac.compare_digest(signed.encode(), sent.encode())
