"""Hand-ins as one conditional write that decides owner, session, state, time, revision and key at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Float,
    Integer,
    bindparam,
    case,
    func,
    select,
    update,
)

from quiz.store.attempts import END, NOW, OWN, REACHED, STANDS, asked
from quiz.store.edits import TAKES_EDITS, WRITERS
from quiz.store.prepared import Prepared
from quiz.store.tables import answer_keys, attempts, login_sessions


@dataclass(frozen=True, slots=True)
class HandIn:
    """What a hand-in writes besides instants and revision, which the statement takes from the row itself.

    `base` is the newest revision that the page knew; `keeps_prediction` leaves the guess that was saved.
    """

    answers: str
    answered: int
    prediction: int | None
    base: int
    key: str | None
    keeps_prediction: bool = False
    score: float | None = None
    correct: int | None = None
    key_version: int | None = None


class Device(StrEnum):
    """From which devices a hand-in is taken: a shared one has to be signed out in the same transaction."""

    ANY = "any"
    OWN = "own"


def hand_in(
    db: Connection,
    public_id: str,
    given: HandIn,
    *,
    token: str,
    contest_id: int,
    floor: datetime,
    now: datetime,
    device: Device,
) -> str | None:
    """The receipt if this write handed the attempt in, None if anything speaks against it."""
    bound = asked(public_id, token, contest_id, now)
    more = {
        "floor": floor,
        "own_device": int(device is Device.OWN),
        "base": given.base,
        "writer": 0,
        "given_answers": given.answers,
        "given_blank": int(not given.answered),
        "given_answered": given.answered,
        "given_prediction": given.prediction,
        "keeps_prediction": int(given.keeps_prediction),
        "given_key": given.key,
        "given_score": given.score,
        "given_correct": given.correct,
        "given_key_version": given.key_version,
    }
    row = _HAND_IN.first(db, bound | more)
    return None if row is None else row[0]


def confirm(db: Connection, attempt_id: int) -> str:
    """The receipt of an attempt handed in before, by a real write.

    A standby that has not got the first write yet must get this one before we answer.
    """
    (receipt,) = _CONFIRM.first(db, {"asked_attempt": attempt_id}) or ("",)
    return str(receipt)


def replayed(db: Connection, public_id: str, *, contest_id: int, key: str) -> str | None:
    """The receipt for whoever knows the key of the hand-in, after a shared device was signed out."""
    row = _REPLAYED.first(db, {"asked_id": public_id, "asked_contest": contest_id, "asked_key": key})
    return None if row is None else row[0]


_OWN_DEVICE = (bindparam("own_device", type_=Integer) == 0) | (login_sessions.c.shared_device == 0)
_KEEPS_GUESS = bindparam("keeps_prediction", type_=Integer) == 1
_NEWEST = select(func.max(answer_keys.c.version)).where(answer_keys.c.paper_id == attempts.c.paper_id)
_KEY_VERSION = bindparam("given_key_version", type_=Integer)
_NEWEST_KEY = _KEY_VERSION.is_(None) | (_NEWEST.scalar_subquery() == _KEY_VERSION)


def _hand_in_statement() -> Any:
    guess = bindparam("given_prediction", type_=BigInteger)
    return (
        update(attempts)
        .where(*OWN, *TAKES_EDITS, _OWN_DEVICE, _NEWEST_KEY)
        .values(
            state="handed_in",
            submitted_at=NOW,
            finished_at=REACHED,
            late=case((STANDS, 0), (END < NOW, 1), else_=0),
            answers=bindparam("given_answers"),
            prediction=case((_KEEPS_GUESS, attempts.c.prediction), else_=guess),
            revision=(attempts.c.revision // WRITERS + 1) * WRITERS,
            last_edit_at=case((_same(guess), attempts.c.last_edit_at), else_=REACHED),
            hand_in_key=bindparam("given_key"),
            answered=bindparam("given_answered"),
            score=bindparam("given_score", type_=Float),
            correct=bindparam("given_correct"),
            key_version=bindparam("given_key_version"),
        )
        .returning(attempts.c.receipt)
    )


def _same(guess: ColumnElement[Any]) -> ColumnElement[bool]:
    """Nothing was edited by the hand-in itself: two blank sheets are the same, whatever their commas."""
    blank = (bindparam("given_blank", type_=Integer) == 1) & (func.replace(attempts.c.answers, ",", "") == "")
    answers = (attempts.c.answers == bindparam("given_answers")) | blank
    return answers & (_KEEPS_GUESS | attempts.c.prediction.is_not_distinct_from(guess))


_HAND_IN = Prepared(_hand_in_statement())
_CONFIRM = Prepared(
    update(attempts)
    .where(attempts.c.id == bindparam("asked_attempt"))
    .values(receipt=attempts.c.receipt)
    .returning(attempts.c.receipt)
)
_REPLAYED = Prepared(
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
