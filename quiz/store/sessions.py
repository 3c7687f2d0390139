"""Log-in sessions as revocable rows; the cookie carries a token of which only the digest is kept."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, insert, select, update

from quiz.store import adding
from quiz.store.tables import login_sessions, staff, staff_roles

TOKEN_BYTES = 24
CITIZEN_LIFE = timedelta(days=60)
STAFF_LIFE = timedelta(hours=12)
# `living` for statements that are built once; they bind `token_digest` and `now`.
LIVING = and_(
    login_sessions.c.token_digest == bindparam("token_digest"),
    login_sessions.c.revoked_at.is_(None),
    login_sessions.c.expires_at > bindparam("now"),
)


@dataclass(frozen=True, slots=True)
class Role:
    """A power, in one contest or (None) everywhere, over one unit's subtree or (None) all units."""

    role: str
    contest_id: int | None
    unit_id: int | None


@dataclass(frozen=True, slots=True)
class StaffMember:
    """A member of staff who is signed in, with all roles."""

    id: int
    login: str
    name: str
    must_change: bool
    has_totp: bool
    confirmed_at: datetime | None
    roles: tuple[Role, ...]

    def may(self, roles: frozenset[str], contest_id: int | None) -> bool:
        """Has this person one of the roles in that contest (or on the platform, for None)?"""
        return any(one.role in roles and one.contest_id in (None, contest_id) for one in self.roles)


def token_digest(token: str) -> str:
    """What is kept of a token; the token is random enough for a plain hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def open_for_participant(
    db: Connection, participant_id: int, *, shared_device: bool, agent_class: str, now: datetime
) -> str:
    """The token of a new session of a participant."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    adding.add(
        db,
        login_sessions,
        token_digest=token_digest(token),
        participant_id=participant_id,
        shared_device=int(shared_device),
        agent_class=agent_class,
        created_at=now,
        expires_at=now + CITIZEN_LIFE,
    )
    return token


def open_for_staff(db: Connection, staff_id: int, *, agent_class: str, now: datetime) -> str:
    """The token of a new session of a member of staff, who has just proved both factors."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    values = {"staff_id": staff_id, "agent_class": agent_class, "confirmed_at": now, "created_at": now}
    row = insert(login_sessions).values(
        token_digest=token_digest(token), expires_at=now + STAFF_LIFE, **values
    )
    db.execute(row)
    return token


def living(token: str, now: datetime) -> ColumnElement[bool]:
    """The condition under which a row of `login_sessions` is that token's and still good."""
    return and_(
        login_sessions.c.token_digest == token_digest(token),
        login_sessions.c.revoked_at.is_(None),
        login_sessions.c.expires_at > now,
    )


def is_living(db: Connection, token: str, *, now: datetime) -> bool:
    """Is this token still somebody's?"""
    return db.execute(select(login_sessions.c.id).where(living(token, now))).first() is not None


def staff_member(db: Connection, token: str, *, now: datetime) -> StaffMember | None:
    """Who of the staff holds this token, None when nobody does any more; one statement."""
    rows = db.execute(_staff_query(token, now)).all()
    if not rows:
        return None
    first = rows[0]
    return StaffMember(
        id=first.id,
        login=first.login,
        name=first.name,
        must_change=bool(first.must_change),
        has_totp=first.totp_secret is not None,
        confirmed_at=first.confirmed_at,
        roles=tuple(Role(row.role, row.contest_id, row.unit_id) for row in rows if row.role is not None),
    )


def revoke(db: Connection, token: str, *, now: datetime) -> None:
    """End the session of this token, copies of its cookie included."""
    db.execute(
        update(login_sessions)
        .where(login_sessions.c.token_digest == token_digest(token), login_sessions.c.revoked_at.is_(None))
        .values(revoked_at=now)
    )


def revoke_all_of(
    db: Connection, *, now: datetime, participant_id: int | None = None, staff_id: int | None = None
) -> None:
    """End every session of one participant or of one member of staff."""
    owner = (
        login_sessions.c.participant_id == participant_id
        if participant_id is not None
        else login_sessions.c.staff_id == staff_id
    )
    db.execute(
        update(login_sessions).where(owner, login_sessions.c.revoked_at.is_(None)).values(revoked_at=now)
    )


def _staff_query(token: str, now: datetime) -> Select[Any]:
    return (
        select(
            staff.c.id,
            staff.c.login,
            staff.c.name,
            staff.c.must_change,
            staff.c.totp_secret,
            login_sessions.c.confirmed_at,
            staff_roles.c.role,
            staff_roles.c.contest_id,
            staff_roles.c.unit_id,
        )
        .select_from(
            login_sessions.join(staff, staff.c.id == login_sessions.c.staff_id).outerjoin(
                staff_roles, staff_roles.c.staff_id == staff.c.id
            )
        )
        .where(living(token, now), staff.c.disabled_at.is_(None))
    )
