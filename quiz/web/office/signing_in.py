"""Staff sign in with password and code, set up both at the first sign-in, confirm, and sign out."""

from __future__ import annotations

from datetime import datetime

import segno
from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from quiz.actions import knocking, second_factor, staffing
from quiz.actions.knocking import Knock
from quiz.actions.staffing import NewFactor
from quiz.rules.refusals.contest import Refusal
from quiz.rules.refusals.staff import CodeWrong
from quiz.settings import Settings
from quiz.store import sessions, staff
from quiz.store.sessions import StaffMember
from quiz.store.staff import Account
from quiz.web import login
from quiz.web.clock import arrival
from quiz.web.language import language
from quiz.web.office.hashing import password_fits
from quiz.web.office.roles import ANY_ROLE, acting, open_to_all, role_required
from quiz.web.sealed import opened, shut, vault
from quiz.web.transaction import writing

pages = Blueprint("office_sign_in", __name__, url_prefix="/office")
AGENT = "office"
SET_UP = b"quiz second factor to be proved"


@pages.get("/sign-in")
@open_to_all
def show() -> ResponseReturnValue:
    """The sign-in form."""
    return render_template("office/sign_in/sign_in.html", next=_next(), login="", fault="")


@pages.post("/sign-in")
@open_to_all
def enter() -> ResponseReturnValue:
    """Open a session for the right three, or answer the one sentence for anything else."""
    name, now = request.form.get("login", "").strip().casefold(), arrival()
    knock = _knock(name)
    with writing() as db:
        knocking.charge(db, knock, vault=vault(), now=now)
        account = staff.by_login(db, name)
    fits = password_fits(account.password_hash if account else None, request.form.get("password", ""))
    token = _open(account, knock, now) if account and fits else None
    if token is None:
        fault = _("Tên đăng nhập, mật khẩu hoặc mã chưa đúng. Bạn kiểm tra rồi nhập lại cả ba.")
        return render_template("office/sign_in/sign_in.html", next=_next(), login=name, fault=fault), 422
    login.sign_in(login.STAFF, token)
    return redirect(_next(), 303)


@pages.post("/sign-out")
@open_to_all
def leave() -> ResponseReturnValue:
    """End the session, copies of its cookie included."""
    if token := login.staff_token():
        with writing() as db:
            sessions.revoke(db, token, now=arrival())
        login.sign_out()
    return redirect(url_for("office_sign_in.show"), 303)


@pages.get("/set-up")
@open_to_all
def set_up() -> ResponseReturnValue:
    """What is still to do before the office opens: an own password, a second factor."""
    member = login.staff_member()
    if member is None:
        return redirect(url_for("office_sign_in.show"), 303)
    if not member.must_change and member.has_totp:
        return redirect(url_for("office_contests.index"), 303)
    factor = NewFactor(second_factor.fresh_secret(), second_factor.fresh_recovery_codes())
    return _set_up_page(member, factor, "")


@pages.post("/set-up")
@open_to_all
def finish() -> ResponseReturnValue:
    """Take the new password and the proof of the second factor, and open a fresh session."""
    member = login.staff_member()
    factor = _factor(request.form.get("sealed", ""), member)
    if member is None or factor is None:
        return redirect(url_for("office_sign_in.set_up"), 303)
    try:
        token = _finished(member, factor, arrival())
    except Refusal as refusal:
        return _set_up_page(member, factor, refusal.sentence(language())), refusal.status
    login.sign_in(login.STAFF, token)
    return redirect(url_for("office_contests.index"), 303)


@pages.get("/confirm")
@role_required(*ANY_ROLE)
def confirm() -> ResponseReturnValue:
    """Ask for a fresh code before a page that needs it."""
    return render_template("office/sign_in/confirm.html", next=_next(), fault="")


@pages.post("/confirm")
@role_required(*ANY_ROLE)
def confirmed() -> ResponseReturnValue:
    """Note the fresh code and go on."""
    now, knock = arrival(), _knock(acting().login)
    with writing() as db:
        knocking.charge(db, knock, vault=vault(), now=now)
    with writing() as db:
        account = staff.by_id(db, acting().id)
        good = account and staffing.prove(
            db, account, code=request.form.get("code", ""), vault=vault(), now=now
        )
        if good:
            staff.confirm(db, login.staff_token() or "", now=now)
            knocking.forgive(db, knock, vault=vault())
    if not good:
        fault = CodeWrong().sentence(language())
        return render_template("office/sign_in/confirm.html", next=_next(), fault=fault), CodeWrong.status
    return redirect(_next(), 303)


def _open(account: Account, knock: Knock, now: datetime) -> str | None:
    with writing() as db:
        code = request.form.get("code", "")
        token = staffing.sign_in(db, account, code=code, vault=vault(), agent_class=AGENT, now=now)
        if token is not None:
            knocking.forgive(db, knock, vault=vault())
        return token


def _knock(name: str) -> Knock:
    settings: Settings = current_app.config["SETTINGS"]
    source = request.remote_addr or ""
    return Knock(name, source, settings.account_tries, settings.source_tries)


def _finished(member: StaffMember, factor: NewFactor, now: datetime) -> str:
    with writing() as db:
        account = staff.by_id(db, member.id)
        if account is None:
            raise CodeWrong
        if not member.has_totp:
            code = request.form.get("code", "")
            staffing.set_up(db, account, factor=factor, code=code, vault=vault(), now=now)
        if member.must_change:
            staffing.change_password(db, account, request.form.get("password", ""), now=now)
        sessions.revoke(db, login.staff_token() or "", now=now)
        return sessions.open_for_staff(db, member.id, agent_class=AGENT, now=now)


def _set_up_page(member: StaffMember, factor: NewFactor, fault: str) -> str:
    # The secret travels with the form under lock: nothing is kept of a second factor that nobody proved.
    sealed = shut([member.id, factor.secret, factor.recovery_codes], SET_UP)
    uri = second_factor.address(factor.secret, member.login, _("Văn phòng cuộc thi"))
    return render_template(
        "office/sign_in/set_up.html",
        member=member,
        factor=factor,
        sealed=sealed,
        fault=fault,
        picture=segno.make(uri).svg_data_uri(scale=4, border=2),
    )


def _factor(sealed: str, member: StaffMember | None) -> NewFactor | None:
    proposed = opened(sealed, SET_UP)
    if proposed is None or member is None:
        return None
    owner, secret, codes = proposed
    return NewFactor(secret, tuple(codes)) if owner == member.id else None


def _next() -> str:
    wanted = request.values.get("next", "")
    inside = wanted.startswith("/office/") and "\\" not in wanted and "//" not in wanted
    return wanted if inside else url_for("office_contests.index")
