"""Loads the unit tree of a contest and corrects the sizes of its units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from quiz.actions.planting import Planting, Told
from quiz.rules.lists.units import UnitLines, read_units, unit_table
from quiz.rules.refusals.contest import NotFound
from quiz.rules.refusals.office import UnitsFaulty
from quiz.rules.units import Tree
from quiz.store import audit, contests, evaluating, jury, trees, unit_changes
from quiz.store.contests import ContestState

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
# How long a companion may have stood still without missing a date.
RENEWED = timedelta(days=30)


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

    Its lines may name parents and successors that the contest has already. People choose among the lowest
    units that exist `now`; those above gather them, and a merged unit stands below its successor from the
    date on. Raises UnitsFaulty with every fault by line.
    """
    known, _faces = evaluating.tree(db, contest_id)
    return _plant(db, contest_id, read_units(text, zone, (), known.units), known, now=now)


def load_table(
    db: Connection,
    state: ContestState,
    rows: Sequence[tuple[int, Sequence[str]]],
    *,
    file_name: str,
    staff_id: int | None,
    now: datetime,
) -> Planted:
    """The same from the rows of a file, noted; a move or a merger inside a round is a fault as well."""
    contest = state.contest
    known, _faces = evaluating.tree(db, state.id)
    read = unit_table(rows, contest.zone, contest.rounds, known.units)
    planted = _plant(db, state.id, read, known, now=now)
    if not planted.added and not planted.changed:
        return planted
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


def renew(db: Connection, state: ContestState, *, now: datetime) -> int:
    """Let the tree of today follow the moves, mergers and new units whose date has come; how many changed."""
    if not trees.has_changed(db, state.id, since=now - RENEWED, until=now):
        return 0
    tree, _faces = evaluating.tree(db, state.id)
    planting = Planting(tree, now, trees.known(db, state.id), Told({}, {}))
    changed = [code for code in planting.parents_first() if _settled(db, state.id, code, planting)]
    if changed:
        contests.touch(db, state.id)
    return len(changed)


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


def _plant(db: Connection, contest_id: int, read: UnitLines, known: Tree, *, now: datetime) -> Planted:
    if read.faults:
        raise UnitsFaulty(read.faults)
    told = Told(unit_changes.of_contest(db, contest_id), jury.of_list(db, contest_id))
    listed = [one.code for one in read.units]
    units = {**known.units, **{one.code: one for one in read.units}}
    planting = Planting(Tree.of(units.values()), now, trees.known(db, contest_id), told)
    changed = {code for code in planting.parents_first() if _settled(db, contest_id, code, planting)}
    changed |= {code for code in listed if _retold(db, contest_id, code, planting)}
    added = len(planting.above.keys() - planting.known.keys())
    contests.touch(db, contest_id)
    again = len(changed & planting.known.keys())
    return Planted(added, again, len(set(listed) - changed))


def _settled(db: Connection, contest_id: int, code: str, planting: Planting) -> bool:
    """Did this unit differ from what was known of it?"""
    values = planting.values(code)
    if code not in planting.known:
        planting.numbers[code] = trees.add(db, contest_id, code, values)
        return True
    if planting.known[code][1] == values:
        return False
    trees.change(db, planting.numbers[code], values)
    return True


def _retold(db: Connection, contest_id: int, code: str, planting: Planting) -> bool:
    """Did its history or the points of the jury differ from what was told before?"""
    number, unit = planting.numbers[code], planting.tree.units[code]
    changes = planting.changes(code)
    moved = planting.told.changes.get(number, ()) != changes
    if moved:
        unit_changes.rewrite(db, contest_id, number, changes)
    if unit.jury is None or planting.told.points.get(number) == unit.jury:
        return moved
    jury.rewrite(db, contest_id, number, unit.jury, now=planting.now)
    return True
