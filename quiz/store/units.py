"""Units of a contest as citizens meet them: found by typing, and with all that stands above."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, func, literal, select

from quiz.rules.folding import folded
from quiz.rules.units import Tree, Unit
from quiz.store.tables import units

MOST_FOUND, MOST_READ = 20, 400
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


def search(db: Connection, contest_id: int, typed: str, *, limit: int = MOST_FOUND) -> list[UnitChoice]:
    """Units that a person may choose whose path holds every word typed, with or without diacritics."""
    words = folded(typed[:LONGEST_SEARCH]).split()
    query = select(units.c.id, units.c.code, units.c.name, units.c.path).where(
        units.c.contest_id == contest_id, units.c.choosable == 1, units.c.valid_to.is_(None)
    )
    query = query.where(*words_in(units.c.search, typed))
    rows = db.execute(query.order_by(func.length(units.c.path), units.c.path).limit(MOST_READ))
    found = sorted(map(_choice, rows), key=lambda one: (not _names(one, words), len(one.path), one.path))
    return found[:limit]


def words_in(column: ColumnElement[str], typed: str) -> list[ColumnElement[bool]]:
    """The conditions that a folded text has, for every word typed, a word that begins so."""
    words = folded(typed[:LONGEST_SEARCH]).split()
    return [literal(" ").concat(column).contains(f" {word}", autoescape=True) for word in words]


def by_code(db: Connection, contest_id: int, code: str) -> UnitChoice | None:
    """The choosable unit of this code in that contest."""
    row = db.execute(_BY_CODE, {"contest": contest_id, "code": code}).one_or_none()
    return _choice(row) if row else None


def line_of(db: Connection, unit_id: int) -> Tree:
    """A tree of nothing but this unit and all above it, enough for the rules about one person."""
    rows = db.execute(_LINE, {"unit": unit_id}).all()
    codes = {row.id: row.code for row in rows}
    return Tree.of(
        Unit(row.code, codes.get(row.parent_id), row.name, tuple(row.groups or ())) for row in rows
    )


def all_of(db: Connection, contest_id: int) -> dict[int, tuple[UnitChoice, Unit]]:
    """Every unit of the contest by its number, as a choice and as the rules see it."""
    rows = db.execute(select(units).where(units.c.contest_id == contest_id)).all()
    codes = {row.id: row.code for row in rows}
    return {
        row.id: (_choice(row), Unit(row.code, codes.get(row.parent_id), row.name, tuple(row.groups or ())))
        for row in rows
    }


def _names(unit: UnitChoice, words: list[str]) -> bool:
    """Do all words stand in the unit's own name, not only in those above it?"""
    own = f" {folded(unit.name)}"
    return all(f" {word}" in own for word in words)


def _choice(row: Any) -> UnitChoice:
    return UnitChoice(row.id, row.code, row.name, row.path)


def _line() -> Select[Any]:
    columns = (units.c.id, units.c.parent_id, units.c.code, units.c.name, units.c.groups)
    line = (
        select(*columns, literal(0).label("steps"))
        .where(units.c.id == bindparam("unit"))
        .cte("line", recursive=True)
    )
    # Forty levels: a circle in the data ends the climb instead of the server.
    line = line.union_all(
        select(*columns, line.c.steps + 1).where(units.c.id == line.c.parent_id, line.c.steps < 40)
    )
    return select(line)


_BY_CODE = select(units.c.id, units.c.code, units.c.name, units.c.path).where(
    units.c.contest_id == bindparam("contest"),
    units.c.code == bindparam("code"),
    units.c.choosable == 1,
    units.c.valid_to.is_(None),
)
_LINE = _line()
