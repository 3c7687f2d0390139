"""Saves and hand-ins as conditional writes that decide owner, session, state, time and revision at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Float, Integer, bindparam, case, func, insert, literal, select, update

from quiz.store.attempts import END, FLOOR, NOW, OWN, REACHED, STANDS, asked
from quiz.store.schema.columns import Instant
from quiz.store.tables import attempts, late_answers

# Revisions of one page load share their last digits, so that another device's save can be told apart.
WRITERS = 10_000
# Beyond this length the times of saves are no evidence any more, only weight.
SAVE_TIMES_LENGTH = 600
LATE_ANSWERS_KEPT = 5


@dataclass(frozen=True, slots=True)
class Edit:
    """Answers on their way into an attempt; `base` is the newest revision that the page knew."""

    answers: str
    prediction: int | None
    revision: int
    base: int


@dataclass(frozen=True, slots=True)
class HandIn:
    """What a hand-in writes besides the instants, which the statement takes from the row itself."""

    edit: Edit
    last_edit_at: datetime | None
    key: str | None
    answered: int
    score: float | None = None
    correct: int | None = None
    key_version: int | None = None


def save(
    db: Connection,
    public_id: str,
    edit: Edit,
    *,
    token: str,
    contest_id: int,
    floor: datetime,
    mark: str,
    now: datetime,
) -> datetime | None:
    """The deadline if the edit was taken, None if anything speaks against it; `floor` is now less grace."""
    bound = _edit(edit) | asked(public_id, token, contest_id, now)
    row = db.execute(_SAVE, bound | {"floor": floor, "mark": mark}).first()
    return None if row is None else row[0]


def hand_in(
    db: Connection,
    public_id: str,
    given: HandIn,
    *,
    token: str,
    contest_id: int,
    floor: datetime,
    now: datetime,
) -> str | None:
    """The receipt if this write handed the attempt in, None if anything speaks against it."""
    bound = _edit(given.edit) | asked(public_id, token, contest_id, now)
    more = {
        "floor": floor,
        "given_edit_at": given.last_edit_at,
        "given_key": given.key,
        "given_answered": given.answered,
        "given_score": given.score,
        "given_correct": given.correct,
        "given_key_version": given.key_version,
    }
    row = db.execute(_HAND_IN, bound | more).first()
    return None if row is None else row[0]


def confirm(db: Connection, attempt_id: int) -> str:
    """The receipt of an attempt handed in before, by a real write.

    A standby that has not got the first write yet must get this one before we answer.
    """
    receipt: str = db.execute(_CONFIRM, {"asked_attempt": attempt_id}).scalar_one()
    return receipt


def replayed(db: Connection, public_id: str, *, contest_id: int, key: str) -> str | None:
    """The receipt for whoever knows the key of the hand-in, after a shared device was signed out."""
    row = db.execute(
        _REPLAYED, {"asked_id": public_id, "asked_contest": contest_id, "asked_key": key}
    ).first()
    return None if row is None else row[0]


def keep_late(db: Connection, attempt_id: int, edit: Edit, *, now: datetime) -> None:
    """Keep answers that came after the limit as evidence, a few an attempt."""
    bound = {
        "asked_attempt": attempt_id,
        "late_now": now,
        "late_answers": edit.answers,
        "late_revision": edit.revision,
    }
    db.execute(_KEEP_LATE, bound)


def _edit(edit: Edit) -> dict[str, Any]:
    return {
        "given_answers": edit.answers,
        "given_prediction": edit.prediction,
        "given_revision": edit.revision,
        "base": edit.base,
        "writer": edit.revision % WRITERS,
    }


_TAKES_EDITS = (
    attempts.c.state == "in_progress",
    attempts.c.voided_at.is_(None),
    (END >= FLOOR) | STANDS,
    # The highest revision wins, unless another device wrote what this page has not seen.
    (attempts.c.revision <= bindparam("base", type_=Integer))
    | (attempts.c.revision % literal(WRITERS, Integer) == bindparam("writer", type_=Integer)),
)


def _save_statement() -> Any:
    room = func.length(attempts.c.save_times) < SAVE_TIMES_LENGTH
    marked = attempts.c.save_times + bindparam("mark")
    return (
        update(attempts)
        .where(*OWN, *_TAKES_EDITS, attempts.c.revision < bindparam("given_revision", type_=Integer))
        .values(
            answers=bindparam("given_answers"),
            prediction=bindparam("given_prediction"),
            revision=bindparam("given_revision"),
            last_edit_at=REACHED,
            save_times=case((room, marked), else_=attempts.c.save_times),
        )
        .returning(attempts.c.deadline_at)
    )


def _hand_in_statement() -> Any:
    return (
        update(attempts)
        .where(*OWN, *_TAKES_EDITS)
        .values(
            state="handed_in",
            submitted_at=NOW,
            finished_at=REACHED,
            late=case((STANDS, 0), (END < NOW, 1), else_=0),
            answers=bindparam("given_answers"),
            prediction=bindparam("given_prediction"),
            revision=bindparam("given_revision"),
            last_edit_at=bindparam("given_edit_at"),
            hand_in_key=bindparam("given_key"),
            answered=bindparam("given_answered"),
            score=bindparam("given_score", type_=Float),
            correct=bindparam("given_correct"),
            key_version=bindparam("given_key_version"),
        )
        .returning(attempts.c.receipt)
    )


def _keep_late_statement() -> Any:
    mine = late_answers.c.attempt_id == bindparam("asked_attempt")
    kept = select(func.count()).where(mine).scalar_subquery()
    same = select(func.count()).where(mine, late_answers.c.answers == bindparam("late_answers"))
    values = select(
        attempts.c.id,
        bindparam("late_now", type_=Instant),
        bindparam("late_answers", type_=late_answers.c.answers.type),
        bindparam("late_revision", type_=Integer),
    ).where(
        attempts.c.id == bindparam("asked_attempt"), kept < LATE_ANSWERS_KEPT, same.scalar_subquery() == 0
    )
    return insert(late_answers).from_select(["attempt_id", "arrived_at", "answers", "revision"], values)


_SAVE = _save_statement()
_HAND_IN = _hand_in_statement()
_CONFIRM = (
    update(attempts)
    .where(attempts.c.id == bindparam("asked_attempt"))
    .values(receipt=attempts.c.receipt)
    .returning(attempts.c.receipt)
)
_REPLAYED = (
    update(attempts)
    .where(
        attempts.c.public_id == bindparam("asked_id"),
        attempts.c.contest_id == bindparam("asked_contest"),
        attempts.c.hand_in_key == bindparam("asked_key"),
        attempts.c.state == "handed_in",
    )
    .values(receipt=attempts.c.receipt)
    .returning(attempts.c.receipt)
)
_KEEP_LATE = _keep_late_statement()
