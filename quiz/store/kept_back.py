"""Who may play but not win because the rulebook said so at sign-up, and who may win again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from quiz.store.tables import participants, units

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class KeptBack:
    """A participant with what the rules judge by; `unit` is a code, "" for none."""

    id: int
    code: str
    block: str
    unit: str
    facts: dict[str, Any]
    registered_at: datetime


def kept_back(db: Connection, contest_id: int, grounds: Collection[str]) -> list[KeptBack]:
    """The people whom one of these grounds keeps from winning; what the organisers decided is no ground."""
    query = (
        select(
            participants.c.id,
            participants.c.code,
            participants.c.block,
            units.c.code.label("unit"),
            participants.c.facts,
            participants.c.created_at,
        )
        .select_from(participants.outerjoin(units, units.c.id == participants.c.unit_id))
        .where(
            participants.c.contest_id == contest_id,
            participants.c.standing == "may_not_win",
            participants.c.standing_reason.in_(grounds),
        )
        .order_by(participants.c.id)
    )
    return [
        KeptBack(row.id, row.code, row.block, row.unit or "", dict(row.facts or {}), row.created_at)
        for row in db.execute(query)
    ]


def let_win(db: Connection, people: Sequence[int], grounds: Collection[str]) -> None:
    """Let these people (numbers) win like everybody, unless it is the organisers who decided otherwise."""
    kept = participants.c.standing_reason.in_(grounds), participants.c.standing == "may_not_win"
    for start in range(0, len(people), AT_ONCE):
        these = participants.c.id.in_(people[start : start + AT_ONCE])
        db.execute(update(participants).where(these, *kept).values(standing="full", standing_reason=None))
