"""Units of a contest as citizens meet them: found by typing, and with all that stands above."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, func, literal, or_, select

from quiz.rules.folding import folded
from quiz.rules.units import Tree, Unit
from quiz.store.prepared import Prepared, Row
from quiz.store.tables import units

MOST_FOUND = 20
LONGEST_SEARCH = 60


@dataclass(frozen=True, slots=True)
class UnitChoice:
    """A unit to choose: its code, its name and the names above it."""

    id: int
    code: str
    name: str
    path: str

    @property
    def above(self) -> str:
        """The path without the unit's own name, to tell equal names apart."""
        return self.path.removesuffix(self.name).rstrip(" ›/")


@dataclass(frozen=True, slots=True)
class Choosable:
    """A unit that people may choose until it `ends` (None: for good), with the words by which it is found."""

    choice: UnitChoice
    words: str
    own_words: str
    ends: datetime | None


def choosable(db: Connection, contest_id: int, *, now: datetime) -> tuple[Choosable, ...]:
    """Every unit that people may choose now, short paths first."""
    rows = db.execute(_CHOOSABLE, {"contest": contest_id, "now": now}).all()
    return tuple(
        Choosable(_choice(row), f" {row.search}", f" {folded(row.name)}", row.valid_to) for row in rows
    )


def search(known: Iterable[Choosable], typed: str, *, limit: int = MOST_FOUND) -> list[UnitChoice]:
    """Units whose path holds every word typed, with or without diacritics; own names come first."""
    words = [f" {word}" for word in folded(typed[:LONGEST_SEARCH]).split()]
    fitting = [one for one in known if all(word in one.words for word in words)]
    fitting.sort(key=lambda one: not all(word in one.own_words for word in words))
    return [one.choice for one in fitting[:limit]]


def words_in(column: ColumnElement[str], typed: str) -> list[ColumnElement[bool]]:
    """The conditions that a folded text has, for every word typed, a word that begins so."""
    words = folded(typed[:LONGEST_SEARCH]).split()
    return [literal(" ").concat(column).contains(f" {word}", autoescape=True) for word in words]


def chosen(db: Connection, contest_id: int, code: str, *, now: datetime) -> tuple[UnitChoice, Tree] | None:
    """The unit of this code in that contest, if people may choose it now, and its line."""
    rows = _CHOSEN.rows(db, {"contest": contest_id, "code": code, "now": now})
    own = [(row[0], row[2], row[3], row[5]) for row in rows if not row[-1]]
    return (UnitChoice(*own[0]), _tree(rows)) if own else None


def line_of(db: Connection, unit_id: int) -> Tree:
    """A tree of nothing but this unit and all above it, enough for the rules about one person."""
    return _tree(_LINE.rows(db, {"unit": unit_id}))


def all_of(db: Connection, contest_id: int) -> dict[int, tuple[UnitChoice, Unit]]:
    """Every unit of the contest by its number, as a choice and as the rules see it."""
    rows = db.execute(select(units).where(units.c.contest_id == contest_id)).all()
    codes = {row.id: row.code for row in rows}
    return {
        row.id: (_choice(row), Unit(row.code, codes.get(row.parent_id), row.name, tuple(row.groups or ())))
        for row in rows
    }


def _choice(row: Any) -> UnitChoice:
    return UnitChoice(row.id, row.code, row.name, row.path)


def _tree(rows: list[Row]) -> Tree:
    codes = {number: code for number, _above, code, *_more in rows}
    return Tree.of(
        Unit(code, codes.get(above), name, tuple(groups or ()))
        for _number, above, code, name, groups, _path, _steps in rows
    )


def _line(*which: ColumnElement[bool]) -> Select[Any]:
    columns = (units.c.id, units.c.parent_id, units.c.code, units.c.name, units.c.groups, units.c.path)
    line = select(*columns, literal(0).label("steps")).where(*which).cte("line", recursive=True)
    # Forty levels: a circle in the data ends the climb instead of the server.
    line = line.union_all(
        select(*columns, line.c.steps + 1).where(units.c.id == line.c.parent_id, line.c.steps < 40)
    )
    return select(line)


_MAY_CHOOSE = (
    units.c.contest_id == bindparam("contest"),
    units.c.choosable == 1,
    or_(units.c.valid_to.is_(None), units.c.valid_to > bindparam("now")),
)
_CHOOSABLE = (
    select(units.c.id, units.c.code, units.c.name, units.c.path, units.c.search, units.c.valid_to)
    .where(*_MAY_CHOOSE)
    .order_by(func.length(units.c.path), units.c.path)
)
_CHOSEN = Prepared(_line(*_MAY_CHOOSE, units.c.code == bindparam("code")))
_LINE = Prepared(_line(units.c.id == bindparam("unit")))
