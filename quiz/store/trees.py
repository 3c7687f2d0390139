"""The unit tree of a contest as it is written and counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, func, or_, select, update

from quiz.store.tables import participants, unit_changes, units
from quiz.store.writes import added


@dataclass(frozen=True, slots=True)
class Node:
    """A unit as a list of the whole tree shows it; `people` counts who belongs to this very unit."""

    id: int
    parent_id: int | None
    code: str
    name: str
    path: str
    headcount: int | None
    population: int | None
    groups: tuple[str, ...]
    choosable: bool
    valid_to: datetime | None
    people: int


COMPARED = (
    "name",
    "path",
    "search",
    "headcount",
    "population",
    "target",
    "choosable",
    "valid_from",
    "valid_to",
)


def known(db: Connection, contest_id: int) -> dict[str, tuple[int, dict[str, Any]]]:
    """Number and kept values of every unit of the contest, by code."""
    query = select(units).where(units.c.contest_id == contest_id)
    return {
        row["code"]: (row["id"], {name: row[name] for name in (*COMPARED, "groups", "parent_id")})
        for row in db.execute(query).mappings()
    }


def add(db: Connection, contest_id: int, code: str, values: Mapping[str, Any]) -> int:
    """The number of a new unit."""
    return added(db, units, contest_id=contest_id, code=code, **values)


def change(db: Connection, unit_id: int, values: Mapping[str, Any]) -> None:
    """Give a unit other values."""
    db.execute(update(units).where(units.c.id == unit_id).values(**values))


def has_changed(db: Connection, contest_id: int, *, since: datetime, until: datetime) -> bool:
    """Does a unit begin, end, move or merge in this time?"""
    begun, ended = (column.between(since, until) for column in (units.c.valid_from, units.c.valid_to))
    dated = select(units.c.id).where(units.c.contest_id == contest_id, or_(begun, ended))
    moved = select(unit_changes.c.id).where(
        unit_changes.c.contest_id == contest_id, unit_changes.c.at.between(since, until)
    )
    return db.execute(dated.union_all(moved).limit(1)).first() is not None


def nodes(db: Connection, contest_id: int) -> list[Node]:
    """The whole tree in the order of paths, with how many people belong to each unit itself."""
    query = _nodes(contest_id).order_by(units.c.search, units.c.code)
    return [_node(row) for row in db.execute(query).mappings()]


def by_code(db: Connection, contest_id: int, code: str) -> Node | None:
    """The unit of that code."""
    row = db.execute(_nodes(contest_id).where(units.c.code == code)).mappings().first()
    return None if row is None else _node(row)


def branch(contest_id: int, roots: frozenset[int]) -> Any:
    """The numbers of these units of the contest and of all below them, as a query for `IN`."""
    top = select(units.c.id).where(units.c.contest_id == contest_id, units.c.id.in_(roots))
    below = top.cte("branch", recursive=True)
    # UNION, not UNION ALL: a circle in the tree ends instead of going round.
    below = below.union(select(units.c.id).where(units.c.parent_id == below.c.id))
    return select(below.c.id)


def set_size(
    db: Connection, contest_id: int, code: str, *, headcount: int | None, population: int | None
) -> tuple[int | None, int | None] | None:
    """The sizes that the unit had before, None where the contest has no such unit."""
    here = (units.c.contest_id == contest_id, units.c.code == code)
    before = db.execute(select(units.c.headcount, units.c.population).where(*here)).first()
    if before is None:
        return None
    db.execute(update(units).where(*here).values(headcount=headcount, population=population))
    return before.headcount, before.population


def _nodes(contest_id: int) -> Select[Any]:
    counted = (
        select(participants.c.unit_id, func.count().label("people"))
        .where(participants.c.contest_id == contest_id, participants.c.standing != "erased")
        .group_by(participants.c.unit_id)
        .subquery()
    )
    return (
        select(units, func.coalesce(counted.c.people, 0).label("people"))
        .outerjoin(counted, counted.c.unit_id == units.c.id)
        .where(units.c.contest_id == contest_id)
    )


def _node(row: Any) -> Node:
    values = {name: row[name] for name in Node.__slots__ if name not in ("groups", "choosable")}
    return Node(**values, groups=tuple(row["groups"] or ()), choosable=bool(row["choosable"]))
