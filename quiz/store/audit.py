"""Acts of staff in hash chains: each row carries the digest of the one before it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from quiz.rules.documents import digest
from quiz.store.schema.columns import microseconds
from quiz.store.tables import audit, staff
from quiz.store.writes import added

PLATFORM = "platform"
FIRST = ""
PAGE = 1_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One act as the audit page shows it."""

    number: int
    at: datetime
    who: str
    act: str
    subject: str
    detail: Any
    reason: str
    digest: str


def record(
    db: Connection,
    *,
    chain: str,
    staff_id: int | None,
    act: str,
    subject: str,
    detail: Any,
    reason: str,
    now: datetime,
) -> int:
    """The number of the new row of that chain (a contest's slug, or PLATFORM); call it last in an act.

    Acts of one chain wait for each other from here to their commit.
    """
    _one_at_a_time(db, chain)
    number, previous = _head(db, chain)
    words: dict[str, Any] = {
        "chain": chain,
        "number": number + 1,
        "at": microseconds(now),
        "staff_id": staff_id,
        "act": act,
        "subject": subject,
        "detail": detail,
        "reason": reason,
    }
    added(db, audit, **{**words, "at": now}, previous=previous, digest=_digest(words, previous))
    return number + 1


def verify(db: Connection, chain: str) -> int | None:
    """The number of the first row that does not fit the chain, None when all do."""
    previous, number = FIRST, 0
    query = select(audit).where(audit.c.chain == chain).order_by(audit.c.number).limit(PAGE)
    while rows := db.execute(query.where(audit.c.number > number)).all():
        for row in rows:
            number += 1
            words = {name: getattr(row, name) for name in _WORDS} | {"at": microseconds(row.at)}
            if (row.number, row.previous, row.digest) != (number, previous, _digest(words, previous)):
                return number
            previous = row.digest
    return None


def latest(db: Connection, chain: str, *, before: int | None = None, limit: int = 100) -> list[Entry]:
    """The newest acts of a chain, or those before a number, newest first."""
    query = (
        select(audit, staff.c.name.label("who"))
        .select_from(audit.outerjoin(staff, staff.c.id == audit.c.staff_id))
        .where(audit.c.chain == chain)
        .order_by(audit.c.number.desc())
        .limit(limit)
    )
    if before is not None:
        query = query.where(audit.c.number < before)
    return [
        Entry(row.number, row.at, row.who or "", row.act, row.subject, row.detail, row.reason, row.digest)
        for row in db.execute(query)
    ]


_WORDS = ("chain", "number", "staff_id", "act", "subject", "detail", "reason")


def _one_at_a_time(db: Connection, chain: str) -> None:
    # SQLite's BEGIN IMMEDIATE already lets one writer in at a time.
    if db.dialect.name == "postgresql":
        db.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"audit {chain}"))))


def _head(db: Connection, chain: str) -> tuple[int, str]:
    query = select(audit.c.number, audit.c.digest).where(audit.c.chain == chain)
    row = db.execute(query.order_by(audit.c.number.desc()).limit(1)).one_or_none()
    return (row.number, row.digest) if row else (0, FIRST)


def _digest(words: dict[str, Any], previous: str) -> str:
    return digest({**words, "previous": previous})
