"""Loads the unit tree of a contest and corrects the sizes of its units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from quiz.rules.folding import folded
from quiz.rules.office_refusals import UnitsFaulty
from quiz.rules.refusals import NotFound
from quiz.rules.unit_lines import UnitLines, read_units, unit_table
from quiz.rules.units import Tree, Unit
from quiz.store import audit, contests, trees
from quiz.store.contests import ContestState

BETWEEN_NAMES = " › "
LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True, slots=True)
class Planted:
    """What loading a tree did."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0


def load_units(
    db: Connection, contest_id: int, text: str, *, now: datetime, zone: ZoneInfo = LOCAL
) -> Planted:
    """Take a list of units in, all or nothing; a second run changes nothing, units not named stay.

    People choose among the lowest units that exist `now`; those above gather them.
    Raises UnitsFaulty with every fault by line.
    """
    return _plant(db, contest_id, read_units(text, zone), now=now)


def load_table(
    db: Connection,
    state: ContestState,
    rows: Sequence[tuple[int, Sequence[str]]],
    *,
    file_name: str,
    staff_id: int,
    now: datetime,
) -> Planted:
    """The same from the rows of an uploaded file, noted; raises UnitsFaulty with the rows' numbers."""
    planted = _plant(db, state.id, unit_table(rows, state.contest.zone), now=now)
    audit.record(
        db,
        chain=state.slug,
        staff_id=staff_id,
        act="units.load",
        subject=file_name[:200],
        detail=asdict(planted),
        reason="",
        now=now,
    )
    return planted


def resize(
    db: Connection,
    state: ContestState,
    code: str,
    *,
    headcount: int | None,
    population: int | None,
    staff_id: int | None,
    reason: str,
    now: datetime,
) -> None:
    """Correct headcount and population of a unit, by which collectives are compared."""
    before = trees.set_size(db, state.id, code, headcount=headcount, population=population)
    if before is None:
        raise NotFound
    if before == (headcount, population):
        return
    contests.touch(db, state.id)
    audit.record(
        db,
        chain=state.slug,
        staff_id=staff_id,
        act="unit.resize",
        subject=code,
        detail={"before": list(before), "after": [headcount, population]},
        reason=reason,
        now=now,
    )


def _plant(db: Connection, contest_id: int, read: UnitLines, *, now: datetime) -> Planted:
    if read.faults:
        raise UnitsFaulty(read.faults)
    tree = Tree.of(read.units)
    parents = {one.parent for one in read.units}
    known = trees.known(db, contest_id)
    numbers = {code: number for code, (number, _values) in known.items()}
    added = changed = 0
    for unit in sorted(read.units, key=lambda one: len(tree.line(one.code))):
        values = _values(unit, tree, numbers, choosable=unit.code not in parents and unit.stood_at(now))
        if unit.code not in known:
            numbers[unit.code] = trees.add(db, contest_id, unit.code, values)
            added += 1
        elif known[unit.code][1] != values:
            trees.change(db, numbers[unit.code], values)
            changed += 1
    contests.touch(db, contest_id)
    return Planted(added, changed, len(read.units) - added - changed)


def _values(unit: Unit, tree: Tree, numbers: Mapping[str, int], *, choosable: bool) -> dict[str, Any]:
    names = [tree.units[code].name for code in reversed(tree.line(unit.code))]
    return {
        "parent_id": numbers[unit.parent] if unit.parent else None,
        "name": unit.name,
        "path": BETWEEN_NAMES.join(names),
        "search": folded(" ".join(names)),
        "headcount": unit.headcount,
        "population": unit.population,
        "target": None if unit.target is None else float(unit.target),
        "groups": list(unit.groups) or None,
        "choosable": int(choosable),
        "valid_from": unit.valid_from,
        "valid_to": unit.valid_to,
    }
