"""Accounts of staff: what sign-in compares, and the writes that settle its races."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, or_, select, update

from quiz.store.sessions import living
from quiz.store.tables import login_sessions, staff
from quiz.store.writes import added


@dataclass(frozen=True, slots=True)
class Account:
    """An account that may sign in, with its secrets as they are kept."""

    id: int
    login: str
    name: str
    password_hash: str
    totp_secret: str | None
    recovery_digests: tuple[str, ...]


def by_login(db: Connection, login: str) -> Account | None:
    """The account of that login name, None when there is none or it is disabled."""
    return _account(db, staff.c.login == login)


def by_id(db: Connection, staff_id: int) -> Account | None:
    """The account of that number, None when it is disabled."""
    return _account(db, staff.c.id == staff_id)


def login_taken(db: Connection, login: str) -> bool:
    """Has anybody, disabled ones included, this login name?"""
    return db.execute(select(staff.c.id).where(staff.c.login == login)).first() is not None


def add(db: Connection, *, login: str, name: str, password_hash: str, now: datetime) -> int:
    """The number of a new account whose password must be changed at the first sign-in."""
    return added(db, staff, login=login, name=name, password_hash=password_hash, created_at=now)


def use_step(db: Connection, staff_id: int, step: int) -> bool:
    """Spend a time step: False when it, or a later one, was spent before."""
    unspent = or_(staff.c.totp_step.is_(None), staff.c.totp_step < step)
    return _changed(db, staff_id, unspent, totp_step=step)


def use_recovery(db: Connection, account: Account, digest: str) -> bool:
    """Spend a recovery code: False when it is none, or was spent in the same moment."""
    if digest not in account.recovery_digests:
        return False
    before = list(account.recovery_digests)
    after = [one for one in before if one != digest]
    return _changed(db, account.id, staff.c.recovery_digests == before, recovery_digests=after)


def set_password(db: Connection, staff_id: int, password_hash: str, *, must_change: int = 0) -> None:
    """Replace the password; `must_change` is 1 for one that somebody else chose."""
    _changed(
        db, staff_id, staff.c.disabled_at.is_(None), password_hash=password_hash, must_change=must_change
    )


def set_second_factor(db: Connection, staff_id: int, *, secret: str, step: int, digests: list[str]) -> bool:
    """Set up the second factor where there is none yet."""
    none_yet = staff.c.totp_secret.is_(None)
    return _changed(db, staff_id, none_yet, totp_secret=secret, totp_step=step, recovery_digests=digests)


def reseal(db: Connection, staff_id: int, *, before: str, after: str) -> None:
    """Keep the same second factor under another seal, unless it was replaced meanwhile."""
    _changed(db, staff_id, staff.c.totp_secret == before, totp_secret=after)


def clear_second_factor(db: Connection, staff_id: int) -> bool:
    """Forget the second factor, to be set up again at the next sign-in."""
    there = staff.c.totp_secret.is_not(None)
    return _changed(db, staff_id, there, totp_secret=None, totp_step=None, recovery_digests=None)


def second_factors(db: Connection) -> dict[str, str]:
    """The sealed second factor of every open account that has one, by login."""
    set_up = select(staff.c.login, staff.c.totp_secret).where(
        staff.c.totp_secret.is_not(None), staff.c.disabled_at.is_(None)
    )
    return {row.login: row.totp_secret for row in db.execute(set_up)}


def disable(db: Connection, staff_id: int, *, now: datetime) -> bool:
    """Close an account: whether this call was the one that did it."""
    return _changed(db, staff_id, staff.c.disabled_at.is_(None), disabled_at=now)


def enable(db: Connection, staff_id: int) -> bool:
    """Open an account again."""
    return _changed(db, staff_id, staff.c.disabled_at.is_not(None), disabled_at=None)


def confirm(db: Connection, token: str, *, now: datetime) -> None:
    """Note that the holder of this session has just proved the second factor again."""
    db.execute(update(login_sessions).where(living(token, now)).values(confirmed_at=now))


def _account(db: Connection, which: ColumnElement[bool]) -> Account | None:
    query = select(
        staff.c.id,
        staff.c.login,
        staff.c.name,
        staff.c.password_hash,
        staff.c.totp_secret,
        staff.c.recovery_digests,
    ).where(which, staff.c.disabled_at.is_(None))
    row = db.execute(query).one_or_none()
    if row is None:
        return None
    return Account(
        row.id, row.login, row.name, row.password_hash, row.totp_secret, tuple(row.recovery_digests or ())
    )


def _changed(db: Connection, staff_id: int, condition: ColumnElement[bool], **values: Any) -> bool:
    changed = update(staff).where(staff.c.id == staff_id, condition).values(**values).returning(staff.c.id)
    return db.execute(changed).first() is not None
