"""Who of the staff may do what, in which contest and over which unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, or_, select

from quiz.store.tables import staff, staff_roles
from quiz.store.writes import added


@dataclass(frozen=True, slots=True)
class GivenRole:
    """A role with its owner, as lists of staff show it."""

    id: int
    staff_id: int
    login: str
    name: str
    role: str
    contest_id: int | None
    unit_id: int | None
    disabled: bool


def give(
    db: Connection, staff_id: int, role: str, *, contest_id: int | None, unit_id: int | None, now: datetime
) -> int:
    """The number of the role, which may have been given before."""
    same = (
        staff_roles.c.staff_id == staff_id,
        staff_roles.c.role == role,
        staff_roles.c.contest_id.is_not_distinct_from(contest_id),
        staff_roles.c.unit_id.is_not_distinct_from(unit_id),
    )
    known = db.execute(select(staff_roles.c.id).where(*same)).scalars().first()
    if known is not None:
        return int(known)
    values = {"staff_id": staff_id, "role": role, "contest_id": contest_id, "unit_id": unit_id}
    return added(db, staff_roles, **values, given_at=now)


def take(db: Connection, role_id: int, contest_id: int | None) -> bool:
    """Take a role away that belongs to this contest (None: to the platform)."""
    own = staff_roles.c.contest_id.is_not_distinct_from(contest_id)
    gone = delete(staff_roles).where(staff_roles.c.id == role_id, own).returning(staff_roles.c.id)
    return db.execute(gone).first() is not None


def in_contest(db: Connection, contest_id: int) -> list[GivenRole]:
    """Every role that works in this contest, those of the platform included."""
    here = or_(staff_roles.c.contest_id == contest_id, staff_roles.c.contest_id.is_(None))
    return _given(db, here)


def everywhere(db: Connection) -> list[GivenRole]:
    """Every role of everybody."""
    return _given(db, staff_roles.c.id.is_not(None))


def _given(db: Connection, condition: ColumnElement[bool]) -> list[GivenRole]:
    query = (
        select(
            staff_roles.c.id,
            staff.c.id.label("staff_id"),
            staff.c.login,
            staff.c.name,
            staff_roles.c.role,
            staff_roles.c.contest_id,
            staff_roles.c.unit_id,
            staff.c.disabled_at.is_not(None).label("disabled"),
        )
        .join(staff, staff.c.id == staff_roles.c.staff_id)
        .where(condition)
        .order_by(staff.c.login, staff_roles.c.role)
    )
    return [GivenRole(*row) for row in db.execute(query)]
