"""Objections to results: taken down and answered in the office, with what was typed kept after a refusal."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from quiz.actions import objecting
from quiz.rules.refusals.contest import Refusal
from quiz.store import objections, snapshots
from quiz.web.clock import arrival
from quiz.web.contests import contest_state
from quiz.web.office import asked
from quiz.web.office.roles import acting, role_required, unit_scope
from quiz.web.transaction import reading, writing

pages = Blueprint("office_objections", __name__, url_prefix="/office/c/<slug>/decisions/objections")


@pages.get("")
@role_required("organiser", "auditor", "support")
def index(slug: str) -> ResponseReturnValue:
    """The objections to results, with the time until which they are taken."""
    return _page(slug)


@pages.post("")
@role_required("organiser", "support")
def record(slug: str) -> ResponseReturnValue:
    """Take down an objection that somebody brought."""
    try:
        _record(slug)
    except Refusal as refusal:
        return _page(slug, refusal), refusal.status
    flash(_("Đã ghi khiếu nại."), "done")
    return redirect(url_for("office_objections.index", slug=slug), 303)


@pages.post("/<public_id>")
@role_required("organiser")
def answer(slug: str, public_id: str) -> ResponseReturnValue:
    """Uphold or dismiss an objection."""
    try:
        with writing() as db:
            outcome, said = asked.text("outcome"), request.form.get("decision", "")
            state = contest_state(slug)
            objecting.answer(db, state, public_id, outcome, said, staff_id=acting().id, now=arrival())
    except Refusal as refusal:
        return _page(slug, refusal, public_id), refusal.status
    flash(_("Đã trả lời khiếu nại."), "done")
    return redirect(url_for("office_objections.index", slug=slug), 303)


def _page(slug: str, refusal: Refusal | None = None, answered: str = "") -> str:
    """The objections; after a refusal with what was typed, `answered` says under which."""
    state = contest_state(slug)
    with reading() as db:
        ends = {one.slug: objecting.window_end(db, state, one.slug) for one in state.rounds}
        with_result = [one.slug for one in state.rounds if snapshots.shown(db, state.id, one.slug)]
        found = objections.listed(db, state.id)
    return render_template(
        "office/decisions/objections.html",
        objections=found,
        ends=ends,
        with_result=with_result,
        now=arrival(),
        may_answer=acting().may(frozenset({"organiser"}), state.id),
        may_record=acting().may(frozenset({"organiser", "support"}), state.id),
        answered=answered,
        decides_here=acting().may(frozenset({"organiser", "auditor"}), state.id),
        refusal=refusal,
        typed=request.form,
    )


def _record(slug: str) -> None:
    with writing() as db:
        state, scope = contest_state(slug), unit_scope(acting(), contest_state(slug).id)
        about = (asked.text("round"), asked.text("code").upper(), request.form.get("body", ""))
        objecting.record(db, state, *about, scope=scope, staff_id=acting().id, now=arrival())
