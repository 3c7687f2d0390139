"""Takes in a whole roster of a school or an agency: all of it, or nothing with the faults by row."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from quiz.actions import entries
from quiz.actions.judging import Judged, entrant
from quiz.rules.contest import Contest
from quiz.rules.folding import folded
from quiz.rules.refusals.contest import AlreadyRegistered, FieldTaken, Refusal, UnitUnknown
from quiz.rules.refusals.entry import RowTwice, UnitAmbiguous
from quiz.rules.registration import Field, FieldKind
from quiz.rules.text import Text
from quiz.rules.units import Tree, Unit
from quiz.store import codes, people, units
from quiz.store.codes import CodeKey, EntryCode
from quiz.store.contests import ContestState
from quiz.store.people import Details, Entrant
from quiz.store.units import UnitChoice

NUMBER_DIGITS = 6
MOST_ALIKE = 5
ROSTER_NUMBER = Field("roster_number", Text("Số báo danh", "Roster number"), required=False)
PHONE = Field("phone", Text("Số điện thoại", "Telephone"), FieldKind.PHONE, required=False)


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One line of a roster: values by the names of the rulebook's fields, with `unit` and `block`."""

    line: int
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong with one line, in which field ("" for the person as such)."""

    line: int
    field: str
    refusal: Refusal


@dataclass(frozen=True, slots=True)
class Slip:
    """What is printed for one person, once."""

    line: int
    name: str
    unit: str
    number: str
    entry: EntryCode


@dataclass(frozen=True, slots=True)
class Roster:
    """What became of a roster; with faults nobody was taken in. `known` people had been taken in before."""

    slips: tuple[Slip, ...] = ()
    known: int = 0
    faults: tuple[RowFault, ...] = ()


def enrol_roster(
    db: Connection, state: ContestState, rows: Sequence[RosterRow], *, key: CodeKey, now: datetime
) -> Roster:
    """Take all these people in; a second run with the same rows takes in nobody and changes nothing."""
    reading = _read(db, state, rows, key=key, now=now)
    if reading.faults:
        return Roster(faults=tuple(reading.faults))
    known = people.already(db, state.id, [one.identity_digest for _, one in reading.found])
    new = [(line, one) for line, one in reading.found if one.identity_digest not in known]
    taken = people.roster_numbers(db, state.id)
    faults = _numbers_taken(new, taken) + _details_taken(db, state, new)
    if faults:
        return Roster(faults=tuple(faults))
    numbered = [(line, _numbered(one, taken)) for line, one in new]
    try:
        numbers = people.add(db, state.id, [one for _, one in numbered], now=now)
    except IntegrityError:
        raise AlreadyRegistered from None
    issued = codes.issue(db, key, numbers, now=now)
    slips = (
        _slip(line, one, reading.paths, entry) for (line, one), entry in zip(numbered, issued, strict=True)
    )
    return Roster(tuple(slips), known=len(reading.found) - len(new))


def roster_fields(contest: Contest) -> tuple[Field, ...]:
    """What a roster may say: the rulebook's fields, with no telephone needed, and a roster number."""
    own = [replace(one, required=False) if one.name == "phone" else one for one in entries.asked(contest)]
    names = {one.name for one in own}
    return (*own, *(one for one in (PHONE, ROSTER_NUMBER) if one.name not in names))


@dataclass(slots=True)
class _Reading:
    """Lines as they are read; `seen` remembers in which line a person or a number stood first."""

    contest: Contest
    fields: tuple[Field, ...]
    by_name: Mapping[str, Sequence[UnitChoice]]
    tree: Tree
    paths: Mapping[int, str]
    today: date
    found: list[tuple[int, Entrant]] = field(default_factory=list)
    faults: list[RowFault] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)


def _read(
    db: Connection, state: ContestState, rows: Sequence[RosterRow], *, key: CodeKey, now: datetime
) -> _Reading:
    known = units.all_of(db, state.id)
    reading = _Reading(
        contest=state.contest,
        fields=roster_fields(state.contest),
        by_name=_names(known.values()),
        tree=Tree.of(unit for _, unit in known.values()),
        paths={number: choice.path for number, (choice, _) in known.items()},
        today=now.astimezone(state.contest.zone).date(),
    )
    for row in rows:
        _take(reading, row, key=key, now=now)
    return reading


