"""The sign-up form, made from the fields of the rulebook; nothing typed is lost on a fault."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from quiz.actions import entries, signing_up
from quiz.actions.entries import EntryRefused
from quiz.actions.signing_up import Entry
from quiz.rules.contest import Joined
from quiz.rules.refusals.contest import Refusal
from quiz.rules.refusals.entry import SignedUpHere
from quiz.store import known, sessions
from quiz.store.contests import ContestState
from quiz.web import fresh_code, login, visitors
from quiz.web.clock import arrival
from quiz.web.contests import contest_state
from quiz.web.language import language
from quiz.web.transaction import writing
from quiz.web.unit_search import find

pages = Blueprint("registering", __name__)
NOTHING: Mapping[str, Refusal] = {}
MARK_BYTES, LONGEST_MARK = 12, 40


@pages.get("/c/<slug>/register")
def form(slug: str) -> str:
    """An empty form; `q` searches the units without JavaScript."""
    return _form(contest_state(slug), request.args, NOTHING)


@pages.post("/c/<slug>/register")
def register(slug: str) -> Response | tuple[str, int] | str:
    """Take the person in and go on to the code page, or show the form again with its faults.

    Who is signed in here and fills in the form once more is sent on instead.
    """
    state = contest_state(slug)
    if "find" in request.form:
        return _form(state, request.form, NOTHING)
    try:
        return _enrol(state)
    except EntryRefused as refused:
        if isinstance(again := refused.faults.get(""), SignedUpHere):
            flash(again.sentence(language()), "done")
            return redirect(visitors.way_on(state, url_for("home.contest_home", slug=slug)), 303)
        return _form(state, request.form, refused.faults), refused.status


def _enrol(state: ContestState) -> Response:
    now, old = arrival(), login.citizen_token()
    caller = visitors.caller()
    with writing() as db:
        here = known.identity_of(db, old, state.id, now=now) if old else ""
        enrolled = signing_up.enrol(db, state, _entry(here), key=visitors.code_key(), now=now)
        token = sessions.open_for_participant(
            db,
            enrolled.participant_id,
            shared_device=caller.shared_device,
            agent_class=caller.agent_class,
            now=now,
        )
        if old:
            sessions.revoke(db, old, now=now)
    login.sign_in(login.CITIZEN, token)
    fresh_code.keep(enrolled.code, enrolled.entry, now=now)
    on = visitors.way_on(state, "")
    return redirect(url_for("entering.code_page", slug=state.slug, next=on or None), 303)


def _entry(here: str) -> Entry:
    typed = request.form
    return Entry(
        values=typed.to_dict(),
        unit=typed.get("unit", ""),
        block=typed.get("block") or None,
        consents=frozenset(typed.getlist("consent")),
        form=typed.get("form", "")[:LONGEST_MARK],
        here=here,
    )


def _form(state: ContestState, typed: Mapping[str, str], faults: Mapping[str, Refusal]) -> str:
    contest = state.contest
    asked_unit = entries.unit_field(contest)
    found = None
    if asked_unit is not None:
        found = find(state, typed.get("q", ""), typed.get("unit", ""))
    return render_template(
        "account/register.html",
        state=state,
        fields=entries.asked(contest),
        unit_field=asked_unit,
        found=found,
        blocks=[one for one in contest.blocks if one.joined is Joined.CHOICE],
        typed=typed,
        given=request.form.getlist("consent"),
        faults=dict(sorted(faults.items(), key=_stands_last)),
        way_on=visitors.way_on(state, ""),
        mark=typed.get("form") or secrets.token_urlsafe(MARK_BYTES),
    )


def _stands_last(fault: tuple[str, Refusal]) -> bool:
    return fault[0].startswith("consent-")  # faults are listed as the form asks
