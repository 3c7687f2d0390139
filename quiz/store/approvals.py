"""Acts that wait for a second person: who asked, who answered; one answer, never the asker's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from quiz.store.tables import approvals, staff
from quiz.store.writes import added


@dataclass(frozen=True, slots=True)
class Asked:
    """An act that waits."""

    id: int
    act: str
    subject: str
    detail: Any
    reason: str
    asker_id: int
    asker: str
    asked_at: datetime


def ask(
    db: Connection,
    contest_id: int,
    act: str,
    subject: str,
    detail: Any,
    reason: str,
    *,
    by: int,
    at: datetime,
) -> int:
    """The number of a new request."""
    about = {"act": act, "subject": subject, "detail": detail, "reason": reason}
    return added(db, approvals, contest_id=contest_id, **about, asker_id=by, asked_at=at)


def waiting(db: Connection, contest_id: int) -> list[Asked]:
    """What waits in this contest, the oldest first."""
    query = (
        select(
            approvals.c.id,
            approvals.c.act,
            approvals.c.subject,
            approvals.c.detail,
            approvals.c.reason,
            approvals.c.asker_id,
            staff.c.name,
            approvals.c.asked_at,
        )
        .join(staff, staff.c.id == approvals.c.asker_id)
        .where(approvals.c.contest_id == contest_id, approvals.c.settled_at.is_(None))
        .order_by(approvals.c.id)
    )
    return [Asked(*row) for row in db.execute(query)]


def answered(db: Connection, contest_id: int, asked_id: int, outcome: str, *, by: int) -> str | None:
    """The subject of a request of this contest that this person answered so, None for any other."""
    own = (approvals.c.contest_id == contest_id, approvals.c.id == asked_id)
    said = (approvals.c.outcome == outcome, approvals.c.approver_id == by)
    return db.execute(select(approvals.c.subject).where(*own, *said)).scalar_one_or_none()


def settle(db: Connection, asked_id: int, outcome: str, *, by: int, at: datetime) -> bool:
    """Whether this person answered it now: not the asker, and nobody before."""
    free = (approvals.c.id == asked_id, approvals.c.settled_at.is_(None), approvals.c.asker_id != by)
    done = update(approvals).where(*free).values(approver_id=by, settled_at=at, outcome=outcome)
    return db.execute(done.returning(approvals.c.id)).first() is not None
