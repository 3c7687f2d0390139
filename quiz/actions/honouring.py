"""Keeps the honours list: add, correct, order, take out; every change is written down."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from quiz.actions.steps import note, require_reason
from quiz.rules.refusals.contest import NotFound
from quiz.store import honours
from quiz.store.contests import ContestState
from quiz.store.honours import Honour, ListedHonour


def add(db: Connection, state: ContestState, honour: Honour, *, staff_id: int | None, now: datetime) -> int:
    """The number of a new line at the end of the list of its kind."""
    number = honours.add(db, state.id, honour, by_id=staff_id, now=now)
    _note(db, state, "honour.add", honour, staff_id, "", now)
    return number


def change(
    db: Connection,
    state: ContestState,
    honour_id: int,
    honour: Honour,
    *,
    staff_id: int | None,
    reason: str,
    now: datetime,
) -> None:
    """Correct a line; raises NotFound, ReasonMissing."""
    require_reason(reason)
    known = find(db, state, honour_id)
    if known.honour != honour:
        honours.change(db, honour_id, honour)
        _note(db, state, "honour.change", honour, staff_id, reason, now)


def move_up(
    db: Connection, state: ContestState, honour_id: int, *, staff_id: int | None, now: datetime
) -> None:
    """Let a line change places with the one above it; the first one stays. Raises NotFound."""
    one = find(db, state, honour_id)
    above = [
        other
        for other in honours.listed(db, state.id)
        if other.honour.kind is one.honour.kind and other.position < one.position
    ]
    if above:
        honours.swap(db, one, above[-1])
        _note(db, state, "honour.move", one.honour, staff_id, "", now)


def remove(
    db: Connection, state: ContestState, honour_id: int, *, staff_id: int | None, reason: str, now: datetime
) -> None:
    """Take a line out; raises NotFound, ReasonMissing."""
    require_reason(reason)
    known = find(db, state, honour_id)
    honours.remove(db, honour_id)
    _note(db, state, "honour.remove", known.honour, staff_id, reason, now)


def find(db: Connection, state: ContestState, honour_id: int) -> ListedHonour:
    """That line of this contest; raises NotFound."""
    known = honours.find(db, state.id, honour_id)
    if known is None:
        raise NotFound
    return known


def _note(
    db: Connection,
    state: ContestState,
    act: str,
    honour: Honour,
    staff_id: int | None,
    reason: str,
    now: datetime,
) -> None:
    detail = {"kind": str(honour.kind), "decision": honour.decision_number, "reason": honour.reason}
    note(db, state, act, honour.name, detail, staff_id, reason, now)
