"""Whom a session or a number belongs to, with all that the own pages show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Connection, bindparam, literal, select

from quiz.store import sessions
from quiz.store.people import Details
from quiz.store.prepared import Prepared
from quiz.store.tables import login_sessions, participants, person_details, units


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The participant of a living session, with all that the own pages show."""

    id: int
    code: str
    details: Details
    edits: int
    block: str
    standing: str
    listed: bool
    unit_id: int | None
    unit_code: str
    unit_name: str
    unit_path: str
    shared_device: bool

    @property
    def name(self) -> str:
        """The full name; empty where the contest asks none."""
        return self.details.name


def signed_in(db: Connection, token: str, contest_id: int, *, now: datetime) -> SignedIn | None:
    """Who of this contest holds this token, None when nobody does any more; one statement."""
    bound = {"token_digest": sessions.token_digest(token), "now": now, "contest": contest_id}
    row = _SIGNED_IN.first(db, bound)
    return _person(SimpleNamespace(**dict(zip(_NAMES, row, strict=True)))) if row else None


def identity_of(db: Connection, token: str, contest_id: int, *, now: datetime) -> str:
    """The digest by which whoever holds this token is known again in this contest, "" for nobody's."""
    query = select(participants.c.identity_digest).join(login_sessions).where(sessions.living(token, now))
    return db.execute(query.where(participants.c.contest_id == contest_id)).scalar_one_or_none() or ""


def by_id(db: Connection, contest_id: int, participant_id: int) -> SignedIn | None:
    """The participant of that number in that contest, as `signed_in` tells it."""
    query = select(*_PERSON, literal(0).label("shared_device")).select_from(_WHO)
    query = query.where(participants.c.contest_id == contest_id, participants.c.id == participant_id)
    row = db.execute(query).one_or_none()
    return _person(row) if row else None


def _person(row: Any) -> SignedIn:
    details = Details(row.name or "", row.birth_date, row.phone, row.roster_number, row.more or {})
    return SignedIn(
        id=row.id,
        code=row.code,
        details=details,
        edits=row.edits or 0,
        block=row.block,
        standing=row.standing,
        listed=bool(row.facts.get("listed")),
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
    participants.c.facts,
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


_SIGNED_IN = Prepared(
    select(*_PERSON, login_sessions.c.shared_device)
    .select_from(_WHO.join(login_sessions, login_sessions.c.participant_id == participants.c.id))
    .where(sessions.LIVING, participants.c.contest_id == bindparam("contest"))
)
_NAMES = (*(one.name for one in _PERSON), "shared_device")
