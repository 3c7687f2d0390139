"""Saves as conditional writes that decide owner, session, state, time and revision at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Integer, bindparam, case, func, insert, literal, select, update

from quiz.store.attempts import END, FLOOR, IN_PROGRESS, OWN, REACHED, STANDS, asked
from quiz.store.prepared import Prepared
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
    row = _SAVE.first(db, bound | {"floor": floor, "mark": mark})
    return None if row is None else row[0]


def keep_late(db: Connection, attempt_id: int, edit: Edit, *, now: datetime) -> None:
    """Keep answers that came after the limit as evidence, a few an attempt."""
    bound = {
        "asked_attempt": attempt_id,
        "late_now": now,
        "late_answers": edit.answers,
        "late_revision": edit.revision,
    }
    _KEEP_LATE.rows(db, bound)


def _edit(edit: Edit) -> dict[str, Any]:
    return {
        "given_answers": edit.answers,
        "given_prediction": edit.prediction,
        "given_revision": edit.revision,
        "base": edit.base,
        "writer": edit.revision % WRITERS,
    }


# The conditions of a save and of a hand-in alike.
TAKES_EDITS = (
    IN_PROGRESS,
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
        .where(*OWN, *TAKES_EDITS, attempts.c.revision < bindparam("given_revision", type_=Integer))
        .values(
            answers=bindparam("given_answers"),
            prediction=bindparam("given_prediction"),
            revision=bindparam("given_revision"),
            last_edit_at=REACHED,
            save_times=case((room, marked), else_=attempts.c.save_times),
        )
        .returning(attempts.c.deadline_at)
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


_SAVE = Prepared(_save_statement())
_KEEP_LATE = Prepared(_keep_late_statement())
