"""What is kept of every unit of a list: where it stands today, its path, and how it came there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from quiz.rules.folding import folded
from quiz.rules.units import Tree
from quiz.store.unit_changes import LONG_AGO, Change, Kind

BETWEEN_NAMES = " › "


@dataclass(frozen=True, slots=True)
class Told:
    """What lists told before about units, by number: their history and the points of the jury."""

    changes: Mapping[int, tuple[Change, ...]]
    points: Mapping[int, Decimal]


class Planting:
    """A list on its way into the database; `above` says under whom each unit stands today.

    A merged unit stands below what it became, so that whoever looks after that one sees its people.
    """

    def __init__(
        self, tree: Tree, now: datetime, known: Mapping[str, tuple[int, dict[str, Any]]], told: Told
    ) -> None:
        self.tree, self.now, self.known, self.told = tree, now, known, told
        self.today = tree.at(now)
        self.above = {code: self._above(code) for code in tree.units}
        self.numbers = {code: number for code, (number, _values) in known.items()}
        self._gathering = {one.parent for one in self.today.units.values()}

    def parents_first(self) -> Sequence[str]:
        """The units in an order in which everything above a unit comes before it."""
        return sorted(self.above, key=lambda code: len(self.today.line(self.above[code])))

    def values(self, code: str) -> dict[str, Any]:
        """The columns of a unit whose parent has a number by now."""
        unit, above = self.tree.units[code], self.above[code]
        line = (*reversed(self.today.line(above)), code)
        names = [self.tree.units[one].name for one in line]
        return {
            "parent_id": self.numbers[above] if above else None,
            "name": unit.name,
            "path": BETWEEN_NAMES.join(names),
            "search": folded(" ".join(names)),
            "headcount": unit.headcount,
            "population": unit.population,
            "target": None if unit.target is None else float(unit.target),
            "groups": list(unit.groups) or None,
            "choosable": int(code not in self._gathering and unit.stood_at(self.now)),
            "valid_from": unit.valid_from,
            "valid_to": unit.valid_to,
        }

    def changes(self, code: str) -> tuple[Change, ...]:
        """The history of a unit once all have a number, in order of time; empty where nothing changed."""
        unit = self.tree.units[code]
        if not unit.moves and not unit.successors and unit.parent == self.above[code]:
            return ()
        stood = [(LONG_AGO, unit.parent), *((one.at, one.parent) for one in unit.moves)]
        moves = [
            Change(Kind.MOVE if number else Kind.ORIGIN, at, self.numbers[parent] if parent else None)
            for number, (at, parent) in enumerate(stood)
        ]
        merged = [
            Change(Kind.MERGE, unit.valid_to, self.numbers[one]) for one in unit.successors if unit.valid_to
        ]
        return (*moves, *merged)

    def _above(self, code: str) -> str | None:
        heir = self.tree.heir(code, self.now)
        return heir if heir != code else self.tree.parent_at(code, self.now)
