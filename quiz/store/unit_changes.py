"""Where the units of a contest stood and what they became, with dates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import Connection, delete, insert, select

from quiz.rules.units import NewParent
from quiz.store.tables import unit_changes

LONG_AGO = datetime(1900, 1, 1, tzinfo=UTC)


class Kind(StrEnum):
    """What a change says: under whom a unit stood at first, then later, and into what it was merged."""

    ORIGIN = "origin"
    MOVE = "move"
    MERGE = "merge"


@dataclass(frozen=True, slots=True)
class Change:
    """One change; `into_id` is the number of the other unit, None at the top."""

    kind: str
    at: datetime
    into_id: int | None


@dataclass(frozen=True, slots=True)
class Past:
    """The history of one unit by codes, as the rules take it."""

    parent: str | None
    moves: tuple[NewParent, ...]
    successors: tuple[str, ...]


def of_contest(db: Connection, contest_id: int) -> Mapping[int, tuple[Change, ...]]:
    """The changes of every unit that has any, by its number."""
    query = select(unit_changes).where(unit_changes.c.contest_id == contest_id)
    found: dict[int, tuple[Change, ...]] = defaultdict(tuple)
    for row in db.execute(query.order_by(unit_changes.c.at, unit_changes.c.id)):
        found[row.unit_id] += (Change(row.kind, row.at, row.into_id),)
    return found


def rewrite(db: Connection, contest_id: int, unit_id: int, changes: Iterable[Change]) -> None:
    """Put this history of a unit in the place of the one that was told before."""
    db.execute(delete(unit_changes).where(unit_changes.c.unit_id == unit_id))
    whose = {"contest_id": contest_id, "unit_id": unit_id, "reason": ""}
    rows = [{**whose, "kind": str(one.kind), "at": one.at, "into_id": one.into_id} for one in changes]
    if rows:
        db.execute(insert(unit_changes), rows)


def past(changes: Iterable[Change], codes: Mapping[int, str], parent: str | None) -> Past:
    """The history by codes; `parent` is that of a unit which never changed."""
    moves: list[NewParent] = []
    successors: list[str] = []
    for one in changes:
        into = None if one.into_id is None else codes[one.into_id]
        if one.kind == Kind.ORIGIN:
            parent = into
        elif one.kind == Kind.MOVE:
            moves.append(NewParent(one.at, into))
        elif into is not None:
            successors.append(into)
    return Past(parent, tuple(moves), tuple(successors))
