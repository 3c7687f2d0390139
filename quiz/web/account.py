"""My details: who am I here, what may I correct, what did I agree to."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from quiz.actions import consenting, correcting, entries
from quiz.actions.entries import EntryRefused
from quiz.actions.placing import OUTSIDE
from quiz.rules.refusals.contest import Refusal
from quiz.rules.registration import FieldKind
from quiz.store import consents
from quiz.store.contests import ContestState
from quiz.store.known import SignedIn
from quiz.web import visitors, words
from quiz.web.clock import arrival
from quiz.web.contests import contest_state
from quiz.web.registering import NOTHING
from quiz.web.transaction import reading, writing
from quiz.web.unit_search import find

pages = Blueprint("account", __name__)


@pages.get("/c/<slug>/me")
def details(slug: str) -> Response | str:
    """The own details; what may be corrected stands in a form."""
    state = contest_state(slug)
    with reading() as db:
        me = visitors.person(db, state)
    if me is None:
        return visitors.sign_in_first(state)
    return _details(state, me, {**shown(me), **request.args.to_dict()}, NOTHING)


@pages.post("/c/<slug>/me")
def correct(slug: str) -> Response | tuple[str, int] | str:
    """Write the corrections, or show them again with their faults."""
    state = contest_state(slug)
    typed = request.form.to_dict()
    with reading() as db:
        me = visitors.person(db, state)
    if me is None:
        return visitors.sign_in_first(state)
    if "find" in typed:
        return _details(state, me, {**shown(me), **typed}, NOTHING)
    try:
        changed = _correct(state, typed)
    except EntryRefused as refused:
        return _details(state, me, {**shown(me), **typed}, refused.faults), refused.status
    flash(_("Đã lưu thông tin mới.") if changed else _("Không có gì thay đổi."), "done")
    return redirect(url_for("account.details", slug=slug), 303)


@pages.get("/c/<slug>/consents")
def consent_page(slug: str) -> Response | str:
    """What the person agreed to, and what is still asked."""
    state = contest_state(slug)
    with reading() as db:
        me = visitors.person(db, state)
        given = consents.living(db, me.id) if me else {}
    if me is None:
        return visitors.sign_in_first(state)
    on = visitors.way_on(state, url_for("account.details", slug=slug))
    return render_template("account/consents.html", state=state, me=me, given=given, way_on=on)


@pages.post("/c/<slug>/consents")
def consent(slug: str) -> Response:
    """Keep what is ticked, take back what is not."""
    state = contest_state(slug)
    with writing() as db:
        me = visitors.person(db, state)
        if me is None:
            return visitors.sign_in_first(state)
        consenting.choose(db, state, me.id, request.form.getlist("consent"), now=arrival())
    flash(_("Đã lưu lựa chọn của bạn."), "done")
    return redirect(visitors.way_on(state, url_for("account.details", slug=slug)), 303)


def _correct(state: ContestState, typed: Mapping[str, str]) -> tuple[str, ...]:
    now = arrival()
    with writing() as db:
        me = visitors.person(db, state)
        if me is None:
            return ()
        only = correcting.editable(state.contest, me.edits, now=now)
        return correcting.correct(db, state, me, typed, only=only, key=visitors.code_key(), now=now)


def shown(me: SignedIn) -> dict[str, str]:
    """The details as a person would type them; whoever belongs to no unit has said so once."""
    values = entries.values_of(me.details)
    if me.details.birth_date:
        values["birth_date"] = f"{me.details.birth_date:%d/%m/%Y}"
    return {**values, "unit": me.unit_code or OUTSIDE, "block": me.block}


def _details(
    state: ContestState, me: SignedIn, typed: Mapping[str, str], faults: Mapping[str, Refusal]
) -> str:
    only = correcting.editable(state.contest, me.edits, now=arrival())
    fields = [one for one in state.contest.registration.fields if one.kind is not FieldKind.UNIT]
    fields = [one for one in fields if one.name != "block" or not state.contest.blocks]
    unit_field = entries.unit_field(state.contest)
    found = None
    if unit_field and unit_field.name in only:
        found = find(state, typed.get("q", ""), typed.get("unit", ""))
    return render_template(
        "account/me.html",
        state=state,
        me=me,
        fields=[one for one in fields if one.name in only],
        locked=[
            (words.say(one.label), shown(me).get(one.name, "")) for one in fields if one.name not in only
        ],
        unit_field=unit_field,
        found=found,
        typed=typed,
        faults=faults,
    )