def _take(reading: _Reading, row: RosterRow, *, key: CodeKey, now: datetime) -> None:
    values, faults = entries.read(reading.fields, row.values, today=reading.today)
    unit = _unit(reading, row.values.get("unit", ""), faults)
    if not faults:
        try:
            person = entrant(
                reading.contest,
                people.new_code(),
                values,
                Judged(unit, reading.tree, listed=True, channel="roster"),
                key=key,
                chosen_block=row.values.get("block") or None,
                now=now,
            )
        except Refusal as refusal:
            faults[""] = refusal
        else:
            faults |= _twice(reading, row.line, person)
            reading.found.append((row.line, person))
    reading.faults.extend(RowFault(row.line, name, refusal) for name, refusal in faults.items())


def _unit(reading: _Reading, said: str, faults: dict[str, Refusal]) -> UnitChoice | None:
    """The unit by code, by full path, or by a name that only one unit has; none where nothing is said."""
    if not said.strip():
        return None
    found = reading.by_name.get(said.strip()) or reading.by_name.get(folded(said), ())
    if len(found) == 1:
        return found[0]
    shown = said.strip()[: entries.LONGEST]
    if found:
        told = [f"{one.path} ({one.code})" for one in found[:MOST_ALIKE]]
        told += ["…"] if len(found) > MOST_ALIKE else []
        faults["unit"] = UnitAmbiguous(unit=shown, count=len(found), units="; ".join(told))
    else:
        faults["unit"] = UnitUnknown(unit=shown)
    return None


def _names(known: Iterable[tuple[UnitChoice, Unit]]) -> dict[str, list[UnitChoice]]:
    names: dict[str, list[UnitChoice]] = {}
    paths: dict[str, list[UnitChoice]] = {}
    choices = [choice for choice, _ in known]
    for one in choices:
        names.setdefault(folded(one.name), []).append(one)
        paths.setdefault(folded(one.path), []).append(one)
    return names | paths | {one.code: [one] for one in choices}


def _twice(reading: _Reading, line: int, person: Entrant) -> dict[str, Refusal]:
    marks = {"": person.identity_digest, **person.unique}
    if person.details.roster_number:
        marks["roster_number"] = f"number {person.details.roster_number}"
    firsts = {name: reading.seen.setdefault(mark, line) for name, mark in marks.items()}
    return {name: RowTwice(line=first) for name, first in firsts.items() if first != line}


def _numbers_taken(new: Iterable[tuple[int, Entrant]], taken: set[str]) -> list[RowFault]:
    return [
        RowFault(line, "roster_number", FieldTaken(field=ROSTER_NUMBER.label))
        for line, one in new
        if one.details.roster_number in taken
    ]


def _details_taken(db: Connection, state: ContestState, new: Sequence[tuple[int, Entrant]]) -> list[RowFault]:
    taken = people.taken(db, state.id, [digest for _, one in new for digest in one.unique.values()])
    fields = state.contest.registration
    return [
        RowFault(line, name, FieldTaken(field=label.label))
        for line, one in new
        for name, digest in one.unique.items()
        if digest in taken and (label := fields.field(name))
    ]


def _numbered(person: Entrant, taken: set[str]) -> Entrant:
    """The person with a number of its own: given, else random, so that nobody can count from it."""
    number = person.details.roster_number or _free_number(taken)
    taken.add(number)
    return replace(person, details=_with_number(person.details, number))


def _with_number(details: Details, number: str) -> Details:
    return replace(details, roster_number=number)


def _free_number(taken: set[str]) -> str:
    while True:
        number = f"{secrets.randbelow(10**NUMBER_DIGITS):0{NUMBER_DIGITS}d}"
        if number not in taken:
            return number


def _slip(line: int, person: Entrant, paths: Mapping[int, str], entry: EntryCode) -> Slip:
    unit = paths.get(person.unit_id, "") if person.unit_id is not None else ""
    return Slip(line, person.details.name, unit, person.details.roster_number or "", entry)
