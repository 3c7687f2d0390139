"""What participants agreed to, in which version of the text, and what they took back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, select, update

from quiz.store import adding
from quiz.store.tables import consents


def give(db: Connection, participant_id: int, given: Mapping[str, str], *, now: datetime) -> None:
    """Keep that these purposes (with the version of their text) were agreed to."""
    rows = [
        {"participant_id": participant_id, "purpose": purpose, "version": version, "given_at": now}
        for purpose, version in given.items()
    ]
    adding.add_all(db, consents, rows)


def living(db: Connection, participant_id: int) -> dict[str, str]:
    """The purposes agreed to and not withdrawn, each with the version of its text."""
    query = select(consents.c.purpose, consents.c.version).where(
        consents.c.participant_id == participant_id, consents.c.withdrawn_at.is_(None)
    )
    return {row.purpose: row.version for row in db.execute(query.order_by(consents.c.given_at))}


def withdraw(db: Connection, participant_id: int, purpose: str, *, now: datetime) -> bool:
    """Take a consent back; was there one?"""
    living = (consents.c.participant_id == participant_id, consents.c.purpose == purpose)
    taken = update(consents).where(*living, consents.c.withdrawn_at.is_(None)).values(withdrawn_at=now)
    return bool(db.execute(taken).rowcount)
