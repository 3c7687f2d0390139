"""Reads a list of units from CSV text: every fault with its line, nothing about a database."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Any
from zoneinfo import ZoneInfo

from quiz.rules.calendar import Round
from quiz.rules.lists.faults import LineFault, strangers
from quiz.rules.lists.points import points_of
from quiz.rules.lists.rows import ListRows
from quiz.rules.lists.unit_faults import round_faults, tree_faults
from quiz.rules.refusals.office import UnitsFaulty
from quiz.rules.timing import parse_instant
from quiz.rules.unit_history import DatedLine, one_unit
from quiz.rules.units import Unit

NEEDED = ("unit", "parent")
KNOWN = (
    *NEEDED, "name", "groups", "headcount", "population", "target", "jury",
    "valid_from", "valid_to", "successor",
)  # fmt: skip
DIGITS = 9  # as many as a whole number of the database surely holds
NOTHING: Mapping[str, Unit] = {}
_DATE = ("một ngày như 2026-03-09", "a date like 2026-03-09")
_WHOLE = ("một số nguyên từ 0 đến 999999999", "a whole number from 0 to 999999999")
_WANTED = {
    "valid_from": _DATE,
    "valid_to": _DATE,
    "jury": ("điểm từ 0 đến 999999.999", "points from 0 to 999999.999"),
}


@dataclass(frozen=True, slots=True)
class UnitLines:
    """What a list gave: its units, and everything that is wrong with it."""

    units: tuple[Unit, ...] = ()
    faults: tuple[LineFault, ...] = ()


def read_units(
    text: str, zone: ZoneInfo, rounds: Sequence[Round] = (), known: Mapping[str, Unit] = NOTHING
) -> UnitLines:
    """Read `unit,parent,name,groups,headcount,population,target,jury,valid_from,valid_to,successor`.

    Columns stand in any order. Moves and merges inside one of the `rounds` are faults. Parents and
    successors stand in the list or are `known`.
    """
    try:
        return unit_table(unit_rows(text), zone, rounds, known)
    except UnitsFaulty as refusal:
        return UnitLines(faults=refusal.faults)


def unit_rows(text: str) -> list[tuple[int, list[str]]]:
    """Return the rows of a list with their numbers; UnitsFaulty names the lines that cannot be read."""
    rows = ListRows(io.StringIO(text, newline=""))
    found = [(1, rows.header), *((rows.reader.line_num, row) for row in rows.reader)]
    if rows.faults:
        raise UnitsFaulty(rows.faults)
    return found


def unit_table(
    rows: Sequence[tuple[int, Sequence[str]]],
    zone: ZoneInfo,
    rounds: Sequence[Round] = (),
    known: Mapping[str, Unit] = NOTHING,
) -> UnitLines:
    """Read the same from rows with their numbers, the header first; a unit may have several dated lines."""
    # A name with a line break in its cell, as workbooks allow, could stand in no list that is written later.
    filled = [(number, [" ".join(cell.split()) for cell in cells]) for number, cells in rows if any(cells)]
    names = [name.casefold() for name in filled[0][1]] if filled else []
    missing = [name for name in NEEDED if name not in names]
    if missing:
        return UnitLines(faults=tuple(_no_column(name) for name in missing))
    faults = [_unknown_column(name) for name in strangers(filled[0][1], KNOWN)]
    dated: dict[str, list[DatedLine]] = {}
    for line, cells in filled[1:]:
        unit, found = _unit(dict(zip_longest(names, cells[: len(names)], fillvalue="")), line, zone)
        faults += found
        dated.setdefault(unit.code, []).append(DatedLine(line, unit))
    units, found = _units(dated, zone, rounds, known)
    return UnitLines(units, tuple(sorted([*faults, *found], key=lambda one: one.line)))


def _units(
    dated: Mapping[str, Sequence[DatedLine]],
    zone: ZoneInfo,
    rounds: Sequence[Round],
    known: Mapping[str, Unit],
) -> tuple[tuple[Unit, ...], list[LineFault]]:
    joined = [one_unit(lines) for lines in dated.values()]
    units = tuple(unit for unit, _faults in joined)
    faults = [fault for _unit, found in joined for fault in found]
    around = [unit for code, unit in known.items() if code not in dated]
    wrong = [*tree_faults([*units, *around], zone), *round_faults(units, rounds, zone)]
    for one in wrong:
        # What a line does to a unit that it does not name stands beside no line.
        line = dated[one.code][0].line if one.code in dated else 1
        faults.append(LineFault(line, one.vi, one.en))
    return units, faults


def _unit(values: Mapping[str, str], line: int, zone: ZoneInfo) -> tuple[Unit, list[LineFault]]:
    faults: list[LineFault] = []
    code = values["unit"]
    if not code:
        faults.append(LineFault(line, "Thiếu mã đơn vị.", "The unit code is missing."))
    groups, successors = (_several(values.get(name, "")) for name in ("groups", "successor"))
    unit = Unit(code, values["parent"] or None, values.get("name") or code, groups, successors=successors)
    for name in ("headcount", "population", "target", "jury", "valid_from", "valid_to"):
        said = values.get(name, "")
        try:
            unit = replace(unit, **{name: _value(name, said, zone)}) if said else unit
        except (ValueError, OverflowError):
            faults.append(_unreadable(line, name, said))
    if unit.valid_from and unit.valid_to and unit.valid_from > unit.valid_to:
        faults.append(_backwards(line, code))
    return unit, faults


def _backwards(line: int, code: str) -> LineFault:
    return LineFault(
        line,
        f"Đơn vị “{code}”: valid_from sau valid_to; hãy sửa một trong hai ngày.",
        f"Unit “{code}”: valid_from is later than valid_to; correct either date.",
    )


def _several(said: str) -> tuple[str, ...]:
    return tuple(one for one in (part.strip() for part in said.split(";")) if one)


def _value(name: str, said: str, zone: ZoneInfo) -> Any:
    if name.startswith("valid"):
        return parse_instant(said, zone)
    if name == "jury":
        return points_of(said)
    digits = said.replace(" ", "").replace("\u00a0", "")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= DIGITS):
        raise ValueError(said)
    return int(digits)


def _no_column(name: str) -> LineFault:
    return LineFault(
        1,
        f"Thiếu cột “{name}”. Dòng đầu phải là: unit,parent,name,groups,headcount,population.",
        f"Column “{name}” is missing. The first line must be: unit,parent,name,groups,headcount,population.",
    )


def _unknown_column(name: str) -> LineFault:
    return LineFault(
        1,
        f"Không có cột tên “{name}”; các cột được dùng: {', '.join(KNOWN)}.",
        f"There is no column “{name}”; the columns are: {', '.join(KNOWN)}.",
    )


def _unreadable(line: int, name: str, said: str) -> LineFault:
    vi, en = _WANTED.get(name, _WHOLE)
    return LineFault(
        line,
        f"Cột “{name}”: không hiểu “{said[:40]}”; hãy ghi {vi}.",
        f"Column “{name}”: “{said[:40]}” cannot be read; write {en}.",
    )
