"""Accounts of staff: how they come to be, sign in with two factors, and lose their powers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from quiz.actions import passwords, second_factor
from quiz.actions.second_factor import Vault
from quiz.rules.refusals.contest import ReasonMissing
from quiz.rules.refusals.staff import CodeWrong, LoginTaken
from quiz.store import audit, roles, sessions, staff
from quiz.store.staff import Account


@dataclass(frozen=True, slots=True)
class NewFactor:
    """A second factor that its owner has on the screen and has not proved yet."""

    secret: str
    recovery_codes: tuple[str, ...]


def add(db: Connection, *, login: str, name: str, by: int | None, now: datetime) -> tuple[int, str]:
    """The number of a new account and its one-time password, which is shown once.

    Raises LoginTaken.
    """
    login = login.strip().casefold()
    if staff.login_taken(db, login):
        raise LoginTaken(login=login)
    password = passwords.one_time()
    number = staff.add(db, login=login, name=name, password_hash=passwords.hashed(password), now=now)
    _note(db, by, "staff.add", login, {"name": name}, "", now)
    return number, password


def sign_in(
    db: Connection, account: Account, *, code: str, vault: Vault, agent_class: str, now: datetime
) -> str | None:
    """The token of a new session for somebody whose password fitted; None for a wrong or spent code.

    Before the second factor is set up the password alone opens the session, which leads nowhere else.
    """
    if account.totp_secret is not None and not prove(db, account, code=code, vault=vault, now=now):
        return None
    return sessions.open_for_staff(db, account.id, agent_class=agent_class, now=now)


def prove(db: Connection, account: Account, *, code: str, vault: Vault, now: datetime) -> bool:
    """Spend a code of the moment, or a recovery code: False for a wrong or spent one."""
    secret = vault.unlock(account.totp_secret or "")
    step = second_factor.step_of(secret, code, now) if secret else None
    good = staff.use_step(db, account.id, step) if step is not None else _recover(db, account, code, now)
    if good:
        _seal_anew(db, account, vault)
    return good


def set_up(
    db: Connection, account: Account, *, factor: NewFactor, code: str, vault: Vault, now: datetime
) -> None:
    """Give the account its second factor, proved by a code; raises CodeWrong."""
    step = second_factor.step_of(factor.secret, code, now)
    if step is None:
        raise CodeWrong
    digests = second_factor.recovery_digests(factor.recovery_codes)
    if staff.set_second_factor(db, account.id, secret=vault.lock(factor.secret), step=step, digests=digests):
        _note(db, account.id, "staff.second_factor", account.login, {}, "", now)


def under_old_keys(db: Connection, vault: Vault) -> tuple[str, ...]:
    """The logins whose second factor the present key alone does not open."""
    present = Vault(vault.keys[:1], vault.purpose)
    factors = staff.second_factors(db)
    return tuple(sorted(login for login, locked in factors.items() if present.unlock(locked) is None))


def change_password(db: Connection, account: Account, password: str, *, now: datetime) -> None:
    """Replace the own password and end every session; raises PasswordWeak."""
    passwords.refuse_weak(password, account.login)
    staff.set_password(db, account.id, passwords.hashed(password))
    sessions.revoke_all_of(db, staff_id=account.id, now=now)
    _note(db, account.id, "staff.password", account.login, {}, "", now)


def reset(db: Connection, account: Account, *, by: int | None, reason: str, now: datetime) -> str:
    """The new one-time password of an account whose owner lost both factors; raises ReasonMissing."""
    if not reason.strip():
        raise ReasonMissing
    password = passwords.one_time()
    staff.set_password(db, account.id, passwords.hashed(password), must_change=1)
    staff.clear_second_factor(db, account.id)
    sessions.revoke_all_of(db, staff_id=account.id, now=now)
    _note(db, by, "staff.reset", account.login, {}, reason, now)
    return password


def disable(db: Connection, account: Account, *, by: int | None, reason: str, now: datetime) -> None:
    """Close an account and end its sessions; raises ReasonMissing."""
    if not reason.strip():
        raise ReasonMissing
    if staff.disable(db, account.id, now=now):
        sessions.revoke_all_of(db, staff_id=account.id, now=now)
        _note(db, by, "staff.disable", account.login, {}, reason, now)


def give_role(
    db: Connection,
    account: Account,
    role: str,
    *,
    contest_id: int | None,
    unit_id: int | None,
    by: int | None,
    now: datetime,
) -> None:
    """Give a role in one contest, or (None) on the platform; again is no error."""
    roles.give(db, account.id, role, contest_id=contest_id, unit_id=unit_id, now=now)
    detail = {"role": role, "contest": contest_id, "unit": unit_id}
    _note(db, by, "staff.role.give", account.login, detail, "", now)


def take_role(
    db: Connection, role_id: int, *, contest_id: int | None, by: int | None, reason: str, now: datetime
) -> None:
    """Take a role of this contest away; raises ReasonMissing."""
    if not reason.strip():
        raise ReasonMissing
    if roles.take(db, role_id, contest_id):
        _note(db, by, "staff.role.take", str(role_id), {"contest": contest_id}, reason, now)


def _recover(db: Connection, account: Account, code: str, now: datetime) -> bool:
    if not staff.use_recovery(db, account, second_factor.recovery_digest(code)):
        return False
    left = {"left": len(account.recovery_digests) - 1}
    _note(db, account.id, "staff.recovery", account.login, left, "", now)
    return True


def _seal_anew(db: Connection, account: Account, vault: Vault) -> None:
    before = account.totp_secret or ""
    after = vault.renewed(before)
    if after is not None:
        staff.reseal(db, account.id, before=before, after=after)


def _note(
    db: Connection,
    by: int | None,
    act: str,
    subject: str,
    detail: Mapping[str, object],
    reason: str,
    now: datetime,
) -> None:
    audit.record(
        db,
        chain=audit.PLATFORM,
        staff_id=by,
        act=act,
        subject=subject,
        detail=detail,
        reason=reason,
        now=now,
    )
