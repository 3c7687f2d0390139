"""What starting an attempt asks of the database: the person's row, and one tally."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Connection, bindparam, exists, func, select

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


def locked_starter(
    db: Connection, *, token: str, contest_id: int, round_id: int, now: datetime
) -> Starter | None:
    """The living session's person with the row locked until the transaction ends; None without a session."""
    return _starter(db, _LOCKED, token, contest_id, round_id, now)


def starter(db: Connection, *, token: str, contest_id: int, round_id: int, now: datetime) -> Starter | None:
    """The same for a page that only looks."""
    return _starter(db, _LOOKING, token, contest_id, round_id, now)


def tally(db: Connection, who: Starter, round_id: int, *, day: Span, sitting: Span) -> Tally:
    """All counts that any limit asks for, in one statement."""
    bound = {
        "participant_id": who.participant_id,
        "round_id": round_id,
        "unit_id": who.unit_id,
        "block": who.block,
        "day_opens": day.opens,
        "day_closes": day.closes,
        "sitting_opens": sitting.opens,
        "sitting_closes": sitting.closes,
    }
    return Tally(*_TALLY.rows(db, bound)[0])


def begun(db: Connection, participant_id: int, round_id: int) -> list[datetime]:
    """When the person's attempts of a round began."""
    query = select(attempts.c.started_at).where(
        attempts.c.participant_id == participant_id, attempts.c.round_id == round_id
    )
    return list(db.execute(query).scalars())


def _starter(
    db: Connection, query: Prepared, token: str, contest_id: int, round_id: int, now: datetime
) -> Starter | None:
    bound = {
        "token_digest": token_digest(token),
        "contest_id": contest_id,
        "round_id": round_id,
        "now": now,
    }
    row = query.first(db, bound)
    return None if row is None else Starter(*row)


def _started_in(opens: str, closes: str) -> ColumnElement[bool]:
    return (attempts.c.started_at >= bindparam(opens, type_=Instant)) & (
        attempts.c.started_at < bindparam(closes, type_=Instant)
    )


def _allowed(*conditions: ColumnElement[bool]) -> Any:
    mine = allowances.c.participant_id == bindparam("participant_id")
    return (
        select(func.coalesce(func.sum(allowances.c.attempts), 0)).where(mine, *conditions).scalar_subquery()
    )


def _seconds(subject: ColumnElement[bool]) -> Any:
    query = select(func.coalesce(func.sum(extensions.c.seconds), 0))
    return query.where(extensions.c.round_id == bindparam("round_id"), subject).scalar_subquery()


def _line_of_units() -> Any:
    # Rounds where some unit has longer are rare, and to climb is half of the statement.
    longer = exists().where(extensions.c.round_id == bindparam("round_id"), extensions.c.unit_id.is_not(None))
    mine = units.c.id == bindparam("unit_id", type_=BigInteger)
    own = select(units.c.id, units.c.parent_id).where(mine, longer)
    line = own.cte("line", recursive=True)
    # UNION, not UNION ALL: a circle in the data ends instead of running for ever.
    return line.union(select(units.c.id, units.c.parent_id).join(line, units.c.id == line.c.parent_id))


def _paper() -> Any:
    newest = select(papers.c.id).where(
        papers.c.round_id == bindparam("round_id"),
        papers.c.block == bindparam("block"),
        papers.c.frozen_at.is_not(None),
    )
    return newest.order_by(papers.c.version.desc()).limit(1).scalar_subquery()


def _came_through() -> Any:
    into = progressions.c.into_id == bindparam("round_id")
    return exists().where(into, progressions.c.participant_id == bindparam("participant_id"))


def _tally_query() -> Any:
    here = attempts.c.round_id == bindparam("round_id")
    is_open = here & (attempts.c.state == "in_progress") & attempts.c.voided_at.is_(None)
    line = _line_of_units()
    return select(
        func.count().label("contest"),
        func.count().filter(here).label("round"),
        func.count().filter(here & _started_in("day_opens", "day_closes")).label("day"),
        func.count().filter(here & _started_in("sitting_opens", "sitting_closes")).label("sitting"),
        func.max(attempts.c.number).filter(here).label("last_number"),
        func.max(attempts.c.public_id).filter(is_open).label("open_id"),
        func.max(attempts.c.deadline_at, type_=Instant).filter(is_open).label("open_deadline"),
        _allowed(allowances.c.round_id == bindparam("round_id")),
        _allowed(),
        _seconds(extensions.c.participant_id == bindparam("participant_id")),
        # An extension for everybody moves the close of the round itself.
        _seconds(extensions.c.unit_id.in_(select(line.c.id))),
        _paper(),
        _came_through(),
    ).where(attempts.c.participant_id == bindparam("participant_id"))


def _looking() -> Any:
    return (
        select(
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
        .select_from(login_sessions)
        .join(participants, participants.c.id == login_sessions.c.participant_id)
        .join(rounds, rounds.c.contest_id == participants.c.contest_id)
        .outerjoin(person_details, person_details.c.participant_id == participants.c.id)
        .where(
            LIVING,
            participants.c.contest_id == bindparam("contest_id"),
            rounds.c.id == bindparam("round_id"),
        )
    )


_LOOKING = Prepared(_looking())
# NO KEY: rows that refer to the person may be added meanwhile, a second start may not.
_LOCKED = Prepared(_looking().with_for_update(of=participants, key_share=True))
_TALLY = Prepared(_tally_query())
