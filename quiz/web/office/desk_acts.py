"""What the desk does for one person: every form gives a reason, every answer leads back to the person."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from quiz.actions import desking, entries
from quiz.actions.desking import Act
from quiz.actions.entries import EntryRefused
from quiz.rules.contest import Joined
from quiz.rules.refusals.contest import NotFound, ReasonMissing, Refusal
from quiz.store import known
from quiz.store.contests import ContestState
from quiz.web import account, visitors
from quiz.web.clock import arrival
from quiz.web.contests import contest_state
from quiz.web.office import asked, once
from quiz.web.office.desk import HELPERS, person_page, some_person
from quiz.web.office.kept import kept
from quiz.web.office.roles import acting, role_required
from quiz.web.transaction import reading, writing
from quiz.web.unit_search import find

pages = Blueprint("office_desk_acts", __name__, url_prefix="/office/c/<slug>/desk/people/<code>")
NO_FAULTS: Mapping[str, Refusal] = {}


@pages.post("/extend")
@role_required(*HELPERS)
@kept(person_page)
def extend(slug: str, code: str) -> ResponseReturnValue:
    """More time in one round."""
    state, act = contest_state(slug), the_act()
    with writing() as db:
        who = some_person(db, state, code)
        minutes, seen = asked.whole("minutes"), asked.whole("seen")
        desking.extend(db, state, who, asked.text("round"), minutes=minutes, seen=seen, act=act)
    return _back(slug, code, _("Đã thêm %(n)s phút.", n=minutes))


@pages.post("/allow")
@role_required(*HELPERS)
@kept(person_page)
def allow(slug: str, code: str) -> ResponseReturnValue:
    """More attempts in one round."""
    state, act = contest_state(slug), the_act()
    with writing() as db:
        who = some_person(db, state, code)
        more, seen = asked.whole("more"), asked.whole("seen")
        desking.allow(db, state, who, asked.text("round"), more=more, seen=seen, act=act)
    return _back(slug, code, _("Đã thêm %(n)s lượt thi.", n=more))


@pages.post("/code")
@role_required(*HELPERS, "coordinator")
@kept(person_page)
def new_code(slug: str, code: str) -> ResponseReturnValue:
    """A new entry code on a slip that is shown once."""
    state, act = contest_state(slug), the_act()
    with writing() as db:
        who = some_person(db, state, code)
        entry = desking.new_code(db, state, who, key=visitors.code_key(), act=act)
    account_name = who.phone or who.roster_number or who.code
    told = {"name": who.name, "unit": who.unit, "account": account_name, "participant": who.code}
    once.keep({**told, "code": entry.code, "secret": entry.secret})
    return redirect(url_for("office_desk.slip", slug=slug), 303)


@pages.post("/sign-out")
@role_required(*HELPERS, "coordinator")
@kept(person_page)
def sign_out(slug: str, code: str) -> ResponseReturnValue:
    """End the person's sessions on all devices."""
    state, act = contest_state(slug), the_act()
    with writing() as db:
        desking.sign_out(db, state, some_person(db, state, code), act=act)
    return _back(slug, code, _("Đã đăng xuất người này khỏi mọi thiết bị."))


@pages.post("/standing")
@role_required("organiser")
@kept(person_page)
def judge(slug: str, code: str) -> ResponseReturnValue:
    """Whether the person may play and win."""
    state, act = contest_state(slug), the_act()
    with writing() as db:
        desking.judge(db, state, some_person(db, state, code), asked.text("standing"), act=act)
    return _back(slug, code, _("Đã ghi quyết định."))


@pages.post("/attempts/<public_id>/void")
@role_required("organiser")
@kept(person_page)
def void(slug: str, code: str, public_id: str) -> ResponseReturnValue:
    """Void one attempt."""
    state, act = contest_state(slug), the_act()
    with writing() as db:
        outdated = desking.void(db, state, some_person(db, state, code), public_id, act=act)
    _warn_when(outdated)
    return _back(slug, code, _("Bài thi đã bị huỷ."))


@pages.post("/attempts/<public_id>/restore")
@role_required("organiser")
@kept(person_page)
def restore(slug: str, code: str, public_id: str) -> ResponseReturnValue:
    """Let a voided attempt count again."""
    state, act = contest_state(slug), the_act()
    with writing() as db:
        outdated = desking.restore(db, state, some_person(db, state, code), public_id, act=act)
    _warn_when(outdated)
    return _back(slug, code, _("Bài thi được khôi phục."))


@pages.get("/edit")
@role_required(*HELPERS)
def edit(slug: str, code: str) -> ResponseReturnValue:
    """The person's details in a form."""
    state = contest_state(slug)
    with writing() as db:
        who = some_person(db, state, code)
        desking.look(db, state, who, staff_id=acting().id, now=arrival())
    return _form(state, code, request.args, NO_FAULTS)


@pages.post("/edit")
@role_required(*HELPERS)
def correct(slug: str, code: str) -> ResponseReturnValue:
    """Write the corrected details, or show them again with their faults."""
    state = contest_state(slug)
    if "find" in request.form:
        return _form(state, code, request.form, NO_FAULTS)
    act = Act(acting().id, asked.text("reason"), arrival())
    try:
        with writing() as db:
            who = some_person(db, state, code)
            typed = request.form.to_dict()
            desking.correct(db, state, who, typed, key=visitors.code_key(), act=act)
    except EntryRefused as refused:
        return _form(state, code, request.form, refused.faults), refused.status
    except ReasonMissing as refusal:
        return _form(state, code, request.form, {"": refusal}), refusal.status
    return _back(slug, code, _("Đã lưu thông tin."))


def the_act() -> Act:
    """Who does it, why and when; raises ReasonMissing."""
    return Act(acting().id, asked.reason(), arrival())


def _back(slug: str, code: str, said: str) -> ResponseReturnValue:
    flash(said, "done")
    return redirect(url_for("office_desk.person", slug=slug, code=code), 303)


def _warn_when(outdated: bool) -> None:  # noqa: FBT001 - the answer of the act
    if outdated:
        flash(_("Kết quả vòng này đã tính trước đó: cần tính lại để bảng xếp hạng đúng."), "error")


def _form(state: ContestState, code: str, typed: Mapping[str, str], faults: Mapping[str, Refusal]) -> str:
    contest = state.contest
    unit_field = entries.unit_field(contest)
    with reading() as db:
        details = known.by_id(db, state.id, some_person(db, state, code).id)
        if details is None:
            raise NotFound
    values = {**account.shown(details), **typed}
    found = find(state, values.get("q", ""), values.get("unit", "")) if unit_field else None
    return render_template(
        "office/desk/edit.html",
        code=code,
        fields=entries.asked(contest),
        unit_field=unit_field,
        found=found,
        blocks=[one for one in contest.blocks if one.joined is Joined.CHOICE],
        typed=values,
        faults=faults,
    )
