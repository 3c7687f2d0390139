"""The writes of the desk about one person: more time, another attempt, void, standing, flags."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Connection, and_, select, type_coerce, update

from quiz.store.schema.columns import MICROSECOND
from quiz.store.tables import allowances, attempts, extensions, flags, participants
from quiz.store.writes import added


def lock(db: Connection, person_id: int) -> None:
    """Let acts upon one person follow each other until the transaction ends."""
    db.execute(select(participants.c.id).where(participants.c.id == person_id).with_for_update())


def extend(
    db: Connection,
    *,
    contest_id: int,
    round_id: int,
    person_id: int,
    by: timedelta,
    reason: str,
    by_id: int,
    now: datetime,
) -> int:
    """Note more time for a person in a round; how many open attempts (none or one) got it at once."""
    values = {"contest_id": contest_id, "round_id": round_id, "participant_id": person_id}
    seconds = int(by.total_seconds())
    added(db, extensions, **values, seconds=seconds, reason=reason, by_id=by_id, at=now)
    later = type_coerce(attempts.c.deadline_at, BigInteger) + by // MICROSECOND
    moved = (
        update(attempts)
        .where(attempts.c.participant_id == person_id, attempts.c.round_id == round_id, _OPEN)
        .values(deadline_at=type_coerce(later, attempts.c.deadline_at.type))
    )
    return db.execute(moved).rowcount


def allow(
    db: Connection,
    *,
    round_id: int,
    person_id: int,
    attempts_more: int,
    reason: str,
    by_id: int,
    now: datetime,
) -> None:
    """Give a person more attempts in a round."""
    values = {"participant_id": person_id, "round_id": round_id, "attempts": attempts_more}
    added(db, allowances, **values, reason=reason, by_id=by_id, at=now)


def void(db: Connection, person_id: int, public_id: str, *, reason: str, now: datetime) -> bool:
    """Void an attempt of this person: whether this call was the one that did it."""
    mine = _of(person_id, public_id)
    voided = update(attempts).where(mine, attempts.c.voided_at.is_(None))
    return _done(db, voided.values(voided_at=now, void_reason=reason).returning(attempts.c.id))


def restore(db: Connection, person_id: int, public_id: str) -> bool:
    """Let a voided attempt count again: whether this call did it; IntegrityError for a second open one."""
    mine = _of(person_id, public_id)
    restored = update(attempts).where(mine, attempts.c.voided_at.is_not(None))
    return _done(db, restored.values(voided_at=None, void_reason=None).returning(attempts.c.id))


def round_of(db: Connection, person_id: int, public_id: str) -> int | None:
    """The round of an attempt of this person, None for a stranger's."""
    query = select(attempts.c.round_id).where(_of(person_id, public_id))
    return db.execute(query).scalar_one_or_none()


def set_standing(db: Connection, person_id: int, standing: str, reason: str) -> bool:
    """Decide whether a person may play and win: whether anything changed."""
    living = and_(participants.c.standing != standing, participants.c.standing != "erased")
    decided = update(participants).where(participants.c.id == person_id, living)
    return _done(db, decided.values(standing=standing, standing_reason=reason).returning(participants.c.id))


def settle(
    db: Connection, contest_id: int, flag_id: int, *, settlement: str, by_id: int, now: datetime
) -> bool:
    """Settle a flag of the contest: whether this call was the one that did it."""
    waiting = (flags.c.id == flag_id, flags.c.contest_id == contest_id, flags.c.settled_at.is_(None))
    settled = update(flags).where(*waiting).values(settled_at=now, settled_by=by_id, settlement=settlement)
    return _done(db, settled.returning(flags.c.id))


_OPEN = and_(attempts.c.state == "in_progress", attempts.c.voided_at.is_(None))


def _of(person_id: int, public_id: str) -> ColumnElement[bool]:
    return and_(attempts.c.participant_id == person_id, attempts.c.public_id == public_id)


def _done(db: Connection, statement: Any) -> bool:
    return db.execute(statement).first() is not None
