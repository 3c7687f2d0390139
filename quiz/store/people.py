"""Participants and, apart from them, their personal details and the flags raised about them."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, literal, select

from quiz.rules.folding import folded
from quiz.store import sessions
from quiz.store.tables import (
    flags,
    login_sessions,
    participants,
    person_details,
    unique_details,
    units,
)

# Without 0/O and 1/I/L: a code is read from paper and over the telephone.
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 8


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


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The participant of a living session, with all that the own pages show."""

    id: int
    code: str
    details: Details
    edits: int
    block: str
    standing: str
    unit_id: int | None
    unit_code: str
    unit_name: str
    unit_path: str
    shared_device: bool

    @property
    def name(self) -> str:
        """The full name; empty where the contest asks none."""
        return self.details.name


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
    unique = [
        {"contest_id": contest_id, "participant_id": person, "field": name, "digest": digest}
        for person, one in pairs
        for name, digest in one.unique.items()
    ]
    if unique:
        db.execute(insert(unique_details), unique)
    return people


def already(db: Connection, contest_id: int, digests: Sequence[str]) -> set[str]:
    """Which of these identities the contest knows."""
    query = select(participants.c.identity_digest).where(
        participants.c.contest_id == contest_id, participants.c.identity_digest.in_(digests)
    )
    return set(db.execute(query).scalars())


def alike(db: Connection, contest_id: int, identity_digest: str, phone: str | None) -> tuple[int, int]:
    """How many have this identity and how many this telephone, in one statement."""
    row = db.execute(_ALIKE, {"contest": contest_id, "identity": identity_digest, "phone": phone}).one()
    return row.same, row.sharing


def roster_numbers(db: Connection, contest_id: int) -> set[str]:
    """Every roster number that is taken."""
    query = select(person_details.c.roster_number).where(
        person_details.c.contest_id == contest_id, person_details.c.roster_number.is_not(None)
    )
    return set(db.execute(query).scalars())


def signed_in(db: Connection, token: str, contest_id: int, *, now: datetime) -> SignedIn | None:
    """Who of this contest holds this token, None when nobody does any more; one statement."""
    row = db.execute(_signed_in(token, contest_id, now)).one_or_none()
    return _person(row) if row else None


def by_id(db: Connection, contest_id: int, participant_id: int) -> SignedIn | None:
    """The participant of that number in that contest, as `signed_in` tells it."""
    query = select(*_PERSON, literal(0).label("shared_device")).select_from(_WHO)
    query = query.where(participants.c.contest_id == contest_id, participants.c.id == participant_id)
    row = db.execute(query).one_or_none()
    return _person(row) if row else None


def flag(
    db: Connection, contest_id: int, participant_id: int, kind: str, detail: Any, *, now: datetime
) -> None:
    """Raise a question about a participant for the organisers to settle."""
    db.execute(
        insert(flags).values(
            contest_id=contest_id, participant_id=participant_id, kind=kind, detail=detail, raised_at=now
        )
    )


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


def _person(row: Any) -> SignedIn:
    details = Details(row.name or "", row.birth_date, row.phone, row.roster_number, row.more or {})
    return SignedIn(
        id=row.id,
        code=row.code,
        details=details,
        edits=row.edits or 0,
        block=row.block,
        standing=row.standing,
        unit_id=row.unit_id,
        unit_code=row.unit_code or "",
        unit_name=row.unit_name or "",
        unit_path=row.unit_path or "",
        shared_device=bool(row.shared_device),
    )


_WHO = participants.outerjoin(person_details, person_details.c.participant_id == participants.c.id).outerjoin(
    units, units.c.id == participants.c.unit_id
)
_PERSON = (
    participants.c.id,
    participants.c.code,
    participants.c.block,
    participants.c.standing,
    participants.c.unit_id,
    person_details.c.name,
    person_details.c.birth_date,
    person_details.c.phone,
    person_details.c.roster_number,
    person_details.c.more,
    person_details.c.edits,
    units.c.code.label("unit_code"),
    units.c.name.label("unit_name"),
    units.c.path.label("unit_path"),
)


def _signed_in(token: str, contest_id: int, now: datetime) -> Any:
    session = login_sessions.c.participant_id == participants.c.id
    return (
        select(*_PERSON, login_sessions.c.shared_device)
        .select_from(_WHO.join(login_sessions, session))
        .where(sessions.living(token, now), participants.c.contest_id == contest_id)
    )


def _alike() -> Any:
    same = select(func.count()).where(
        participants.c.contest_id == bindparam("contest"),
        participants.c.identity_digest == bindparam("identity"),
    )
    sharing = select(func.count()).where(
        person_details.c.contest_id == bindparam("contest"), person_details.c.phone == bindparam("phone")
    )
    return select(same.scalar_subquery().label("same"), sharing.scalar_subquery().label("sharing"))


_ALIKE = _alike()
