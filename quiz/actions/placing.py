"""Finds the unit that a form names and judges the entry by the rulebook; a "no" stands beside its field."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection

from quiz.actions import entries
from quiz.actions.entries import EntryRefused
from quiz.actions.judging import Judged, entrant
from quiz.rules.contest import Contest
from quiz.rules.refusals.contest import (
    BirthDateMissing,
    FieldMissing,
    Refusal,
    TooOld,
    TooYoung,
    UnitUnknown,
)
from quiz.rules.refusals.entry import BlockMissing, NationalityMissing, OtherNationality, UnitOfNoBlock
from quiz.store import units
from quiz.store.codes import CodeKey
from quiz.store.contests import ContestState
from quiz.store.people import Entrant
from quiz.store.units import UnitChoice

# Chosen by people who belong to no unit or come from outside.
OUTSIDE = "-"


def chosen_unit(
    db: Connection,
    state: ContestState,
    chosen: str,
    faults: dict[str, Refusal],
    *,
    present: UnitChoice | None = None,
    now: datetime,
) -> Judged:
    """The unit with this code and its line, or none; adds a fault where one must be chosen or is unknown."""
    asked = entries.unit_field(state.contest)
    if asked is None or chosen == OUTSIDE:
        return Judged()
    if not chosen:
        if asked.required:
            faults[asked.name] = FieldMissing(field=asked.label)
        return Judged()
    if present and chosen == present.code:
        return in_place(db, present)
    found = units.chosen(db, state.id, chosen, now=now)
    if found is None:
        faults[asked.name] = UnitUnknown(unit=chosen[: entries.LONGEST])
        return Judged()
    return Judged(*found)


def in_place(db: Connection, unit: UnitChoice | None) -> Judged:
    """A unit that somebody has already, and its line."""
    return Judged(unit, units.line_of(db, unit.id)) if unit else Judged()


def judge(
    contest: Contest,
    code: str,
    values: Mapping[str, str],
    known: Judged,
    *,
    block: str | None,
    key: CodeKey,
    now: datetime,
) -> Entrant:
    """The participant that these canonical values make; raises EntryRefused."""
    try:
        return entrant(contest, code, values, known, key=key, chosen_block=block, now=now)
    except Refusal as refusal:
        raise EntryRefused({_place_of(refusal): refusal}) from None


def _place_of(refusal: Refusal) -> str:
    """The field beside which a refusal of the rulebook stands, "" for the form as a whole."""
    if isinstance(refusal, TooYoung | TooOld | BirthDateMissing):
        return "birth_date"
    if isinstance(refusal, OtherNationality | NationalityMissing):
        return "nationality"
    if isinstance(refusal, UnitOfNoBlock):
        return "unit"
    return "block" if isinstance(refusal, BlockMissing) else ""
