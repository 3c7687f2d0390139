"""A roster from its file to printed slips: columns understood, faults by row, everybody or nobody."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from quiz.actions import enrolling
from quiz.actions.enrolling import Roster, RosterRow, roster_fields
from quiz.rules.contest import Contest
from quiz.rules.folding import folded
from quiz.rules.refusals.office import RosterHeaderMissing
from quiz.rules.registration import FieldKind
from quiz.store import audit
from quiz.store.codes import CodeKey
from quiz.store.contests import ContestState

# A header stands within the first rows, under the names of school and list.
HEADER_WITHIN = 15
USUAL_NAMES = {
    "name": ("ho va ten", "ho ten", "ten", "full name", "name", "hoc sinh", "thi sinh"),
    "birth_date": ("ngay sinh", "ngay thang nam sinh", "sinh ngay", "birth date", "date of birth", "dob"),
    "phone": ("so dien thoai", "dien thoai", "sdt", "so dt", "phone", "telephone", "mobile"),
    "roster_number": ("so bao danh", "sbd", "ma so", "roster number", "number"),
    "unit": ("don vi", "ma don vi", "unit", "unit code", "lop", "to", "thon", "xa", "truong"),
    "block": ("khoi", "khoi thi", "khoi du thi", "bang", "block"),
}
# Excel drops the first zero of a telephone that it takes for a number.
WITHOUT_ZERO = re.compile(r"[35789]\d{8}")


@dataclass(frozen=True, slots=True)
class Columns:
    """The header as it was understood: its row in the file, and (number, heading, field) of each column."""

    row: int
    known: tuple[tuple[int, str, str], ...]
    ignored: tuple[str, ...]


def understand(
    contest: Contest, lines: Sequence[tuple[int, Sequence[str]]]
) -> tuple[Columns, list[RosterRow]]:
    """The columns of a list and its people; raises RosterHeaderMissing where no row names them."""
    names = _headings(contest)
    for index, (number, cells) in enumerate(lines[:HEADER_WITHIN]):
        found = _columns(number, cells, names)
        if len(found.known) > 1 and any(name == "name" for *_rest, name in found.known):
            phones = {one.name for one in roster_fields(contest) if one.kind is FieldKind.PHONE}
            return found, [_row(line, values, found, phones) for line, values in lines[index + 1 :]]
    raise RosterHeaderMissing


def check(
    db: Connection, state: ContestState, rows: Sequence[RosterRow], *, key: CodeKey, now: datetime
) -> Roster:
    """What taking these people in would do; nothing of it stays."""
    trial = db.begin_nested()
    try:
        return enrolling.enrol_roster(db, state, rows, key=key, now=now)
    finally:
        trial.rollback()


def take_in(
    db: Connection,
    state: ContestState,
    rows: Sequence[RosterRow],
    *,
    key: CodeKey,
    staff_id: int | None,
    reason: str,
    now: datetime,
) -> Roster:
    """Take these people in with codes that are told once, and note it; nobody where a row has a fault."""
    roster = enrolling.enrol_roster(db, state, rows, key=key, now=now)
    if not roster.faults:
        audit.record(
            db,
            chain=state.slug,
            staff_id=staff_id,
            act="people.enrol",
            subject="roster",
            detail={"added": len(roster.slips), "known": roster.known},
            reason=reason,
            now=now,
        )
    return roster


def rows_document(rows: Sequence[RosterRow]) -> list[Any]:
    """The rows as they wait for a decision."""
    return [[one.line, dict(one.values)] for one in rows]


def rows_from(document: Sequence[Any]) -> list[RosterRow]:
    """The rows again."""
    return [RosterRow(line, values) for line, values in document]


def _headings(contest: Contest) -> dict[str, str]:
    names: dict[str, str] = {}
    for one in roster_fields(contest):
        said = (one.name, one.label.vi, one.label.en, *USUAL_NAMES.get(one.name, ()))
        names |= {folded(heading): one.name for heading in said if heading}
    for name in ("unit", "block"):
        names |= {folded(heading): name for heading in (name, *USUAL_NAMES[name])}
    return names


def _columns(row: int, cells: Sequence[str], names: Mapping[str, str]) -> Columns:
    known: dict[str, tuple[int, str, str]] = {}
    ignored: list[str] = []
    for number, heading in enumerate(cells):
        name = names.get(folded(heading))
        if name is None or name in known:
            ignored += [heading] if heading else []
        else:
            known[name] = (number, heading, name)
    return Columns(row, tuple(known.values()), tuple(ignored))


def _row(line: int, cells: Sequence[str], columns: Columns, phones: set[str]) -> RosterRow:
    values = {name: cells[number] for number, _heading, name in columns.known if number < len(cells)}
    for name in phones & values.keys():
        if WITHOUT_ZERO.fullmatch(values[name]):
            values[name] = f"0{values[name]}"
    return RosterRow(line, values)
