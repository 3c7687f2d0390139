"""Reads a list of units from CSV text: every fault with its line, nothing about a database."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from quiz.rules.timing import parse_instant
from quiz.rules.units import Unit, tree_faults

NEEDED = ("unit", "parent")
KNOWN = (*NEEDED, "name", "groups", "headcount", "population", "target", "jury", "valid_from", "valid_to")
SEPARATORS = (",", ";", "\t")
WHOLE = ("headcount", "population")


@dataclass(frozen=True, slots=True)
class LineFault:
    """One thing wrong with one line of the list; line 1 is the header."""

    line: int
    vi: str
    en: str

    def sentence(self, lang: str) -> str:
        """Say the fault in the asked language."""
        return self.en if lang == "en" else self.vi


@dataclass(frozen=True, slots=True)
class UnitLines:
    """What a list gave: its units, and everything that is wrong with it."""

    units: tuple[Unit, ...] = ()
    faults: tuple[LineFault, ...] = ()


def read_units(text: str, zone: ZoneInfo) -> UnitLines:
    """Read `unit,parent,name,groups,headcount,population,target,jury,valid_from,valid_to` in any order."""
    header, _, _rest = text.lstrip("\ufeff").partition("\n")
    separator = max(SEPARATORS, key=header.count)
    reader = csv.DictReader(io.StringIO(text.lstrip("\ufeff")), delimiter=separator, restkey="")
    reader.fieldnames = [name.strip().casefold() for name in reader.fieldnames or ()]
    missing = [name for name in NEEDED if name not in reader.fieldnames]
    if missing:
        return UnitLines(faults=(_no_column(missing[0]),))
    faults = [_unknown_column(name) for name in reader.fieldnames if name and name not in KNOWN]
    units: list[Unit] = []
    lines: dict[str, int] = {}
    for row in reader:
        values = {name: (said or "").strip() for name, said in row.items() if name}
        if not any(values.values()):
            continue
        unit, found = _unit(values, reader.line_num, zone)
        faults += found
        units.append(unit)
        if unit.code not in lines or not unit.code:
            lines[unit.code] = reader.line_num
        else:
            faults.append(_twice(unit.code, reader.line_num, lines[unit.code]))
    once = {one.code: one for one in reversed(units)}
    found = tree_faults(reversed(once.values()))
    faults += [LineFault(lines[one.code], one.vi, one.en) for one in found]
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
