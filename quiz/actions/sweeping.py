"""Ends attempts whose time and grace are over; what was saved counts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from quiz.store import overdue
from quiz.store.contests import ContestState

BATCH = 500
SWEPT_STATES = ("scheduled", "closed")


def sweep(db: Connection, state: ContestState, *, now: datetime, most: int = BATCH) -> int:
    """How many attempts this batch ended; call again, in a new transaction, until it answers 0.

    Extensions are in the stored deadline; a paused round is left alone until it goes on.
    """
    return sum(
        overdue.time_out(db, one.id, floor=now - state.contest.round(one.slug).grace, most=most)
        for one in state.rounds
        if one.state in SWEPT_STATES and one.paused_at is None
    )
