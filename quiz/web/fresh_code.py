"""Keeps a fresh entry code for half an hour, sealed, in the cookie of the device it was issued on."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import session

from quiz.store.codes import EntryCode
from quiz.web.sealed import opened, shut

KEPT_FOR = timedelta(minutes=30)
PLACE = "fresh_entry"
PURPOSE = b"quiz fresh entry code"


def keep(participant: str, entry: EntryCode, *, now: datetime) -> None:
    """Remember the code for its owner, so that the page may be reloaded; a stolen cookie does not tell it."""
    session[PLACE] = shut([participant, entry.code, entry.secret, int(now.timestamp())], PURPOSE)


def kept(participant: str, *, now: datetime) -> EntryCode | None:
    """The fresh code of this participant while it is fresh."""
    owner, code, secret, since = opened(session.get(PLACE), PURPOSE) or ("", "", "", 0)
    if not code:
        return None
    if owner != participant or now.timestamp() - since > KEPT_FOR.total_seconds():
        session.pop(PLACE)
        return None
    return EntryCode(code, secret)
