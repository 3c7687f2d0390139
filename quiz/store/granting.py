"""Extensions that the rulebook itself states: what was granted of them, and the rest granted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import BigInteger, Connection, func, select, type_coerce, update

from quiz.store import pacing
from quiz.store.schema.columns import MICROSECOND
from quiz.store.tables import attempts, extensions, participants
from quiz.store.writes import added


@dataclass(frozen=True, slots=True)
class Subject:
    """Who gets more time in a round: a unit with all below it, or a participant."""

    contest_id: int
    round_id: int
    unit_id: int | None = None
    participant_id: int | None = None


def participant_number(db: Connection, contest_id: int, code: str) -> int | None:
    """The number of a participant by the public code, None while nobody has it."""
    query = select(participants.c.id).where(
        participants.c.contest_id == contest_id, participants.c.code == code
    )
    return db.execute(query).scalar_one_or_none()


def granted(db: Connection, subject: Subject, reason: str) -> timedelta:
    """How much that subject was given for this reason."""
    query = select(func.coalesce(func.sum(extensions.c.seconds), 0)).where(
        extensions.c.round_id == subject.round_id,
        extensions.c.unit_id.is_not_distinct_from(subject.unit_id),
        extensions.c.participant_id.is_not_distinct_from(subject.participant_id),
        extensions.c.reason == reason,
    )
    return timedelta(seconds=int(db.execute(query).scalar_one()))


def grant(db: Connection, subject: Subject, by: timedelta, reason: str, *, now: datetime) -> None:
    """Give so much more time, in open attempts at once and in every later one."""
    seconds = int(by.total_seconds())
    whom = {"unit_id": subject.unit_id, "participant_id": subject.participant_id}
    place = {"contest_id": subject.contest_id, "round_id": subject.round_id}
    added(db, extensions, **place, **whom, seconds=seconds, reason=reason, at=now)
    if subject.unit_id is not None:
        pacing.delay(db, subject.round_id, by, still_running_at=now, unit_id=subject.unit_id)
        return
    later = type_coerce(attempts.c.deadline_at, BigInteger) + by // MICROSECOND
    mine = (
        attempts.c.participant_id == subject.participant_id,
        attempts.c.round_id == subject.round_id,
        attempts.c.state == "in_progress",
        attempts.c.deadline_at >= now,
    )
    moved = type_coerce(later, attempts.c.deadline_at.type)
    db.execute(update(attempts).where(*mine).values(deadline_at=moved))
