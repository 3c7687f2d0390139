"""Secrets that a page shows one time: sealed in the cookie of who asked for them, gone after one look."""

from __future__ import annotations

from typing import Any

import segno
from flask import session, url_for

from quiz.web import visitors
from quiz.web.sealed import opened, shut

PLACE = "shown_once"
PURPOSE = b"quiz shown once"


def keep(value: dict[str, Any]) -> None:
    """Remember this for the next page; nobody but this server can read it in the cookie."""
    session[PLACE] = shut(value, PURPOSE)


def take() -> dict[str, Any] | None:
    """What was kept, for the last time; None when it was looked at before."""
    value: dict[str, Any] | None = opened(session.pop(PLACE, None), PURPOSE)
    return value


def address(slug: str) -> str:
    """Where somebody without a camera types number and code, as it is read aloud: without `https://`."""
    page = url_for("entering.sign_in_page", slug=slug)
    return f"{visitors.settings().public_url.rstrip('/')}{page}".removeprefix("https://")


def picture(slug: str, secret: str) -> str:
    """The QR code of the link that lets its owner in, as an address of its own."""
    address = url_for("entering.link_page", slug=slug)
    link = f"{visitors.settings().public_url.rstrip('/')}{address}#{secret}"
    return segno.make(link, error="m", micro=False).svg_data_uri(scale=3, border=2)
