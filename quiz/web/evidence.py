"""Evidence of a start: coarse, disclosed, expiring; the device is known by a random long-lived cookie."""

from __future__ import annotations

import hashlib
import secrets

from flask import request
from werkzeug.wrappers import Response

from quiz.actions.starting import Evidence
from quiz.web import visitors

COOKIE = "device"
TOKEN_BYTES = 18
LONGEST_TOKEN = 64
A_YEAR = 365 * 24 * 3600


def device() -> str:
    """The token of this device, a fresh one when it has none."""
    known = request.cookies.get(COOKIE, "")
    return known if 0 < len(known) <= LONGEST_TOKEN else secrets.token_urlsafe(TOKEN_BYTES)


def of_start(token: str) -> Evidence:
    """What is kept with an attempt that this request starts."""
    return Evidence(
        address=visitors.source(),
        device_digest=hashlib.sha256(token.encode()).hexdigest(),
        agent_class=visitors.agent_class(),
    )


def remember_device(response: Response, token: str) -> Response:
    """Let the device keep its token."""
    response.set_cookie(
        COOKIE, token, max_age=A_YEAR, httponly=True, samesite="Lax", secure=request.is_secure
    )
    return response
