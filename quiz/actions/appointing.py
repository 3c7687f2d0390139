"""Who may give which role to whom: organisers in their contest, operators everywhere but to themselves."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from quiz.actions import staffing
from quiz.rules.refusals.contest import FieldMissing, NotFound
from quiz.rules.refusals.office import NotAllowedHere, NotYours
from quiz.store import roles, staff
from quiz.store.staff import Account

BY_ORGANISERS = ("organiser", "editor", "coordinator", "support", "auditor")
# Operators keep the platform running; what a contest holds is its organisers' business.
BY_OPERATORS = ("operator", "organiser", "auditor")


LOGIN = re.compile(r"[\w.@-]{2,60}")


@dataclass(frozen=True, slots=True)
class Appointment:
    """A role for a person: in one contest, or (None) everywhere; over one unit's branch, or (None) all."""

    login: str
    name: str
    role: str
    contest_id: int | None
    unit_id: int | None


def is_login(said: str) -> bool:
    """Can this be a login name: one that is typed and told without doubt?"""
    return LOGIN.fullmatch(said.strip()) is not None


def appoint(db: Connection, wanted: Appointment, *, by: int, now: datetime) -> str | None:
    """The one-time password of a new account, None for somebody who has an account and gets one more role."""
    _refuse(wanted)
    login, password = wanted.login.strip().casefold(), None
    account = staff.by_login(db, login)
    if account is None:
        _number, password = staffing.add(db, login=login, name=wanted.name or login, by=by, now=now)
        account = staff.by_login(db, login)
        assert account is not None
    if account.id == by:
        raise NotYours
    staffing.give_role(
        db, account, wanted.role, contest_id=wanted.contest_id, unit_id=wanted.unit_id, by=by, now=now
    )
    return password


def governed(db: Connection, login: str, contest_id: int | None, *, by: int) -> Account:
    """The account whose password and access may be decided by an organiser of this contest (None: operator).

    Raises NotFound for a stranger's, NotYours for the own one or one that has a role elsewhere as well.
    """
    account = staff.by_login(db, login)
    held = [one for one in roles.everywhere(db) if account is not None and one.staff_id == account.id]
    if account is None or (contest_id is not None and all(one.contest_id != contest_id for one in held)):
        raise NotFound
    elsewhere = contest_id is not None and any(one.contest_id != contest_id for one in held)
    if account.id == by or elsewhere:
        raise NotYours
    return account


def _refuse(wanted: Appointment) -> None:
    if not wanted.login.strip():
        raise FieldMissing(field="tên đăng nhập / sign-in name")
    if not is_login(wanted.login):
        raise NotAllowedHere(
            vi="Tên đăng nhập gồm 2 đến 60 chữ, số, dấu chấm, gạch nối, gạch dưới hoặc @. Bạn nhập lại.",
            en="A login name has 2 to 60 letters, digits, dots, hyphens, underscores or @. Enter it again.",
        )
    allowed = BY_OPERATORS if wanted.contest_id is None else BY_ORGANISERS
    if wanted.role not in allowed:
        raise NotFound
    if wanted.role == "coordinator" and wanted.unit_id is None:
        raise NotAllowedHere(
            vi="Người phụ trách đơn vị cần một đơn vị. Bạn nhập mã đơn vị rồi lưu lại.",
            en="A coordinator needs a unit. Enter the unit's code and save again.",
        )
