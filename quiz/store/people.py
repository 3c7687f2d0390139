"""Participants and, apart from them, their personal details and the flags raised about them."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, delete, func, insert, select, update

from quiz.rules.folding import folded
from quiz.store import adding
from quiz.store.tables import (
    flags,
    participants,
    person_details,
    unique_details,
)

# Without 0/O and 1/I/L: a code is read from paper and over the telephone.
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 8
# The mark of a sign-up page stands among the details that only one may have.
FORM = "@form"
# Values in one question: both databases bound the parameters of a statement.
AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Details:
    """What is personal about a participant."""

    name: str = ""
    birth_date: date | None = None
    phone: str | None = None
    roster_number: str | None = None
    more: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entrant:
    """Somebody about to become a participant; `unique` holds digests of details that nobody may share."""

    code: str
    details: Details
    unit_id: int | None
    block: str
    facts: Mapping[str, Any]
    standing: str
    standing_reason: str | None
    identity_digest: str
    identity_claim: str | None
    channel: str
    unique: Mapping[str, str] = field(default_factory=dict)


def new_code() -> str:
    """A random public code; no order of arrival can be read from it."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


def add(db: Connection, contest_id: int, entrants: Sequence[Entrant], *, now: datetime) -> list[int]:
    """The numbers of these new participants, in their order; a taken identity is an IntegrityError."""
    if not entrants:
        return []
    made = insert(participants).returning(participants.c.id, sort_by_parameter_order=True)
    people = list(db.execute(made, [_participant(contest_id, one, now) for one in entrants]).scalars())
    pairs = list(zip(people, entrants, strict=True))
    db.execute(
        insert(person_details), [_details(contest_id, person, one.details, now) for person, one in pairs]
    )
    _add_unique(db, contest_id, pairs)
    return people


def add_one(db: Connection, contest_id: int, one: Entrant, *, now: datetime) -> int:
    """The number of this new participant; a taken identity or unique detail is an IntegrityError."""
    person = adding.number(db, participants, **_participant(contest_id, one, now))
    adding.add(db, person_details, **_details(contest_id, person, one.details, now))
    adding.add_all(db, unique_details, _unique_rows(contest_id, [(person, one)]))
    return person


def registered(db: Connection, contest_id: int) -> int:
    """How many have registered or were enrolled."""
    query = select(func.count()).select_from(participants).where(participants.c.contest_id == contest_id)
    return db.execute(query).scalar_one()


def already(db: Connection, contest_id: int, digests: Sequence[str]) -> set[str]:
    """Which of these identities the contest knows."""
    return _known(db, participants.c.contest_id == contest_id, participants.c.identity_digest, digests)


def taken(db: Connection, contest_id: int, digests: Sequence[str]) -> set[str]:
    """Which of these digests of unique details somebody of the contest has."""
    return _known(db, unique_details.c.contest_id == contest_id, unique_details.c.digest, digests)


def roster_numbers(db: Connection, contest_id: int) -> set[str]:
    """Every roster number that is taken."""
    query = select(person_details.c.roster_number).where(
        person_details.c.contest_id == contest_id, person_details.c.roster_number.is_not(None)
    )
    return set(db.execute(query).scalars())


def rewrite(
    db: Connection, contest_id: int, person: int, one: Entrant, *, seen_edits: int, now: datetime
) -> bool:
    """Put these details and what follows from them in the place of the old; False when others were faster.

    What the organisers decided about the person's standing stays.
    """
    details = {**detail_columns(one.details), "edits": seen_edits + 1, "changed_at": now}
    mine = (person_details.c.participant_id == person, person_details.c.contest_id == contest_id)
    unchanged = person_details.c.edits == seen_edits
    if not db.execute(update(person_details).where(*mine, unchanged).values(details)).rowcount:
        return False
    judged = {
        "unit_id": one.unit_id,
        "block": one.block,
        "facts": dict(one.facts),
        "identity_digest": one.identity_digest,
        "identity_claim": one.identity_claim,
    }
    db.execute(update(participants).where(participants.c.id == person).values(judged))
    db.execute(delete(unique_details).where(unique_details.c.participant_id == person))
    _add_unique(db, contest_id, [(person, one)])
    return True


def flag(
    db: Connection, contest_id: int, participant_id: int, kind: str, detail: Any, *, now: datetime
) -> None:
    """Raise a question about a participant for the organisers to settle."""
    db.execute(
        insert(flags).values(
            contest_id=contest_id, participant_id=participant_id, kind=kind, detail=detail, raised_at=now
        )
    )


def _known(
    db: Connection, scope: ColumnElement[bool], column: Column[str], digests: Sequence[str]
) -> set[str]:
    known: set[str] = set()
    for start in range(0, len(digests), AT_ONCE):
        part = digests[start : start + AT_ONCE]
        known.update(db.execute(select(column).where(scope, column.in_(part))).scalars())
    return known


def _add_unique(db: Connection, contest_id: int, pairs: Sequence[tuple[int, Entrant]]) -> None:
    rows = _unique_rows(contest_id, pairs)
    if rows:
        db.execute(insert(unique_details), rows)


def _unique_rows(contest_id: int, pairs: Sequence[tuple[int, Entrant]]) -> list[dict[str, Any]]:
    return [
        {"contest_id": contest_id, "participant_id": person, "field": name, "digest": digest}
        for person, one in pairs
        for name, digest in one.unique.items()
    ]


def _participant(contest_id: int, one: Entrant, now: datetime) -> dict[str, Any]:
    return {
        "contest_id": contest_id,
        "code": one.code,
        "unit_id": one.unit_id,
        "block": one.block,
        "facts": dict(one.facts),
        "standing": one.standing,
        "standing_reason": one.standing_reason,
        "identity_digest": one.identity_digest,
        "identity_claim": one.identity_claim,
        "channel": one.channel,
        "created_at": now,
    }


def _details(contest_id: int, person: int, one: Details, now: datetime) -> dict[str, Any]:
    return {"participant_id": person, "contest_id": contest_id, **detail_columns(one), "changed_at": now}


def detail_columns(one: Details) -> dict[str, Any]:
    """The columns of `person_details` that these details fill."""
    return {
        "name": one.name,
        "search": folded(one.name),
        "birth_date": one.birth_date,
        "phone": one.phone,
        "roster_number": one.roster_number,
        "more": dict(one.more) or None,
    }
