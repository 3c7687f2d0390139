"""What bends the time of a round: pauses, extensions and early closes, and the deadlines they move."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import BigInteger, ColumnElement, Connection, and_, func, select, type_coerce, update

from quiz.store.schema.columns import MICROSECOND
from quiz.store.tables import attempts, extensions, rounds, units
from quiz.store.writes import added


@dataclass(frozen=True, slots=True)
class Given:
    """An extension of a round as the office shows it; no unit and no participant means everybody."""

    at: datetime
    seconds: int
    unit: str | None
    participant_id: int | None
    reason: str
    unit_id: int | None


def pause(db: Connection, round_id: int, *, now: datetime) -> bool:
    """Pause a scheduled round: whether this call was the one that did it."""
    running = and_(rounds.c.state == "scheduled", rounds.c.paused_at.is_(None))
    paused = update(rounds).where(rounds.c.id == round_id, running).values(paused_at=now)
    return db.execute(paused.returning(rounds.c.id)).first() is not None


def resume(db: Connection, round_id: int, paused_at: datetime) -> bool:
    """End exactly this pause: whether this call was the one that did it."""
    same = and_(rounds.c.id == round_id, rounds.c.paused_at == paused_at)
    return (
        db.execute(update(rounds).where(same).values(paused_at=None).returning(rounds.c.id)).first()
        is not None
    )


def paused_since(db: Connection, round_id: int) -> datetime | None:
    """Since when the round is paused, None while it is not."""
    since: datetime | None = db.execute(
        select(rounds.c.paused_at).where(rounds.c.id == round_id)
    ).scalar_one()
    return since


def open_attempts(db: Connection, round_id: int) -> int:
    """How many attempts of the round are still in progress."""
    return db.execute(select(func.count()).select_from(attempts).where(_open(round_id))).scalar_one()


def last_deadline(db: Connection, round_id: int) -> datetime | None:
    """The latest deadline among the open attempts, None when there are none."""
    latest: datetime | None = db.execute(
        select(func.max(attempts.c.deadline_at)).where(_open(round_id))
    ).scalar_one()
    return latest


def delay(
    db: Connection,
    round_id: int,
    by: timedelta,
    *,
    still_running_at: datetime,
    unit_id: int | None = None,
) -> int:
    """Move the deadlines of open attempts that were not over at that instant; how many were moved."""
    moved = update(attempts).where(_open(round_id), attempts.c.deadline_at >= still_running_at)
    if unit_id is not None:
        # Asked beforehand: SQLite's driver does not count what a statement that begins WITH has changed.
        moved = moved.where(attempts.c.unit_id.in_(branches(db, [unit_id])))
    later = type_coerce(attempts.c.deadline_at, BigInteger) + by // MICROSECOND
    return db.execute(moved.values(deadline_at=type_coerce(later, attempts.c.deadline_at.type))).rowcount


def cut(db: Connection, round_id: int, *, at: datetime) -> int:
    """Let no open attempt run beyond that instant; how many were shortened."""
    shortened = update(attempts).where(_open(round_id), attempts.c.deadline_at > at).values(deadline_at=at)
    return db.execute(shortened).rowcount


def extend(
    db: Connection,
    *,
    contest_id: int,
    round_id: int,
    unit_id: int | None,
    seconds: int,
    reason: str,
    by_id: int | None,
    now: datetime,
) -> int:
    """The number of a new extension for everybody of a round or (unit) a branch."""
    return added(
        db,
        extensions,
        contest_id=contest_id,
        round_id=round_id,
        unit_id=unit_id,
        seconds=seconds,
        reason=reason,
        by_id=by_id,
        at=now,
    )


def given(db: Connection, round_id: int) -> list[Given]:
    """The extensions of a round, oldest first."""
    query = (
        select(
            extensions.c.at,
            extensions.c.seconds,
            units.c.path,
            extensions.c.participant_id,
            extensions.c.reason,
            extensions.c.unit_id,
        )
        .select_from(extensions.outerjoin(units, units.c.id == extensions.c.unit_id))
        .where(extensions.c.round_id == round_id)
        .order_by(extensions.c.id)
    )
    return [Given(*row) for row in db.execute(query)]


def given_to_many(db: Connection, round_id: int) -> list[Given]:
    """The extensions of everybody or of a branch, oldest first; others wait to give one until the commit."""
    db.execute(select(rounds.c.id).where(rounds.c.id == round_id).with_for_update())
    return [one for one in given(db, round_id) if one.participant_id is None]


def longest_extension(db: Connection, round_id: int) -> timedelta:
    """The most that one person may have been given: everything of one's own and of the units above it.

    What everybody was given stands in the close itself.
    """
    query = select(extensions.c.participant_id, extensions.c.unit_id, extensions.c.seconds)
    personal, of_units = Counter[int](), Counter[int]()
    for row in db.execute(query.where(extensions.c.round_id == round_id)):
        if row.participant_id is not None:
            personal[row.participant_id] += row.seconds
        elif row.unit_id is not None:
            of_units[row.unit_id] += row.seconds
    lines = [sum(of_units[one] for one in line) for line in _lines(db, of_units)]
    # Whether that person is of that unit is not asked: waiting a little longer does no harm.
    return timedelta(seconds=max(personal.values(), default=0) + max(lines, default=0))


def unit_number(db: Connection, contest_id: int, code: str) -> int | None:
    """The number of a unit of the contest by its code, upper nodes included."""
    query = select(units.c.id).where(units.c.contest_id == contest_id, units.c.code == code)
    return db.execute(query).scalar_one_or_none()


def branches(db: Connection, unit_ids: Iterable[int]) -> set[int]:
    """The numbers of these units and of all below them."""
    return {
        number
        for one in unit_ids
        for number in db.execute(select(units.c.id).where(units.c.id.in_(subtree(one)))).scalars()
    }


def subtree(unit_id: int) -> ColumnElement[int]:
    """The numbers of a unit and of all below it, to be asked whether they hold another."""
    top = select(units.c.id).where(units.c.id == unit_id).cte("subtree", recursive=True)
    # UNION, not UNION ALL: a circle in the data ends instead of running for ever.
    branch = top.union(select(units.c.id).where(units.c.parent_id == top.c.id))
    return select(branch.c.id).scalar_subquery()


def _lines(db: Connection, unit_ids: Iterable[int]) -> list[set[int]]:
    """Each of these units with those above it."""
    parents: dict[int | None, int | None] = {}
    waiting = set(unit_ids)
    while waiting:
        query = select(units.c.id, units.c.parent_id).where(units.c.id.in_(waiting))
        parents |= {row.id: row.parent_id for row in db.execute(query)}
        waiting = {one for one in parents.values() if one is not None} - parents.keys()
    return [_line(one, parents) for one in unit_ids]


def _line(unit_id: int, parents: dict[int | None, int | None]) -> set[int]:
    line: set[int] = set()
    here: int | None = unit_id
    while here is not None and here not in line:
        line.add(here)
        here = parents.get(here)
    return line


def _open(round_id: int) -> ColumnElement[bool]:
    return and_(
        attempts.c.round_id == round_id,
        attempts.c.state == "in_progress",
        attempts.c.voided_at.is_(None),
    )
