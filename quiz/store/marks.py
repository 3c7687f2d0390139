"""Finished attempts that wait for their marks under the newest key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, or_, select, update

from quiz.store.tables import attempts


@dataclass(frozen=True, slots=True)
class Marked:
    """The marks of one attempt."""

    attempt_id: int
    key_version: int
    score: float
    correct: int
    answered: int


def papers_of(db: Connection, round_id: int) -> list[int]:
    """The papers that attempts of the round were drawn from."""
    query = select(attempts.c.paper_id).where(attempts.c.round_id == round_id).distinct()
    return list(db.execute(query).scalars())


def unmarked(db: Connection, round_id: int, paper_id: int, key_version: int, *, limit: int) -> Sequence[Any]:
    """Some finished attempts of a paper without marks under this key: id, seed, answers.

    In no order: to sort them would mean to read all of them for every page.
    """
    stale = or_(attempts.c.key_version.is_(None), attempts.c.key_version != key_version)
    query = (
        select(attempts.c.id, attempts.c.seed, attempts.c.answers)
        .where(
            attempts.c.round_id == round_id,
            attempts.c.paper_id == paper_id,
            attempts.c.finished_at.is_not(None),
            stale,
        )
        .limit(limit)
    )
    return db.execute(query).all()


def write(db: Connection, marked: Sequence[Marked]) -> None:
    """Write the marks of a batch."""
    db.execute(
        _WRITE,
        [
            {
                "attempt_id": one.attempt_id,
                "key_version": one.key_version,
                "score": one.score,
                "correct": one.correct,
                "answered": one.answered,
            }
            for one in marked
        ],
    )


def outdate(db: Connection, round_ids: Sequence[int]) -> None:
    """Let the finished attempts of these rounds be marked anew: their scoring was amended."""
    marked = attempts.c.round_id.in_(round_ids) & attempts.c.key_version.is_not(None)
    db.execute(update(attempts).where(marked).values(key_version=None))


_WRITE = update(attempts).where(attempts.c.id == bindparam("attempt_id"))
