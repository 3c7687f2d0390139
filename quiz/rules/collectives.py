"""Tables of collectives: values, places with true ties, and apart what cannot be compared."""

import ast
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import groupby

from quiz.rules import metric
from quiz.rules.branches import Sums
from quiz.rules.contest import Table
from quiz.rules.counting import THOUSAND
from quiz.rules.units import Tree, Unit

Ranked = tuple[Fraction, ...]
NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class CollectiveRow:
    """One unit in a table; without a place it stands apart, for the reason named.

    Its prize is shared when a tie crosses the end of its tier; a unit that the rulebook excludes cannot win.
    """

    unit: str
    place: int | None
    value: Fraction | None
    participants: int
    attempts: int
    valid_attempts: int
    headcount: int | None
    target_share: Fraction | None = None
    apart: str = ""
    prize: str = ""
    shared: bool = False
    path: str = ""
    can_win: bool = True

    @property
    def above_headcount(self) -> bool:
        """Do more people take part than the unit is said to have?"""
        return bool(self.headcount) and self.participants > (self.headcount or 0)


@dataclass(frozen=True, slots=True)
class CollectiveResult:
    """One table: those with a place, then those apart."""

    table: str
    ranking: tuple[CollectiveRow, ...]
    apart: tuple[CollectiveRow, ...]


def marks_asked(tables: Iterable[Table]) -> tuple[Fraction, ...]:
    """Return the points for which tables ask the share of people at or above."""
    return tuple(sorted({mark for table in tables for tree in _trees(table) for mark in metric.marks(tree)}))


def table_result(
    table: Table, tree: Tree, sums: Mapping[str, Sums], barred: Set[str] = NOBODY
) -> CollectiveResult:
    """Return one table over what the branches did; barred units stand in it and win nothing."""
    trees = _trees(table)
    placed: list[tuple[Ranked, CollectiveRow]] = []
    apart: list[CollectiveRow] = []
    for code in _members(table, tree, sums):
        unit, own = tree.units.get(code) or Unit(code), sums.get(code) or Sums()
        row = replace(_row(unit, own), path=tree.path(code), can_win=code not in barred)
        try:
            ranked = _ranked(table, trees, unit, own)
        except metric.Missing as missing:
            apart.append(replace(row, apart=missing.name))
        else:
            placed.append((ranked, replace(row, value=ranked[0])))
    apart.sort(key=lambda row: row.unit)
    return CollectiveResult(table.slug, _places(placed, table), tuple(apart))


def is_by_jury(table: Table) -> bool:
    """Does the jury alone order the table, so that a unit where nobody took part may win its prizes?"""
    return metric.is_by_jury(metric.parse(table.metric))


def _trees(table: Table) -> list[ast.expr]:
    return [metric.parse(one) for one in (table.metric, *table.then_by)]


def _members(table: Table, tree: Tree, sums: Mapping[str, Sums]) -> list[str]:
    if table.units or table.groups:
        tagged = [code for code, unit in tree.units.items() if set(unit.groups) & set(table.groups)]
        named = [tree.line(code)[0] for code in table.units]  # what a merged unit has become
        return list(dict.fromkeys((*named, *tagged)))
    return list(tree.units or sums)


def _ranked(table: Table, trees: Sequence[ast.expr], unit: Unit, own: Sums) -> Ranked:
    if table.minimum_headcount and (unit.headcount or 0) < table.minimum_headcount:
        raise metric.Missing("headcount")
    if own.participants < table.minimum_participants:
        raise metric.Missing("participants")
    values = _values(table, unit, own)
    return tuple(metric.value(tree, values) for tree in trees)


def _values(table: Table, unit: Unit, own: Sums) -> dict[str, Fraction | None]:
    people = own.participants
    ratio = Fraction(people, unit.headcount) if unit.headcount else None
    if ratio is not None and table.cap is not None:
        ratio = min(ratio, Fraction(table.cap))
    shares = {metric.share_name(mark): Fraction(at, people) for mark, at in own.at_marks.items() if people}
    none_yet = {metric.share_name(mark): Fraction(0) for mark in marks_asked([table])}
    return none_yet | shares | {
        "participants": Fraction(people),
        "attempts": Fraction(own.attempts),
        "valid_attempts": Fraction(own.valid),
        "headcount": _positive(unit.headcount),
        "population": _positive(unit.population),
        "target": _positive(unit.target),
        "ratio": ratio,
        "mean_score": Fraction(own.score, THOUSAND * people) if people else Fraction(0),
        "winners": Fraction(own.winners),
        "weighted_winners": Fraction(own.weight),
        "jury": None if unit.jury is None else Fraction(unit.jury),
    }  # fmt: skip


def _positive(number: int | None) -> Fraction | None:
    return Fraction(number) if number else None


def _row(unit: Unit, own: Sums) -> CollectiveRow:
    share = Fraction(own.participants, unit.target) if unit.target else None
    return CollectiveRow(
        unit=unit.code,
        place=None,
        value=None,
        participants=own.participants,
        attempts=own.attempts,
        valid_attempts=own.valid,
        headcount=unit.headcount,
        target_share=share,
    )


def _places(rows: Sequence[tuple[Ranked, CollectiveRow]], table: Table) -> tuple[CollectiveRow, ...]:
    slots = [prize.slug for prize in table.prizes for _ in range(prize.count)]
    ordered = sorted(rows, key=lambda row: ([-part for part in row[0]], row[1].unit))
    placed: list[CollectiveRow] = []
    given = 0
    for _ranked, tied in groupby(ordered, key=lambda row: row[0]):
        group = [replace(row, place=len(placed) + 1) for _own, row in tied]
        able = {row.unit for row in group if row.can_win and (row.participants or is_by_jury(table))}
        taken = slots[given : given + len(able)]
        given += len(able)
        placed += [_prized(row, taken, len(able)) if row.unit in able and taken else row for row in group]
    return tuple(placed)


def _prized(row: CollectiveRow, taken: Sequence[str], tied: int) -> CollectiveRow:
    return replace(row, prize=taken[0], shared=len(taken) < tied or len(set(taken)) > 1)
