"""Joins the dated lines of one unit: where it stood, since when, and what it became."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

from quiz.rules.lists.faults import LineFault
from quiz.rules.units import NewParent, Unit

LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)
KEPT = ("headcount", "population", "target", "jury", "groups")


@dataclass(frozen=True, slots=True)
class DatedLine:
    """One line of a list about a unit, as if it were the only one."""

    line: int
    unit: Unit


def one_unit(lines: Sequence[DatedLine]) -> tuple[Unit, list[LineFault]]:
    """Return the unit of these lines, one or several, and what is wrong with them."""
    if len(lines) == 1:
        return lines[0].unit, []
    ordered = sorted(lines, key=lambda one: one.unit.valid_from or LONG_AGO)
    faults = [fault for before, after in pairwise(ordered) for fault in _faults(before, after)]
    if faults:
        return lines[0].unit, faults
    first, last = ordered[0].unit, ordered[-1].unit
    moves = tuple(
        NewParent(after.unit.valid_from, after.unit.parent)
        for before, after in pairwise(ordered)
        if after.unit.valid_from and after.unit.parent != before.unit.parent
    )
    said: dict[str, Any] = {name: _said([one.unit for one in ordered], name) for name in (*KEPT, "name")}
    return replace(first, moves=moves, valid_to=last.valid_to, successors=last.successors, **said), []


def _said(units: Sequence[Unit], name: str) -> object:
    """The first value that a line states."""
    return next((getattr(one, name) for one in units if _states(one, name)), getattr(units[0], name))


def _states(unit: Unit, name: str) -> bool:
    value = getattr(unit, name)
    return value not in (None, ()) and not (name == "name" and value == unit.code)


def _faults(before: DatedLine, after: DatedLine) -> Iterator[LineFault]:
    earlier, later = before.unit, after.unit
    line = max(before.line, after.line)
    if later.valid_from is None or later.valid_from == earlier.valid_from:
        yield _twice(later.code, line, min(before.line, after.line))
        return
    if earlier.valid_to not in (None, later.valid_from):
        yield _apart(later.code, line, min(before.line, after.line))
    if earlier.successors:
        yield _followed(later.code, before.line)
    for name in (*KEPT, "name"):
        both = _states(earlier, name) and _states(later, name)
        if both and getattr(earlier, name) != getattr(later, name):
            yield _another(later.code, line, name)


def _twice(code: str, line: int, first: int) -> LineFault:
    return LineFault(
        line,
        f"Mã đơn vị “{code}” đã có ở dòng {first}; đơn vị chuyển nơi trực thuộc cần valid_from ở dòng này.",
        f"Unit code “{code}” stands in line {first} already; a unit that moves needs valid_from here.",
    )


def _apart(code: str, line: int, first: int) -> LineFault:
    return LineFault(
        line,
        f"Đơn vị “{code}”: thời gian ở dòng này không nối tiếp dòng {first}; "
        "valid_to của dòng trước phải bằng valid_from của dòng sau.",
        f"Unit “{code}”: this line does not follow line {first} in time; "
        "valid_to of the earlier must equal valid_from of the later.",
    )


def _followed(code: str, line: int) -> LineFault:
    return LineFault(
        line,
        f"Đơn vị “{code}” có đơn vị kế thừa ở dòng này mà vẫn còn dòng sau; chỉ ghi ở dòng cuối.",
        f"Unit “{code}” names a successor in this line and yet goes on; name it in its last line.",
    )


def _another(code: str, line: int, name: str) -> LineFault:
    return LineFault(
        line,
        f"Đơn vị “{code}”: cột {name} khác dòng trước; chuyển nơi trực thuộc chỉ đổi cột parent. "
        "Đổi tên, nhóm hay quy mô thì lập đơn vị mới và ghi successor.",
        f"Unit “{code}”: {name} differs from the line before; a move changes the parent only. "
        "For another name, tags or size make a new unit and name it as successor.",
    )
