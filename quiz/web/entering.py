"""Signing in by code or link, the page that shows a fresh code, lost codes, signing out."""

from __future__ import annotations

from urllib.parse import quote

from flask import Blueprint, flash, jsonify, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from quiz.actions import consenting, signing_in
from quiz.rules.refusals.contest import Refusal
from quiz.rules.refusals.entry import EntryCodeWrong, LinkDead, SlowDown
from quiz.store import consents, known, sessions
from quiz.store.codes import EntryCode
from quiz.store.contests import ContestState
from quiz.web import fresh_code, login, qr, visitors
from quiz.web.clock import arrival
from quiz.web.contests import contest_state
from quiz.web.language import language
from quiz.web.transaction import reading, writing

pages = Blueprint("entering", __name__)


@pages.get("/c/<slug>/sign-in")
def sign_in_page(slug: str) -> str:
    """The form for telephone or number, and code."""
    return _sign_in_form(contest_state(slug))


@pages.post("/c/<slug>/sign-in")
def sign_in(slug: str) -> Response:
    """Let the person in, or say the same sentence to an unknown account and to a wrong code."""
    state, now = contest_state(slug), arrival()
    account, code = request.form.get("account", ""), request.form.get("code", "")
    try:
        with writing() as db:
            token = signing_in.by_code(
                db, state, account, code, visitors.caller(), key=visitors.code_key(), now=now
            )
    except SlowDown as refusal:
        response = make_response(_sign_in_form(state, refusal), refusal.status)
        response.headers["Retry-After"] = str(refusal.values["retry_after"])
        return response
    if token is None:
        return make_response(_sign_in_form(state, EntryCodeWrong()), EntryCodeWrong.status)
    return _enter(state, token)


@pages.get("/c/<slug>/enter")
def link_page(slug: str) -> str:
    """Where the link and the QR code lead; the secret stays in the fragment, so a preview sees nothing."""
    return render_template("account/enter.html", state=contest_state(slug))


@pages.post("/c/<slug>/enter/who")
def link_name(slug: str) -> Response:
    """Whose link it is, for the question "is that you?"; uses nothing up."""
    state = contest_state(slug)
    with reading() as db:
        name = signing_in.link_name(db, state, request.form.get("secret", ""), key=visitors.code_key())
    return jsonify(name=name)


@pages.post("/c/<slug>/enter")
def enter(slug: str) -> Response:
    """Let the holder of the link in."""
    state, now = contest_state(slug), arrival()
    with writing() as db:
        token = signing_in.by_link(
            db,
            state,
            request.form.get("secret", ""),
            visitors.caller(),
            key=visitors.code_key(),
            now=now,
        )
    if token is None:
        raise LinkDead
    return _enter(state, token)


@pages.get("/c/<slug>/code")
def code_page(slug: str) -> Response | str:
    """One screen with the fresh code, made for a screenshot; later only the way to a new one."""
    state, now = contest_state(slug), arrival()
    with reading() as db:
        me = visitors.person(db, state)
    if me is None:
        return visitors.sign_in_first(state)
    entry = fresh_code.kept(me.code, now=now)
    shown = _ways(state, me, entry) if entry else {}
    on = visitors.way_on(state, url_for("home.contest_home", slug=slug))
    return render_template("account/code.html", state=state, me=me, entry=entry, way_on=on, **shown)


@pages.post("/c/<slug>/code")
def new_code(slug: str) -> Response:
    """A new code for whoever is still signed in; the lost one stops working."""
    state, now = contest_state(slug), arrival()
    token = login.citizen_token()
    if token is None:
        return visitors.sign_in_first(state)
    with writing() as db:
        me = known.signed_in(db, token, state.id, now=now)
        entry = signing_in.new_code(db, state, token, key=visitors.code_key(), now=now)
    if me is None or entry is None:
        return visitors.sign_in_first(state)
    fresh_code.keep(me.code, entry, now=now)
    return redirect(url_for("entering.code_page", slug=slug), 303)


@pages.get("/c/<slug>/lost-code")
def lost_code(slug: str) -> str:
    """Whom to ask; a device that is still signed in may help itself."""
    state = contest_state(slug)
    with reading() as db:
        me = visitors.person(db, state)
    return render_template("account/lost_code.html", state=state, me=me)


@pages.post("/c/<slug>/sign-out")
def sign_out(slug: str) -> Response:
    """End the session of this device."""
    state, token = contest_state(slug), login.citizen_token()
    if token:
        with writing() as db:
            sessions.revoke(db, token, now=arrival())
        login.sign_out()
    flash(_("Bạn đã đăng xuất khỏi máy này."), "done")
    return redirect(visitors.way_on(state, url_for("home.contest_home", slug=slug)), 303)


@pages.post("/c/<slug>/sign-out-everywhere")
def sign_out_everywhere(slug: str) -> Response:
    """End the sessions of this person on every device."""
    state = contest_state(slug)
    with writing() as db:
        me = visitors.person(db, state)
        if me is not None:
            sessions.revoke_all_of(db, participant_id=me.id, now=arrival())
    login.sign_out()
    flash(_("Bạn đã đăng xuất khỏi mọi thiết bị."), "done")
    return redirect(url_for("home.contest_home", slug=slug), 303)


def _enter(state: ContestState, token: str) -> Response:
    now, old = arrival(), login.citizen_token()
    with writing() as db:
        if old:
            sessions.revoke(db, old, now=now)
        me = known.signed_in(db, token, state.id, now=now)
        given = consents.living(db, me.id) if me else {}
    login.sign_in(login.CITIZEN, token)
    on = visitors.way_on(state, url_for("home.contest_home", slug=state.slug))
    if me and consenting.missing(state.contest, given):
        return redirect(url_for("account.consent_page", slug=state.slug, next=on), 303)
    return redirect(on, 303)


def _sign_in_form(state: ContestState, refusal: Refusal | None = None) -> str:
    return render_template(
        "account/sign_in.html",
        state=state,
        fault=refusal.sentence(language()) if refusal else "",
        account=request.form.get("account", ""),
        way_on=visitors.way_on(state, ""),
    )


def _ways(state: ContestState, me: known.SignedIn, entry: EntryCode) -> dict[str, str]:
    address = url_for("entering.link_page", slug=state.slug)
    link = f"{visitors.settings().public_url.rstrip('/')}{address}#{entry.secret}"
    number = me.details.phone or me.details.roster_number or me.code
    words = _(
        "Mã vào thi của %(name)s: %(code)s. %(link)s", name=me.name or me.code, code=entry.code, link=link
    )
    return {
        "link": link,
        "picture": qr.picture(link),
        "account": number,
        "sms": f"sms:{me.details.phone or ''}?body={quote(words)}",
    }
