"""Writes an attempt as it begins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.dialects.postgresql import insert

from quiz.store.prepared import Prepared
from quiz.store.tables import attempts


@dataclass(frozen=True, slots=True)
class NewAttempt:
    """An attempt as it begins; the fields are columns."""

    public_id: str
    receipt: str
    seed: bytes
    leaf_nonce: bytes
    contest_id: int
    round_id: int
    participant_id: int
    block: str
    unit_id: int | None
    paper_id: int | None
    number: int
    rulebook_number: int
    started_at: datetime
    deadline_at: datetime
    address: str | None
    device_digest: str | None
    agent_class: str | None
    channel: str


def add(db: Connection, new: NewAttempt) -> bool:
    """Whether it was written: not when its number is taken, or another attempt is open already."""
    return _ADD.first(db, {f"new_{name}": getattr(new, name) for name in NewAttempt.__slots__}) is not None


def numbered(db: Connection, participant_id: int, round_id: int, number: int) -> str:
    """The public id of a person's attempt with this number in a round."""
    query = select(attempts.c.public_id).where(
        attempts.c.participant_id == participant_id,
        attempts.c.round_id == round_id,
        attempts.c.number == number,
    )
    return str(db.execute(query).scalar_one())


# Both databases spell it alike; SQLAlchemy has it under their names only.
_ADD = Prepared(
    insert(attempts)
    .values({name: bindparam(f"new_{name}") for name in NewAttempt.__slots__})
    .on_conflict_do_nothing()
    .returning(attempts.c.number)
)
