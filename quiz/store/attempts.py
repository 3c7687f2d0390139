"""One attempt, found together with its owner, and the conditions that every write on it shares."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, case, literal_column, select

from quiz.store.prepared import Prepared
from quiz.store.schema.columns import Instant
from quiz.store.sessions import LIVING, token_digest
from quiz.store.tables import attempts, login_sessions, person_details, rounds


@dataclass(frozen=True, slots=True)
class Attempt:
    """An attempt as its owner sees it.

    `end_at` is its deadline, or an early close of the round; the clock stands while the round is paused.
    """

    id: int
    public_id: str
    receipt: str
    round_id: int
    participant_id: int
    block: str
    unit_id: int | None
    paper_id: int
    number: int
    seed: bytes
    state: str
    started_at: datetime
    end_at: datetime
    answers: str
    revision: int
    prediction: int | None
    submitted_at: datetime | None
    finished_at: datetime | None
    late: bool
    hand_in_key: str | None
    score: float | None
    correct: int | None
    voided_at: datetime | None
    last_edit_at: datetime | None
    clock_stands: bool
    name: str | None = None
    shared_device: bool = False


def find(db: Connection, public_id: str, *, token: str, contest_id: int, now: datetime) -> Attempt | None:
    """The attempt if it belongs to the person of this living session."""
    return _find(db, _FIND, public_id, token, contest_id, now)


def locked(db: Connection, public_id: str, *, token: str, contest_id: int, now: datetime) -> Attempt | None:
    """The same with the row locked until the transaction ends."""
    return _find(db, _LOCKED, public_id, token, contest_id, now)


def of_person(db: Connection, *, token: str, contest_id: int, now: datetime) -> list[Attempt]:
    """All attempts of the person of this living session, newest first."""
    bound = asked("", token, contest_id, now)
    return [Attempt(*row) for row in _OF_PERSON.rows(db, bound)]


def by_receipt(db: Connection, receipt: str, contest_id: int) -> Attempt | None:
    """The attempt of a receipt, for whoever holds it; the name is not told."""
    row = _BY_RECEIPT.first(db, {"asked_receipt": receipt, "asked_contest": contest_id})
    return None if row is None else Attempt(*row)


def asked(public_id: str, token: str, contest_id: int, now: datetime) -> dict[str, Any]:
    """What `OWN` binds."""
    return {
        "asked_id": public_id,
        "token_digest": token_digest(token),
        "asked_contest": contest_id,
        "now": now,
    }


def _find(
    db: Connection, query: Prepared, public_id: str, token: str, contest_id: int, now: datetime
) -> Attempt | None:
    row = query.first(db, asked(public_id, token, contest_id, now))
    return None if row is None else Attempt(*row)


NOW = bindparam("now", type_=Instant)
FLOOR = bindparam("floor", type_=Instant)
# Spelt out: for a bound word SQLite plans anew each time whether the index of open attempts serves (0.06 ms).
IN_PROGRESS = attempts.c.state == literal_column("'in_progress'")
# Only a close before the announced one cuts an attempt short; extensions may outlast the usual close.
CUT = (rounds.c.closed_at < rounds.c.closes_at) & (rounds.c.closed_at < attempts.c.deadline_at)
END = case((CUT, rounds.c.closed_at), else_=attempts.c.deadline_at)
REACHED = case((END < NOW, END), else_=NOW)
# The time of a pause is given back when the round goes on, so nobody is late meanwhile.
STANDS = rounds.c.paused_at.is_not(None) & (attempts.c.deadline_at >= rounds.c.paused_at)
_LIVING_OWNER = (
    attempts.c.contest_id == bindparam("asked_contest"),
    attempts.c.participant_id == login_sessions.c.participant_id,
    attempts.c.round_id == rounds.c.id,
    LIVING,
)
OWN = (attempts.c.public_id == bindparam("asked_id"), *_LIVING_OWNER)


def _columns() -> Any:
    taken = (
        attempts.c.id,
        attempts.c.public_id,
        attempts.c.receipt,
        attempts.c.round_id,
        attempts.c.participant_id,
        attempts.c.block,
        attempts.c.unit_id,
        attempts.c.paper_id,
        attempts.c.number,
        attempts.c.seed,
        attempts.c.state,
        attempts.c.started_at,
        END,
        attempts.c.answers,
        attempts.c.revision,
        attempts.c.prediction,
        attempts.c.submitted_at,
        attempts.c.finished_at,
        attempts.c.late,
        attempts.c.hand_in_key,
        attempts.c.score,
        attempts.c.correct,
        attempts.c.voided_at,
        attempts.c.last_edit_at,
    )
    return (*taken, case((STANDS, 1), else_=0))


def _query(*which: Any) -> Any:
    return (
        select(*_columns(), person_details.c.name, login_sessions.c.shared_device)
        .select_from(attempts)
        .join(login_sessions, login_sessions.c.participant_id == attempts.c.participant_id)
        .join(rounds, rounds.c.id == attempts.c.round_id)
        .outerjoin(person_details, person_details.c.participant_id == attempts.c.participant_id)
        .where(*which)
    )


_FIND = Prepared(_query(*OWN))
_LOCKED = Prepared(_query(*OWN).with_for_update(of=attempts, key_share=True))
_OF_PERSON = Prepared(_query(*_LIVING_OWNER).order_by(attempts.c.id.desc()))
_BY_RECEIPT = Prepared(
    select(*_columns())
    .join(rounds, rounds.c.id == attempts.c.round_id)
    .where(
        attempts.c.receipt == bindparam("asked_receipt"),
        attempts.c.contest_id == bindparam("asked_contest"),
    )
)
