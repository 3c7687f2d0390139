"""Reads a list of units from CSV text: every fault with its line, nothing about a database."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from itertools import zip_longest
from typing import Any
from zoneinfo import ZoneInfo

from quiz.rules.line_faults import LineFault
from quiz.rules.timing import parse_instant
from quiz.rules.units import Unit, tree_faults

NEEDED = ("unit", "parent")
KNOWN = (*NEEDED, "name", "groups", "headcount", "population", "target", "jury", "valid_from", "valid_to")
SEPARATORS = (",", ";", "\t")
WHOLE = ("headcount", "population")


@dataclass(frozen=True, slots=True)
class UnitLines:
    """What a list gave: its units, and everything that is wrong with it."""

    units: tuple[Unit, ...] = ()
    faults: tuple[LineFault, ...] = ()


def read_units(text: str, zone: ZoneInfo) -> UnitLines:
    """Read `unit,parent,name,groups,headcount,population,target,jury,valid_from,valid_to` in any order."""
    text = text.lstrip("\ufeff")
    header = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text), delimiter=max(SEPARATORS, key=header.count))
    return unit_table([(reader.line_num, row) for row in reader], zone)


def unit_table(rows: Sequence[tuple[int, Sequence[str]]], zone: ZoneInfo) -> UnitLines:
    """Read the same from rows with their numbers, the header first."""
    filled = [(number, [cell.strip() for cell in cells]) for number, cells in rows if any(cells)]
    names = [name.casefold() for name in filled[0][1]] if filled else []
    missing = [name for name in NEEDED if name not in names]
    if missing:
        return UnitLines(faults=(_no_column(missing[0]),))
    faults = [_unknown_column(name) for name in names if name and name not in KNOWN]
    units: list[Unit] = []
    lines: dict[str, int] = {}
    for line, cells in filled[1:]:
        unit, found = _unit(dict(zip_longest(names, cells[: len(names)], fillvalue="")), line, zone)
        faults += found
        units.append(unit)
        if unit.code in lines and unit.code:
            faults.append(_twice(unit.code, line, lines[unit.code]))
        lines.setdefault(unit.code, line)
    once = {one.code: one for one in reversed(units)}
    faults += [LineFault(lines[one.code], one.vi, one.en) for one in tree_faults(reversed(once.values()))]
    return UnitLines(tuple(units), tuple(sorted(faults, key=lambda one: one.line)))


def _unit(values: Mapping[str, str], line: int, zone: ZoneInfo) -> tuple[Unit, list[LineFault]]:
    faults: list[LineFault] = []
    code = values["unit"]
    if not code:
        faults.append(LineFault(line, "Thiếu mã đơn vị.", "The unit code is missing."))
    groups = tuple(one for one in (part.strip() for part in values.get("groups", "").split(";")) if one)
    unit = Unit(code, values["parent"] or None, values.get("name") or code, groups)
    for name in ("headcount", "population", "target", "jury", "valid_from", "valid_to"):
        said = values.get(name, "")
        try:
            unit = replace(unit, **{name: _value(name, said, zone)}) if said else unit
        except (ValueError, InvalidOperation):
            faults.append(_unreadable(line, name, said))
    return unit, faults


def _value(name: str, said: str, zone: ZoneInfo) -> Any:
    if name.startswith("valid"):
        return parse_instant(said, zone)
    if name == "jury":
        return Decimal(said.replace(",", "."))
    number = int(said.replace(" ", "").replace("\u00a0", ""))
    if number < 0:
        raise ValueError(said)
    return number


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
    return LineFault(
        line,
        f"Cột “{name}”: không hiểu “{said[:40]}”; cần một số không âm (hoặc ngày YYYY-MM-DD).",
        f"Column “{name}”: “{said[:40]}” cannot be read; a number from 0 (or a date YYYY-MM-DD) is needed.",
    )


def _twice(code: str, line: int, first: int) -> LineFault:
    return LineFault(
        line,
        f"Mã đơn vị “{code}” đã có ở dòng {first}.",
        f"Unit code “{code}” stands in line {first} already.",
    )
