"""Decisions that organisers took by hand, kept with their reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, select

from quiz.store.tables import approvals, manual_decisions, participants, staff, standings
from quiz.store.writes import added

TIE = "tie"
MOST_NAMED = 200
# A decision that a second person approved is taken by the approver in the instant of the answer.
_APPROVED = and_(
    approvals.c.contest_id == manual_decisions.c.contest_id,
    approvals.c.act == "decision.tie",
    approvals.c.outcome == "approved",
    approvals.c.approver_id == manual_decisions.c.by_id,
    approvals.c.settled_at == manual_decisions.c.at,
)


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision with who took it, and who asked for it where that was somebody else ("" where nobody)."""

    round_id: int | None
    decision: Any
    reason: str
    by: str
    at: datetime
    asker: str = ""


@dataclass(frozen=True, slots=True)
class Tied:
    """Somebody in a tie, as the public sees the name."""

    code: str
    shown_name: str
    shown_unit: str


def add(
    db: Connection,
    contest_id: int,
    round_id: int | None,
    decision: Any,
    *,
    reason: str,
    by: int | None,
    at: datetime,
) -> int:
    """The number of a new decision over a tie."""
    kept = {"contest_id": contest_id, "round_id": round_id, "kind": TIE, "decision": decision}
    return added(db, manual_decisions, **kept, reason=reason, by_id=by, at=at)


def listed(db: Connection, contest_id: int) -> list[Decided]:
    """Every decision of the contest, the newest first."""
    asker = staff.alias()
    query = (
        select(
            manual_decisions.c.round_id,
            manual_decisions.c.decision,
            manual_decisions.c.reason,
            staff.c.name,
            manual_decisions.c.at,
            asker.c.name,
        )
        .outerjoin(staff, staff.c.id == manual_decisions.c.by_id)
        .outerjoin(approvals, _APPROVED)
        .outerjoin(asker, asker.c.id == approvals.c.asker_id)
        .where(manual_decisions.c.contest_id == contest_id)
        .order_by(manual_decisions.c.id.desc())
    )
    return [Decided(row[0], row[1], row[2], row[3] or "", row[4], row[5] or "") for row in db.execute(query)]


def tied(db: Connection, snapshot_id: int, block: str, place: int) -> list[Tied]:
    """The first of those who share a place in a result."""
    query = _sharing(snapshot_id, block, place).limit(MOST_NAMED)
    return [Tied(*row) for row in db.execute(query)]


def codes(db: Connection, snapshot_id: int, block: str, place: int) -> list[str]:
    """The codes of all who share a place in a result, also of those who cannot win there."""
    return [row.code for row in db.execute(_sharing(snapshot_id, block, place))]


def _sharing(snapshot_id: int, block: str, place: int) -> Select[str, str, str]:
    here = (standings.c.snapshot_id == snapshot_id, standings.c.block == block, standings.c.place == place)
    return (
        select(participants.c.code, standings.c.shown_name, standings.c.shown_unit)
        .join(participants, participants.c.id == standings.c.participant_id)
        .where(*here)
        .order_by(participants.c.code)
    )
