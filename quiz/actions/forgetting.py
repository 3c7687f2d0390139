"""Lets go of what has served its purpose: old wrong tries, and the evidence of attempts after its time."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from quiz.store import evidence, throttles
from quiz.store.contests import ContestState


def forget(db: Connection, state: ContestState, *, now: datetime, evidence_days: int) -> int:
    """How many attempts lost address, device and helper; answers, times and scores stay for ever."""
    throttles.forget(db, now=now)
    return evidence.expire(db, state.id, before=now - timedelta(days=evidence_days))
