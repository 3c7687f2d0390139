"""Who may open which office page: every view names its roles, and a test fails on one that does not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from flask import g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from quiz.rules.refusals.contest import NotFound
from quiz.rules.refusals.staff import RoleMissing
from quiz.store.contests import ContestState
from quiz.store.schema.staff import ROLES
from quiz.store.sessions import StaffMember
from quiz.web.clock import arrival
from quiz.web.contests import contest_now
from quiz.web.login import staff_member

View = Callable[..., ResponseReturnValue]
ANY_ROLE = frozenset(ROLES)
# Everybody of a contest; the platform's operator runs machines and sees no contest's content.
CONTEST_STAFF = ("organiser", "editor", "coordinator", "auditor", "support")
# How long a second factor stays fresh for what needs it again: keys, personal data, roles.
FRESH = timedelta(minutes=15)


def role_required(*roles: str) -> Callable[[View], View]:
    """A view for staff with one of these roles, in the contest of the address if it names one (`<slug>`)."""
    needed = frozenset(roles)
    if not needed or not needed <= ANY_ROLE:
        raise ValueError(f"unknown roles: {sorted(needed - ANY_ROLE)}")

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(**values: Any) -> ResponseReturnValue:
            turned_away = _turned_away(needed)
            return view(**values) if turned_away is None else turned_away

        guarded.required_roles = needed  # type: ignore[attr-defined]
        return guarded

    return guard


def open_to_all(view: View) -> View:
    """Mark one of the few office views that need no role: the sign-in itself."""
    view.required_roles = frozenset()  # type: ignore[attr-defined]
    return view


def confirmation_required(view: View) -> View:
    """A view that asks for the second factor again after 15 minutes; stands under `@role_required`."""

    @wraps(view)
    def guarded(**values: Any) -> ResponseReturnValue:
        if recently_confirmed():
            return view(**values)
        back = request.full_path if request.method == "GET" else urlsplit(request.referrer or "").path
        return redirect(url_for("office_sign_in.confirm", next=back), 303)

    return guarded


def acting() -> StaffMember:
    """The member of staff who makes this request, behind `@role_required`."""
    member = staff_member()
    if member is None:
        raise NotFound
    return member


def recently_confirmed() -> bool:
    """Was the second factor given within the last 15 minutes?"""
    confirmed_at = acting().confirmed_at
    return confirmed_at is not None and arrival() - confirmed_at <= FRESH


def office_contest() -> ContestState | None:
    """The contest of this address once its visitor was let in, None elsewhere."""
    state: ContestState | None = g.get("office_contest")
    return state


def unit_scope(member: StaffMember, contest_id: int) -> frozenset[int] | None:
    """The units whose subtrees this person may see in the contest; None means all of them."""
    here = [one for one in member.roles if one.contest_id in (None, contest_id)]
    if any(one.unit_id is None for one in here):
        return None
    return frozenset(one.unit_id for one in here if one.unit_id is not None)


def allowed(member: StaffMember, view: Callable[..., Any], contest_id: int | None) -> bool:
    """May this person open that view, in that contest or (None) anywhere?"""
    needed: frozenset[str] = getattr(view, "required_roles", frozenset())
    if contest_id is not None:
        return member.may(needed, contest_id)
    return any(one.role in needed for one in member.roles)


def _turned_away(needed: frozenset[str]) -> ResponseReturnValue | None:
    member = staff_member()
    if member is None:
        return redirect(url_for("office_sign_in.show", next=request.full_path), 303)
    if member.must_change or not member.has_totp:
        return redirect(url_for("office_sign_in.set_up"), 303)
    _enter(member, needed)
    return None


def _enter(member: StaffMember, needed: frozenset[str]) -> None:
    slug = (request.view_args or {}).get("slug")
    if slug is None:
        if not any(one.role in needed for one in member.roles):
            raise RoleMissing
        return
    state = contest_now(slug)
    # A contest of somebody else is absent, not forbidden.
    if not member.may(ANY_ROLE, state.id):
        raise NotFound
    if not member.may(needed, state.id):
        raise RoleMissing
    g.office_contest = state
