"""What the desk finds and sees: people by whatever they can say of themselves, and what happened to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select

from quiz.rules import identity
from quiz.rules.folding import folded
from quiz.store import trees
from quiz.store.tables import (
    allowances,
    attempts,
    extensions,
    flags,
    late_answers,
    participants,
    person_details,
    rounds,
    staff,
    units,
)

MOST_FOUND = 50
LONGEST_SEARCH = 100
Scope = frozenset[int] | None


@dataclass(frozen=True, slots=True)
class Found:
    """A person as the desk's list shows one."""

    id: int
    code: str
    standing: str
    name: str
    birth_date: date | None
    phone: str | None
    roster_number: str | None
    unit: str


@dataclass(frozen=True, slots=True)
class AttemptSeen:
    """An attempt with the evidence kept about it; its answers are not the desk's business."""

    public_id: str
    receipt: str
    round: str
    number: int
    state: str
    started_at: datetime
    deadline_at: datetime
    submitted_at: datetime | None
    finished_at: datetime | None
    late: bool
    score: float | None
    answered: int | None
    voided_at: datetime | None
    void_reason: str | None
    channel: str
    helper: str | None
    address: str | None
    agent_class: str | None
    save_times: str


@dataclass(frozen=True, slots=True)
class Bent:
    """More time, or one more attempt, that a person was given in a round."""

    round: str
    amount: int
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Flag:
    """A question about a person for the organisers."""

    id: int
    kind: str
    detail: Any
    raised_at: datetime
    code: str
    name: str
    settled_at: datetime | None
    settlement: str | None


def find(db: Connection, contest_id: int, typed: str, scope: Scope) -> list[Found]:
    """The people whose name, telephone, number or receipt this is, within these units and all below them."""
    said = typed.strip()[:LONGEST_SEARCH]
    if not said:
        return []
    query = _people(contest_id, scope).where(or_(*_ways(contest_id, said)))
    rows: Any = db.execute(query.order_by(person_details.c.search, participants.c.id).limit(MOST_FOUND))
    return [Found(*row) for row in rows]


def by_code(db: Connection, contest_id: int, code: str, scope: Scope) -> Found | None:
    """The person of that public code, within these units and all below them."""
    row: Any = db.execute(_people(contest_id, scope).where(participants.c.code == code)).first()
    return None if row is None else Found(*row)


def alike(db: Connection, contest_id: int, person: Found) -> list[Found]:
    """The others who share this person's identity or telephone."""
    same = select(participants.c.identity_digest).where(participants.c.id == person.id).scalar_subquery()
    ways = [participants.c.identity_digest == same]
    if person.phone:
        ways.append(person_details.c.phone == person.phone)
    query = _people(contest_id, None).where(or_(*ways), participants.c.id != person.id)
    rows: Any = db.execute(query.order_by(participants.c.id).limit(MOST_FOUND))
    return [Found(*row) for row in rows]


def attempts_of(db: Connection, person_id: int) -> list[AttemptSeen]:
    """The attempts of a person, newest first."""
    columns = [rounds.c.slug if name == "round" else attempts.c[name] for name in AttemptSeen.__slots__]
    query = select(*columns).join_from(attempts, rounds, rounds.c.id == attempts.c.round_id)
    query = query.where(attempts.c.participant_id == person_id).order_by(attempts.c.started_at.desc())
    rows: Any = db.execute(query)
    return [AttemptSeen(*row) for row in rows]


def late_answers_of(db: Connection, person_id: int) -> dict[str, list[datetime]]:
    """When answers came in after the limit, by attempt: kept as evidence, never counted."""
    query = (
        select(attempts.c.public_id, late_answers.c.arrived_at)
        .join(late_answers, late_answers.c.attempt_id == attempts.c.id)
        .where(attempts.c.participant_id == person_id)
        .order_by(late_answers.c.arrived_at)
    )
    arrivals: dict[str, list[datetime]] = {}
    for public_id, arrived_at in db.execute(query):
        arrivals.setdefault(public_id, []).append(arrived_at)
    return arrivals


def extended(db: Connection, person_id: int) -> list[Bent]:
    """The time that this person was given, in seconds, oldest first."""
    return _bent(db, extensions, extensions.c.seconds, person_id)


def allowed(db: Connection, person_id: int) -> list[Bent]:
    """The attempts that this person was given on top, oldest first."""
    return _bent(db, allowances, allowances.c.attempts, person_id)


def flags_of(db: Connection, contest_id: int, person_id: int | None = None) -> list[Flag]:
    """The open flags of the contest, oldest first, or all flags of one person."""
    query = (
        select(
            flags.c.id,
            flags.c.kind,
            flags.c.detail,
            flags.c.raised_at,
            participants.c.code,
            func.coalesce(person_details.c.name, ""),
            flags.c.settled_at,
            flags.c.settlement,
        )
        .join_from(flags, participants, participants.c.id == flags.c.participant_id)
        .outerjoin(person_details, person_details.c.participant_id == participants.c.id)
        .where(flags.c.contest_id == contest_id)
        .order_by(flags.c.id)
    )
    mine = flags.c.settled_at.is_(None) if person_id is None else flags.c.participant_id == person_id
    rows: Any = db.execute(query.where(mine).limit(500))
    return [Flag(*row) for row in rows]


def _people(contest_id: int, scope: Scope) -> Select[Any]:
    query = (
        select(
            participants.c.id,
            participants.c.code,
            participants.c.standing,
            func.coalesce(person_details.c.name, ""),
            person_details.c.birth_date,
            person_details.c.phone,
            person_details.c.roster_number,
            func.coalesce(units.c.path, ""),
        )
        .select_from(
            participants.outerjoin(
                person_details, person_details.c.participant_id == participants.c.id
            ).outerjoin(units, units.c.id == participants.c.unit_id)
        )
        .where(participants.c.contest_id == contest_id)
    )
    return (
        query if scope is None else query.where(participants.c.unit_id.in_(trees.branch(contest_id, scope)))
    )


def _ways(contest_id: int, said: str) -> list[ColumnElement[bool]]:
    plain = said.replace(" ", "").replace("-", "").upper()
    receipt = select(attempts.c.participant_id).where(
        attempts.c.receipt == plain, attempts.c.contest_id == contest_id
    )
    ways: list[ColumnElement[bool]] = [
        participants.c.code == plain,
        person_details.c.roster_number == said,
        participants.c.id.in_(receipt),
    ]
    if phone := identity.phone(said):
        ways.append(person_details.c.phone == phone)
    if words := folded(said).split():
        each = [person_details.c.search.contains(word, autoescape=True) for word in words]
        ways.append(and_(*each))
    return ways


def _bent(db: Connection, table: Any, amount: Any, person_id: int) -> list[Bent]:
    query = (
        select(rounds.c.slug, amount, table.c.reason, func.coalesce(staff.c.name, ""), table.c.at)
        .join_from(table, rounds, rounds.c.id == table.c.round_id)
        .outerjoin(staff, staff.c.id == table.c.by_id)
        .where(table.c.participant_id == person_id)
        .order_by(table.c.id)
    )
    return [Bent(*row) for row in db.execute(query)]
