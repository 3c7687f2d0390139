"""Seals over batches of finished attempts."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select, update

from quiz.store.tables import attempts, seals
from quiz.store.writes import added


def one_at_a_time(db: Connection, contest_id: int) -> None:
    """Wait until nobody else seals this contest: two would chain the same attempts under one number."""
    # SQLite's BEGIN IMMEDIATE already lets one writer in at a time.
    if db.dialect.name == "postgresql":
        db.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"seals {contest_id}"))))


def unsealed(db: Connection, contest_id: int, *, limit: int) -> list[Row[Any]]:
    """Finished attempts that no seal covers yet, oldest first."""
    query = (
        select(
            attempts.c.id,
            attempts.c.round_id,
            attempts.c.public_id,
            attempts.c.receipt,
            attempts.c.number,
            attempts.c.seed,
            attempts.c.started_at,
            attempts.c.last_edit_at,
            attempts.c.finished_at,
            attempts.c.answers,
            attempts.c.prediction,
            attempts.c.leaf_nonce,
        )
        .where(
            attempts.c.contest_id == contest_id,
            attempts.c.seal_id.is_(None),
            attempts.c.finished_at.is_not(None),
        )
        .order_by(attempts.c.id)
        .limit(limit)
    )
    return list(db.execute(query))


def add(db: Connection, contest_id: int, *, root: str, attempt_ids: list[int], now: datetime) -> None:
    """Chain a new seal to the last one and put its number on the attempts it covers."""
    newest = select(seals.c.number, seals.c.root, seals.c.previous).where(seals.c.contest_id == contest_id)
    last = db.execute(newest.order_by(seals.c.number.desc()).limit(1)).first()
    seal_id = added(
        db,
        seals,
        contest_id=contest_id,
        number=last.number + 1 if last else 1,
        leaves=len(attempt_ids),
        root=root,
        previous=hashlib.sha256(f"{last.previous}{last.root}".encode()).hexdigest() if last else "",
        sealed_at=now,
    )
    db.execute(update(attempts).where(attempts.c.id.in_(attempt_ids)).values(seal_id=seal_id))
