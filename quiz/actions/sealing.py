"""Seals finished attempts in batches, each naming the one before, so that a later change of a row shows."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine

from quiz.store import seals
from quiz.store.contests import ContestState
from quiz.store.schema.columns import microseconds
from quiz.store.turns import Turns

BATCH = 5_000


def seal(db: Connection, state: ContestState, *, now: datetime, most: int = BATCH) -> int:
    """How many finished attempts this call sealed; at most one batch, with a seal for each round of it."""
    seals.one_at_a_time(db, state.id)
    rows = seals.unsealed(db, state.id, limit=most)
    by_round: dict[int, list[Any]] = {}
    for row in rows:
        by_round.setdefault(row.round_id, []).append(row)
    # A result pack holds the seals over its own rounds alone, and must wait for no other round to show one.
    for own in by_round.values():
        leaves = [leaf(row) for row in own]
        seals.add(db, state.id, root=root(leaves), attempt_ids=[row.id for row in own], now=now)
    return len(rows)


def seal_rest(engine: Engine, state: ContestState, *, now: datetime, most: int = BATCH) -> int:
    """How many finished attempts were sealed until none was left, a batch in a transaction of its own."""
    turns, done = Turns(engine), 0
    while True:
        with turns.writing() as db:
            sealed = seal(db, state, now=now, most=most)
        done += sealed
        if sealed < most:
            return done


def leaf(row: Any) -> bytes:
    """The leaf of one attempt: SHA-256 over its nonce and what a recount depends on."""
    parts = (
        row.public_id,
        # A pack shows the leaf's parts to everybody, and a receipt opens a page.
        hashlib.sha256(row.receipt.encode()).hexdigest(),
        str(row.number),
        row.seed.hex(),
        str(microseconds(row.started_at)),
        "" if row.last_edit_at is None else str(microseconds(row.last_edit_at)),
        str(microseconds(row.finished_at)),
        row.answers,
        "" if row.prediction is None else str(row.prediction),
    )
    return leaf_of(row.leaf_nonce, parts)


def leaf_of(nonce: bytes, parts: Sequence[str]) -> bytes:
    """The leaf of these parts, for whoever has them from elsewhere."""
    return hashlib.sha256(nonce + "\n".join(parts).encode()).digest()


def follows(root: str, previous: str) -> str:
    """What the next seal names as the one before it."""
    return hashlib.sha256(f"{previous}{root}".encode()).hexdigest()


def root(leaves: list[bytes]) -> str:
    """The Merkle root of a batch, as hex; a level of odd length repeats its last leaf."""
    level = leaves
    while len(level) > 1:
        level = level + level[-1:] if len(level) % 2 else level
        level = [hashlib.sha256(a + b).digest() for a, b in zip(level[::2], level[1::2], strict=True)]
    return level[0].hex()
