"""Objections of participants to a result, as staff record and answer them."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, select, update

from quiz.store.tables import objections, participants, rounds, staff
from quiz.store.writes import added

OPEN, UPHELD, DISMISSED = "open", "upheld", "dismissed"
PUBLIC_ID_BYTES = 9
MOST_SHOWN = 500


@dataclass(frozen=True, slots=True)
class Objection:
    """One objection with its answer, if there is one."""

    id: int
    public_id: str
    round: str
    code: str
    body: str
    state: str
    decision: str | None
    raised_at: datetime
    decided_at: datetime | None
    by: str | None


def add(
    db: Connection, contest_id: int, round_id: int, participant_id: int, body: str, *, now: datetime
) -> str:
    """The public id of a new objection."""
    public_id = secrets.token_urlsafe(PUBLIC_ID_BYTES)
    about = {"contest_id": contest_id, "round_id": round_id, "participant_id": participant_id}
    added(db, objections, public_id=public_id, **about, body=body, state=OPEN, raised_at=now)
    return public_id


def same(db: Connection, round_id: int, participant_id: int, body: str) -> str | None:
    """The public id of an objection in the same words that nobody has answered."""
    about = (objections.c.round_id == round_id, objections.c.participant_id == participant_id)
    said = (objections.c.body == body, objections.c.state == OPEN)
    return db.execute(select(objections.c.public_id).where(*about, *said).limit(1)).scalar()


def listed(db: Connection, contest_id: int) -> list[Objection]:
    """The objections of the contest: open ones first, then the newest."""
    order = (objections.c.decided_at.is_not(None), objections.c.id.desc())
    return [Objection(*row) for row in db.execute(_query(contest_id).order_by(*order).limit(MOST_SHOWN))]


def find(db: Connection, contest_id: int, public_id: str) -> Objection | None:
    """That objection of the contest."""
    row = db.execute(_query(contest_id).where(objections.c.public_id == public_id)).one_or_none()
    return None if row is None else Objection(*row)


def settle(db: Connection, objection_id: int, state: str, decision: str, *, by: int, now: datetime) -> bool:
    """Whether this call answered it: the first answer stands."""
    free = (objections.c.id == objection_id, objections.c.decided_at.is_(None))
    done = update(objections).where(*free)
    done = done.values(state=state, decision=decision, decided_at=now, decided_by=by)
    return db.execute(done.returning(objections.c.id)).first() is not None


def waiting(db: Connection, round_id: int) -> int:
    """How many objections to this round have no answer yet."""
    query = select(objections.c.id).where(objections.c.round_id == round_id)
    return len(db.execute(query.where(objections.c.decided_at.is_(None))).all())


def _query(contest_id: int) -> Select[Any]:
    return (
        select(
            objections.c.id,
            objections.c.public_id,
            rounds.c.slug,
            participants.c.code,
            objections.c.body,
            objections.c.state,
            objections.c.decision,
            objections.c.raised_at,
            objections.c.decided_at,
            staff.c.name,
        )
        .join(rounds, rounds.c.id == objections.c.round_id)
        .join(participants, participants.c.id == objections.c.participant_id)
        .outerjoin(staff, staff.c.id == objections.c.decided_by)
        .where(objections.c.contest_id == contest_id)
    )
