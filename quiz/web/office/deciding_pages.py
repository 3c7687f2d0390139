"""What organisers decide over a result: ties, the jury's points, objections, and who goes on to a final."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import Connection

from quiz.actions import deciding, finalising, jurying, objecting
from quiz.actions.deciding import Tie
from quiz.rules.point_lines import read_points
from quiz.store import approvals, decisions, evaluating, jury, objections, snapshots
from quiz.store.contests import ContestState
from quiz.web.clock import arrival
from quiz.web.contests import contest_now, contest_state
from quiz.web.language import language
from quiz.web.office import asked
from quiz.web.office.roles import acting, role_required, unit_scope
from quiz.web.office.winners import WHOLE, prize_titles
from quiz.web.transaction import engine, reading, writing

pages = Blueprint("office_decisions", __name__, url_prefix="/office/c/<slug>/decisions")
MOST_FIELDS = 300


@pages.get("/")
@role_required("organiser", "auditor")
def index(slug: str) -> ResponseReturnValue:
    """Ties that wait, requests for a second person, and what was decided."""
    state = contest_state(slug)
    with reading() as db:
        ties = [(one, _named(db, state, one)) for one in deciding.open_ties(db, state)]
        asked_for, done = approvals.waiting(db, state.id), decisions.listed(db, state.id)
    return render_template(
        "office/decisions/index.html",
        ties=ties,
        asked_for=[one for one in asked_for if one.act == deciding.ACT],
        done=done,
        slugs={one.id: one.slug for one in state.rounds},
        titles={one.scope: prize_titles(state, one.scope or WHOLE, language()) for one, _tied in ties},
        may_act=_may_act(state),
    )


@pages.post("/")
@role_required("organiser")
def decide(slug: str) -> ResponseReturnValue:
    """Decide a tie and compute the result again, or ask a second person to approve."""
    order, said = request.form.get("order", "").split(), asked.reason()
    by, now = acting().id, arrival()
    with writing() as db:
        state = contest_state(slug)
        where = (asked.text("scope"), asked.text("block"), asked.whole("place"), asked.whole("version"))
        tie = deciding.tie_at(db, state, *where)
        if request.form.get("do") == "ask":
            deciding.ask(db, state, tie, order, staff_id=by, reason=said, now=now)
        else:
            deciding.decide(db, state, tie, order, staff_id=by, reason=said, now=now)
    if request.form.get("do") == "ask":
        flash(_("Đã ghi đề nghị; một thành viên khác của Ban tổ chức cần duyệt."), "done")
        return _to_index(slug)
    return _computed(slug, tie, said)


@pages.post("/asked/<int:asked_id>/approve")
@role_required("organiser")
def approve(slug: str, asked_id: int) -> ResponseReturnValue:
    """Take the decision that another member asked for."""
    with writing() as db:
        tie = deciding.approve(db, contest_state(slug), asked_id, staff_id=acting().id, now=arrival())
    return _computed(slug, tie, str(_("quyết định đã được người thứ hai duyệt")))


@pages.post("/asked/<int:asked_id>/decline")
@role_required("organiser")
def decline(slug: str, asked_id: int) -> ResponseReturnValue:
    """Answer a request with no."""
    with writing() as db:
        state, said = contest_state(slug), asked.reason()
        deciding.decline(db, state, asked_id, staff_id=acting().id, reason=said, now=arrival())
    flash(_("Đã ghi là không duyệt."), "done")
    return _to_index(slug)


@pages.get("/jury")
@role_required("organiser", "auditor")
def jury_page(slug: str) -> ResponseReturnValue:
    """The jury's points of every unit."""
    state = contest_state(slug)
    with reading() as db:
        numbers, points = jury.numbers(db, state.id), jury.of_list(db, state.id)
        names = dict(evaluating.unit_names(db, state.id))
    rows = [(code, names[code], points.get(number)) for code, number in numbers.items()]
    return render_template(
        "office/decisions/jury.html",
        rows=rows,
        fields=len(rows) <= MOST_FIELDS,
        tables=jurying.judged_tables(state.contest),
        may_act=_may_act(state),
    )


@pages.post("/jury")
@role_required("organiser")
def set_jury(slug: str) -> ResponseReturnValue:
    """Keep the points that were typed for each unit, or pasted as lines."""
    wanted = read_points(_pasted())
    with writing() as db:
        state, said = contest_state(slug), asked.reason()
        changed = jurying.set_points(db, state, wanted, staff_id=acting().id, reason=said, now=arrival())
    flash(_("Đã ghi điểm của %(count)s đơn vị; bạn tính lại kết quả để áp dụng.", count=changed), "done")
    return redirect(url_for("office_decisions.jury_page", slug=slug), 303)


@pages.get("/objections")
@role_required("organiser", "auditor", "support")
def objections_page(slug: str) -> ResponseReturnValue:
    """The objections to results, with the time until which they are taken."""
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
        may_answer=_may_act(state),
        may_record=acting().may(frozenset({"organiser", "support"}), state.id),
    )


@pages.post("/objections")
@role_required("organiser", "support")
def record_objection(slug: str) -> ResponseReturnValue:
    """Take down an objection that somebody brought."""
    with writing() as db:
        state = contest_state(slug)
        objecting.record(
            db,
            state,
            asked.text("round"),
            asked.text("code").upper(),
            request.form.get("body", ""),
            scope=unit_scope(acting(), state.id),
            staff_id=acting().id,
            now=arrival(),
        )
    flash(_("Đã ghi khiếu nại."), "done")
    return redirect(url_for("office_decisions.objections_page", slug=slug), 303)


@pages.post("/objections/<public_id>")
@role_required("organiser")
def answer_objection(slug: str, public_id: str) -> ResponseReturnValue:
    """Uphold or dismiss an objection."""
    with writing() as db:
        outcome, said = asked.text("outcome"), request.form.get("decision", "")
        state = contest_state(slug)
        objecting.answer(db, state, public_id, outcome, said, staff_id=acting().id, now=arrival())
    flash(_("Đã trả lời khiếu nại."), "done")
    return redirect(url_for("office_decisions.objections_page", slug=slug), 303)


def _named(db: Connection, state: ContestState, tie: Tie) -> list[decisions.Tied]:
    shown = snapshots.shown(db, state.id, tie.scope)
    return decisions.tied(db, shown.id, tie.block, tie.place) if shown else []


def _computed(slug: str, tie: Tie, reason: str) -> ResponseReturnValue:
    """Compute what the decision changes: the round's result, or the contest's by its last round."""
    state = contest_now(slug)
    ended = [one.slug for one in state.rounds if one.state in finalising.WITH_RESULTS]
    scope = tie.scope or ended[-1]
    with reading() as db:
        shown = snapshots.shown(db, state.id, scope)
    finalising.recompute(
        engine(),
        slug,
        scope,
        seen_version=shown.version if shown else 0,
        staff_id=acting().id,
        reason=reason,
        now=arrival(),
    )
    flash(_("Đã ghi quyết định và tính lại kết quả; kết quả là tạm thời cho tới khi công bố."), "done")
    return _to_index(slug)


def _pasted() -> str:
    """The lines that were pasted, and one for every field that was typed."""
    pairs = zip(request.form.getlist("unit"), request.form.getlist("points"), strict=False)
    typed = [f"{unit};{points.strip()}" for unit, points in pairs]
    return request.form.get("lines", "").strip() or "\n".join(typed)


def _may_act(state: ContestState) -> bool:
    return acting().may(frozenset({"organiser"}), state.id)


def _to_index(slug: str) -> ResponseReturnValue:
    return redirect(url_for("office_decisions.index", slug=slug), 303)
