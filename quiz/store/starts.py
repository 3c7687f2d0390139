"""What starting an attempt asks of the database: the person with one tally, all at one moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, exists, func, select

from quiz.store.prepared import Prepared
from quiz.store.schema.columns import Instant
from quiz.store.sessions import LIVING, token_digest
from quiz.store.tables import (
    allowances,
    attempts,
    extensions,
    login_sessions,
    papers,
    participants,
    person_details,
    progressions,
    rounds,
    units,
)


@dataclass(frozen=True, slots=True)
class Starter:
    """Who wants to start, and where the round stands in the database at this moment."""

    participant_id: int
    code: str
    unit_id: int | None
    block: str
    standing: str
    facts: Any
    name: str | None
    state: str
    opens_at: datetime
    closes_at: datetime
    paused_at: datetime | None
    closed_at: datetime | None
    rulebook_number: int | None


@dataclass(frozen=True, slots=True)
class Tally:
    """Everything that limits one more attempt of a person in a round; seconds are extensions."""

    contest: int
    round: int
    day: int
    sitting: int
    last_number: int | None
    open_id: str | None
    open_deadline: datetime | None
    allowed_in_round: int
    allowed_in_contest: int
    person_seconds: int
    unit_seconds: int
    paper_id: int | None
    came_through: bool


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open stretch in which attempts are counted."""

    opens: datetime
    closes: datetime


@dataclass(frozen=True, slots=True)
class Asker:
    """The session that asks at the door of a round, and the stretches in which its attempts are counted."""

    token: str
    contest_id: int
    round_id: int
    day: Span
    sitting: Span


def lock(db: Connection, asker: Asker, *, now: datetime) -> None:
    """Lock the row of the living session's person until the transaction ends."""
    _LOCK.rows(db, _session(asker, now))


def at_door(db: Connection, asker: Asker, *, now: datetime) -> tuple[Starter, Tally] | None:
    """The living session's person with all counts that any limit asks for; None without a session."""
    bound = _session(asker, now) | {
        "round_id": asker.round_id,
        "day_opens": asker.day.opens,
        "day_closes": asker.day.closes,
        "sitting_opens": asker.sitting.opens,
        "sitting_closes": asker.sitting.closes,
    }
    row = _AT_DOOR.first(db, bound)
    return None if row is None else (Starter(*row[:_OF_STARTER]), Tally(*row[_OF_STARTER:]))


def begun(db: Connection, participant_id: int, round_id: int) -> list[datetime]:
    """When the person's attempts of a round began."""
    query = select(attempts.c.started_at).where(
        attempts.c.participant_id == participant_id, attempts.c.round_id == round_id
    )
    return list(db.execute(query).scalars())


def _session(asker: Asker, now: datetime) -> dict[str, Any]:
    return {"token_digest": token_digest(asker.token), "contest_id": asker.contest_id, "now": now}


def _started_in(opens: str, closes: str) -> ColumnElement[bool]:
    return (attempts.c.started_at >= bindparam(opens, type_=Instant)) & (
        attempts.c.started_at < bindparam(closes, type_=Instant)
    )


def _allowed(*conditions: ColumnElement[bool]) -> Any:
    mine = allowances.c.participant_id == participants.c.id
    return (
        select(func.coalesce(func.sum(allowances.c.attempts), 0)).where(mine, *conditions).scalar_subquery()
    )


def _seconds(subject: ColumnElement[bool]) -> Any:
    query = select(func.coalesce(func.sum(extensions.c.seconds), 0))
    return query.where(extensions.c.round_id == rounds.c.id, subject).scalar_subquery()


def _line_of_units() -> Any:
    # Rounds where some unit has longer are rare, and to climb is half of the statement.
    longer = exists().where(extensions.c.round_id == bindparam("round_id"), extensions.c.unit_id.is_not(None))
    mine = select(units.c.id, units.c.parent_id).select_from(
        units.join(participants, participants.c.unit_id == units.c.id).join(login_sessions, _THEIRS)
    )
    line = mine.where(LIVING, longer).cte("line", recursive=True)
    # UNION, not UNION ALL: a circle in the data ends instead of running for ever.
    return line.union(select(units.c.id, units.c.parent_id).join(line, units.c.id == line.c.parent_id))


def _paper() -> Any:
    newest = select(papers.c.id).where(
        papers.c.round_id == rounds.c.id,
        papers.c.block == participants.c.block,
        papers.c.frozen_at.is_not(None),
    )
    return newest.order_by(papers.c.version.desc()).limit(1).scalar_subquery()


def _came_through() -> Any:
    into = progressions.c.into_id == rounds.c.id
    return exists().where(into, progressions.c.participant_id == participants.c.id)


def _counts() -> tuple[Any, ...]:
    here = attempts.c.round_id == rounds.c.id
    is_open = here & (attempts.c.state == "in_progress") & attempts.c.voided_at.is_(None)
    line = _line_of_units()
    return (
        func.count(attempts.c.id),
        func.count().filter(here),
        func.count().filter(here & _started_in("day_opens", "day_closes")),
        func.count().filter(here & _started_in("sitting_opens", "sitting_closes")),
        func.max(attempts.c.number).filter(here),
        func.max(attempts.c.public_id).filter(is_open),
        func.max(attempts.c.deadline_at, type_=Instant).filter(is_open),
        _allowed(allowances.c.round_id == rounds.c.id),
        _allowed(),
        _seconds(extensions.c.participant_id == participants.c.id),
        # An extension for everybody moves the close of the round itself.
        _seconds(extensions.c.unit_id.in_(select(line.c.id))),
        _paper(),
        _came_through(),
    )


def _at_door() -> Any:
    who = (
        login_sessions.join(participants, _THEIRS)
        .join(rounds, rounds.c.contest_id == participants.c.contest_id)
        .outerjoin(person_details, person_details.c.participant_id == participants.c.id)
        .outerjoin(attempts, attempts.c.participant_id == participants.c.id)
    )
    asked = select(*_STARTER, *_counts()).select_from(who).where(*_OF_CONTEST)
    asked = asked.where(rounds.c.id == bindparam("round_id"))
    return asked.group_by(participants.c.id, person_details.c.participant_id, rounds.c.id)


_THEIRS = participants.c.id == login_sessions.c.participant_id
_OF_CONTEST = (LIVING, participants.c.contest_id == bindparam("contest_id"))
_STARTER = (
    participants.c.id,
    participants.c.code,
    participants.c.unit_id,
    participants.c.block,
    participants.c.standing,
    participants.c.facts,
    person_details.c.name,
    rounds.c.state,
    rounds.c.opens_at,
    rounds.c.closes_at,
    rounds.c.paused_at,
    rounds.c.closed_at,
    rounds.c.rulebook_number,
)
_OF_STARTER = len(_STARTER)
_AT_DOOR = Prepared(_at_door())
# NO KEY: rows that refer to the person may be added meanwhile, a second start may not.
_LOCK = Prepared(
    select(participants.c.id)
    .join(login_sessions, _THEIRS)
    .where(*_OF_CONTEST)
    .with_for_update(of=participants, key_share=True)
)
