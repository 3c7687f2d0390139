"""Corrects a participant's details: citizens what the rulebook still lets them, staff everything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from quiz.actions import entries, placing
from quiz.actions.entries import EntryRefused
from quiz.actions.judging import Judged
from quiz.rules.contest import Contest
from quiz.rules.eligibility import GROUNDS
from quiz.rules.refusals.contest import AlreadyRegistered, Refusal
from quiz.rules.refusals.entry import DetailsChanged
from quiz.rules.registration import Editable, Field, FieldKind
from quiz.store import kept_back, people
from quiz.store.codes import CodeKey
from quiz.store.contests import ContestState
from quiz.store.known import SignedIn
from quiz.store.units import UnitChoice


def editable(contest: Contest, edits: int, *, now: datetime) -> frozenset[str]:
    """The names of the fields that a participant with so many corrections may still correct."""
    return frozenset(one.name for one in contest.registration.fields if _may(one, contest, edits, now))


def correct(
    db: Connection,
    state: ContestState,
    person: SignedIn,
    typed: Mapping[str, str],
    *,
    only: frozenset[str],
    key: CodeKey,
    now: datetime,
) -> tuple[str, ...]:
    """Write these values into the fields named in `only` and judge the person anew; the names that changed.

    Raises EntryRefused with faults by field, DetailsChanged when somebody else wrote meanwhile.
    """
    before = entries.values_of(person.details)
    values, faults = _merged(state.contest, person, typed, only, now)
    known = _unit(db, state, person, typed, only, faults, now=now)
    if faults:
        raise EntryRefused(faults)
    block = typed.get("block", person.block) if "block" in only else person.block
    known = replace(known, listed=person.listed)
    after = placing.judge(state.contest, person.code, values, known, block=block or None, key=key, now=now)
    changed = [name for name in sorted({*before, *values}) if before.get(name) != values.get(name)]
    changed += ["unit"] * (after.unit_id != person.unit_id) + ["block"] * (after.block != person.block)
    if changed:
        _write(db, state, person, after, now=now)
    return tuple(changed)


def _may(field: Field, contest: Contest, edits: int, now: datetime) -> bool:
    if field.editable is Editable.NEVER or now >= contest.closes:
        return False
    return field.editable is Editable.UNTIL_CLOSE or edits == 0


def _merged(
    contest: Contest, person: SignedIn, typed: Mapping[str, str], only: frozenset[str], now: datetime
) -> tuple[dict[str, str], dict[str, Refusal]]:
    fields = [
        one for one in contest.registration.fields if one.name in only and one.kind is not FieldKind.UNIT
    ]
    fields = [one for one in fields if one.name != "block" or not contest.blocks]
    read, faults = entries.read(fields, typed, today=now.astimezone(contest.zone).date())
    kept = {
        name: value
        for name, value in entries.values_of(person.details).items()
        if name not in {one.name for one in fields}
    }
    return {**kept, **read}, faults


def _unit(
    db: Connection,
    state: ContestState,
    person: SignedIn,
    typed: Mapping[str, str],
    only: frozenset[str],
    faults: dict[str, Refusal],
    *,
    now: datetime,
) -> Judged:
    asked = entries.unit_field(state.contest)
    present = (
        UnitChoice(person.unit_id, person.unit_code, person.unit_name, person.unit_path)
        if person.unit_id
        else None
    )
    if asked is None or asked.name not in only:
        return placing.in_place(db, present)
    return placing.chosen_unit(db, state, typed.get(asked.name, ""), faults, present=present, now=now)


def _write(
    db: Connection, state: ContestState, person: SignedIn, after: people.Entrant, *, now: datetime
) -> None:
    try:
        written = people.rewrite(db, state.id, person.id, after, seen_edits=person.edits, now=now)
    except IntegrityError:
        raise EntryRefused({"": AlreadyRegistered()}) from None
    if not written:
        raise DetailsChanged
    if person.standing == "may_not_win" and after.standing == "full":
        kept_back.let_win(db, [person.id], GROUNDS)
