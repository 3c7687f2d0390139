"""Staff: who has which role, new accounts with a one-time password, reset and close."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from quiz.actions import appointing, staffing
from quiz.actions.appointing import BY_OPERATORS, BY_ORGANISERS, Appointment
from quiz.rules.refusals.contest import NotFound, Refusal, UnitUnknown
from quiz.rules.refusals.staff import ContestUnnamed
from quiz.store import contests, pacing, roles, trees
from quiz.web.clock import arrival
from quiz.web.contests import contest_state
from quiz.web.office import asked, once
from quiz.web.office.kept import kept
from quiz.web.office.roles import acting, confirmation_required, role_required
from quiz.web.transaction import reading, writing

pages = Blueprint("office_staff", __name__, url_prefix="/office")


def _everywhere(refusal: Refusal | None = None) -> str:
    with reading() as db:
        given = roles.everywhere(db)
        places = {contest_state(slug).id: slug for slug in contests.slugs(db)}
    return _page(refusal, given=given, places=places, units={}, choices=BY_OPERATORS)


def _in_contest(slug: str, refusal: Refusal | None = None) -> str:
    state = contest_state(slug)
    with reading() as db:
        given = roles.in_contest(db, state.id)
        units = {one.id: one.path for one in trees.nodes(db, state.id)}
    return _page(refusal, given=given, places={}, units=units, choices=BY_ORGANISERS)


def _page(refusal: Refusal | None, **shown: Any) -> str:
    told = None if refusal else once.take()
    return render_template("office/staff/index.html", refusal=refusal, told=told, **shown)


@pages.get("/staff")
@role_required("operator")
def index() -> ResponseReturnValue:
    """Everybody with a role anywhere."""
    return _everywhere()


@pages.get("/c/<slug>/staff")
@role_required("organiser")
def of_contest(slug: str) -> ResponseReturnValue:
    """Everybody with a role in this contest."""
    return _in_contest(slug)


@pages.post("/staff")
@role_required("operator")
@confirmation_required
@kept(_everywhere)
def add() -> ResponseReturnValue:
    """Make an operator or a platform auditor, or an organiser of one contest."""
    _appoint(_named_contest(), None)
    return redirect(url_for("office_staff.index"), 303)


@pages.post("/c/<slug>/staff")
@role_required("organiser")
@confirmation_required
@kept(_in_contest)
def add_to_contest(slug: str) -> ResponseReturnValue:
    """Give somebody a role in this contest; a new account gets a one-time password."""
    _appoint(contest_state(slug).id, asked.text("unit") or None)
    return redirect(url_for("office_staff.of_contest", slug=slug), 303)


@pages.post("/staff/<login>/<any(take, reset, disable):act>")
@role_required("operator")
@confirmation_required
def change(login: str, act: str) -> ResponseReturnValue:
    """Reset or close an account, or take a role of the platform away."""
    _change(login, act, None)
    return redirect(url_for("office_staff.index"), 303)


@pages.post("/c/<slug>/staff/<login>/<any(take, reset, disable):act>")
@role_required("organiser")
@confirmation_required
def change_in_contest(slug: str, login: str, act: str) -> ResponseReturnValue:
    """The same for somebody who works in this contest alone."""
    _change(login, act, contest_state(slug).id)
    return redirect(url_for("office_staff.of_contest", slug=slug), 303)


def _named_contest() -> int | None:
    """The contest that the form names; a role of the platform has none."""
    slug = asked.text("contest")
    if not slug and asked.text("role") != "organiser":
        return None
    try:
        return contest_state(slug).id
    except NotFound:
        raise ContestUnnamed from None


def _appoint(contest_id: int | None, unit: str | None) -> None:
    login, now = asked.text("login")[:100], arrival()
    with writing() as db:
        unit_id = pacing.unit_number(db, contest_id, unit) if unit and contest_id else None
        if unit and unit_id is None:
            raise UnitUnknown(unit=unit[:100])
        wanted = Appointment(login, asked.text("name")[:100], asked.text("role"), contest_id, unit_id)
        password = appointing.appoint(db, wanted, by=acting().id, now=now)
    if password is None:
        flash(_("Đã giao vai trò."), "done")
    else:
        once.keep({"login": login.casefold(), "password": password})


def _change(login: str, act: str, contest_id: int | None) -> None:
    reason, by, now = asked.reason(), acting().id, arrival()
    with writing() as db:
        if act == "take":
            staffing.take_role(db, asked.whole("role"), contest_id=contest_id, by=by, reason=reason, now=now)
            flash(_("Đã rút vai trò."), "done")
            return
        account = appointing.governed(db, login, contest_id, by=by)
        if act == "disable":
            staffing.disable(db, account, by=by, reason=reason, now=now)
            flash(_("Đã khoá tài khoản và đăng xuất mọi thiết bị."), "done")
            return
        password = staffing.reset(db, account, by=by, reason=reason, now=now)
    once.keep({"login": login, "password": password})
