"""Attempts whose time and grace are over, ended by one conditional write a batch."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Integer, bindparam, select, update

from quiz.store.attempts import END, FLOOR, IN_PROGRESS
from quiz.store.tables import attempts, rounds


def time_out(db: Connection, round_id: int, *, floor: datetime, most: int) -> int:
    """How many attempts of a round were ended because their time and grace are over; none while it pauses."""
    done = db.execute(_TIME_OUT, {"swept_round": round_id, "floor": floor, "most": most})
    return done.rowcount


def time_out_one(db: Connection, public_id: str, *, floor: datetime) -> bool:
    """Whether this one attempt was ended because its time and grace are over."""
    return db.execute(_TIME_OUT_ONE, {"asked_id": public_id, "floor": floor}).rowcount == 1


def _time_out_statement(*which: Any) -> Any:
    return (
        update(attempts)
        .where(
            *which,
            attempts.c.round_id == rounds.c.id,
            rounds.c.paused_at.is_(None),
            IN_PROGRESS,
            END < FLOOR,
        )
        .values(state="timed_out", finished_at=END)
    )


def _overdue() -> Any:
    return (
        select(attempts.c.id)
        .join(rounds, rounds.c.id == attempts.c.round_id)
        .where(
            attempts.c.round_id == bindparam("swept_round"),
            IN_PROGRESS,
            END < FLOOR,
        )
        .limit(bindparam("most", type_=Integer))
    )


_TIME_OUT = _time_out_statement(attempts.c.id.in_(_overdue()))
_TIME_OUT_ONE = _time_out_statement(attempts.c.public_id == bindparam("asked_id"))
