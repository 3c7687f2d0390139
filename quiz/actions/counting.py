"""Counts live figures off the request path; pages show of them what the rulebook lets them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from quiz.store import live
from quiz.store.contests import ContestState

STILL_MOVING = ("scheduled", "closed")


def count_live(db: Connection, state: ContestState, *, now: datetime) -> None:
    """Count the contest and every round that has opened and is not finalised yet."""
    live.write(db, state.id, "", live.count_contest(db, state.id), now=now)
    for one in state.rounds:
        if one.state in STILL_MOVING and one.opens_at <= now:
            live.write(db, state.id, one.slug, live.count_round(db, one.id, now=now), now=now)
