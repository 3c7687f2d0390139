"""What a person may look up of the own results: published places, and whether answers are free to be told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Select, any_, bindparam, func, select

from quiz.store.snapshots import RESULT
from quiz.store.tables import (
    item_versions,
    paper_items,
    papers,
    rounds,
    snapshot_pointers,
    standings,
    unit_standings,
    units,
)


@dataclass(frozen=True, slots=True)
class Place:
    """A person's place in a result; scope is the round's slug, "" for the whole contest."""

    scope: str
    block: str
    place: int
    attempt_id: int | None
    score: float
    prize: str | None


@dataclass(frozen=True, slots=True)
class UnitPlace:
    """The place of the person's unit, or of one above it, in a collective table."""

    scope: str
    board: str
    place: int | None
    unit: str
    participants: int
    prize: str | None


def places(db: Connection, contest_id: int, participant_id: int) -> list[Place]:
    """Where the person stands in every result that is seen."""
    bound = {"contest_id": contest_id, "participant_id": participant_id}
    return [Place(*row) for row in db.execute(_PLACES, bound)]


def unit_places(db: Connection, contest_id: int, unit_id: int | None) -> list[UnitPlace]:
    """Where the unit and those above it stand in every result that is seen."""
    if unit_id is None:
        return []
    bound = {"contest_id": contest_id, "unit_id": unit_id}
    return [UnitPlace(*row) for row in db.execute(_UNIT_PLACES[db.dialect.name], bound)]


def last_use(db: Connection, paper_id: int) -> datetime | None:
    """When the last round that uses an item of this paper was finalised; None while one is not."""
    row = db.execute(_LAST_USE, {"paper_id": paper_id}).one()
    return row.last if row.waiting == 0 else None


def _places_query() -> Any:
    pointed = snapshot_pointers.c.snapshot_id == standings.c.snapshot_id
    return (
        select(
            snapshot_pointers.c.scope,
            standings.c.block,
            standings.c.place,
            standings.c.attempt_id,
            standings.c.score,
            standings.c.prize,
        )
        .join(standings, pointed)
        .where(
            snapshot_pointers.c.contest_id == bindparam("contest_id"),
            snapshot_pointers.c.kind == RESULT,
            standings.c.participant_id == bindparam("participant_id"),
        )
    )


def _in_array(unit: Column[int], line: Select[int]) -> ColumnElement[bool]:
    # PostgreSQL guesses a hundred rows in a recursive list, ten in an array, and for a hundred reads all.
    return unit == any_(func.array(line.scalar_subquery()))


def _in_list(unit: Column[int], line: Select[int]) -> ColumnElement[bool]:
    return unit.in_(line)


def _unit_places_query(among: Callable[[Column[int], Select[int]], ColumnElement[bool]]) -> Any:
    own = select(units.c.id, units.c.parent_id).where(units.c.id == bindparam("unit_id"))
    line = own.cte("line", recursive=True)
    line = line.union(select(units.c.id, units.c.parent_id).join(line, units.c.id == line.c.parent_id))
    pointed = snapshot_pointers.c.snapshot_id == unit_standings.c.snapshot_id
    return (
        select(
            snapshot_pointers.c.scope,
            unit_standings.c.board,
            unit_standings.c.place,
            unit_standings.c.shown_name,
            unit_standings.c.participants,
            unit_standings.c.prize,
        )
        .join(unit_standings, pointed)
        .where(
            snapshot_pointers.c.contest_id == bindparam("contest_id"),
            snapshot_pointers.c.kind == RESULT,
            among(unit_standings.c.unit_id, select(line.c.id)),
        )
        .order_by(snapshot_pointers.c.scope, unit_standings.c.board, unit_standings.c.position)
    )


def _last_use_query() -> Any:
    mine = paper_items.alias("mine")
    version = item_versions.alias("version")
    other = item_versions.alias("other")
    used = (
        select(rounds.c.id)
        .join(papers, papers.c.round_id == rounds.c.id)
        .join(paper_items, paper_items.c.paper_id == papers.c.id)
        .join(other, other.c.id == paper_items.c.item_version_id)
        .join(version, version.c.item_id == other.c.item_id)
        .join(mine, mine.c.item_version_id == version.c.id)
        .where(mine.c.paper_id == bindparam("paper_id"))
    )
    return select(
        func.max(rounds.c.finalised_at, type_=rounds.c.finalised_at.type).label("last"),
        func.count().filter(rounds.c.finalised_at.is_(None)).label("waiting"),
    ).where(rounds.c.id.in_(used))


_PLACES = _places_query()
_UNIT_PLACES = {
    "sqlite": _unit_places_query(_in_list),
    "postgresql": _unit_places_query(_in_array),
}
_LAST_USE = _last_use_query()
