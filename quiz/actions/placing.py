"""Finds the unit that a form names and judges the entry by the rulebook; a "no" stands beside its field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from quiz.actions import entries
from quiz.actions.entries import EntryRefused
from quiz.actions.judging import Judged, entrant
from quiz.rules.contest import Contest
from quiz.rules.entry_refusals import BlockMissing, NationalityMissing, OtherNationality
from quiz.rules.refusals import (
    BirthDateMissing,
    FieldMissing,
    Refusal,
    TooOld,
    TooYoung,
    UnitUnknown,
)
from quiz.rules.units import NO_TREE
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
) -> UnitChoice | None:
    """The unit with this code, None for nobody's; adds a fault where one must be chosen or is unknown."""
    asked = entries.unit_field(state.contest)
    if asked is None or chosen == OUTSIDE:
        return None
    if not chosen:
        if asked.required:
            faults[asked.name] = FieldMissing(field=asked.label)
        return None
    if present and chosen == present.code:
        return present
    unit = units.by_code(db, state.id, chosen, now=now)
    if unit is None:
        faults[asked.name] = UnitUnknown(unit=chosen[: entries.LONGEST])
    return unit


def judge(
    db: Connection,
    contest: Contest,
    code: str,
    values: Mapping[str, str],
    known: Judged,
    *,
    block: str | None,
    key: CodeKey,
    now: datetime,
) -> Entrant:
    """The participant that these canonical values make, the unit's place looked up; raises EntryRefused."""
    tree = units.line_of(db, known.unit.id) if known.unit else NO_TREE
    try:
        return entrant(contest, code, values, replace(known, tree=tree), key=key, chosen_block=block, now=now)
    except Refusal as refusal:
        raise EntryRefused({_place_of(refusal): refusal}) from None


def _place_of(refusal: Refusal) -> str:
    """The field beside which a refusal of the rulebook stands, "" for the form as a whole."""
    if isinstance(refusal, TooYoung | TooOld | BirthDateMissing):
        return "birth_date"
    if isinstance(refusal, OtherNationality | NationalityMissing):
        return "nationality"
    return "block" if isinstance(refusal, BlockMissing) else ""
