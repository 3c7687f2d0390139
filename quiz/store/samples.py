"""A fair sample of a paper's finished attempts: seeds and answers, for figures about its questions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select

from quiz.store.tables import attempts


def of_paper(db: Connection, paper_id: int, most: int) -> Sequence[Any]:
    """Seed and answers of attempts that count, at most so many; public ids are random, so is their order."""
    query = (
        select(attempts.c.seed, attempts.c.answers)
        .where(
            attempts.c.paper_id == paper_id,
            attempts.c.finished_at.is_not(None),
            attempts.c.voided_at.is_(None),
        )
        .order_by(attempts.c.public_id)
        .limit(most)
    )
    return db.execute(query).all()
