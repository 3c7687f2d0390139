"""What organisers decide over a result: ties over prizes, and the jury's points of units."""

from __future__ import annotations

from decimal import Decimal

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import Connection

from quiz.actions import deciding, finalising, jurying
from quiz.actions.deciding import Tie
from quiz.rules.lists.points import read_points
from quiz.rules.refusals.contest import Refusal
from quiz.store import approvals, decisions, evaluating, jury, outdating, snapshots
from quiz.store.contests import WITH_RESULTS, ContestState
from quiz.web.clock import arrival
from quiz.web.contests import contest_now, contest_state
from quiz.web.language import language
from quiz.web.office import asked
from quiz.web.office.kept import kept
from quiz.web.office.roles import acting, role_required
from quiz.web.office.winners import WHOLE, prize_titles
from quiz.web.transaction import engine, reading, writing

pages = Blueprint("office_decisions", __name__, url_prefix="/office/c/<slug>/decisions")
MOST_FIELDS = 300


@pages.get("/")
@role_required("organiser", "auditor")
def index(slug: str) -> ResponseReturnValue:
    """Ties that wait, requests for a second person, and what was decided."""
    return _ties_page(slug)


def _ties_page(slug: str, *, refusal: Refusal | None = None, **_act: int) -> str:
    """The ties; after a refusal with what was typed."""
    state = contest_state(slug)
    with reading() as db:
        waits = deciding.open_ties(db, state)
        ties = [(one, _named(db, state, one), deciding.earlier(db, state, one)) for one in waits]
        waiting, done = approvals.waiting(db, state.id), deciding.in_force(db, state)
    asked_for = [one for one in waiting if one.act == deciding.ACT]
    shown = {(one.scope, one.block, one.place, one.version) for one in waits}
    return render_template(
        "office/decisions/index.html",
        ties=ties,
        asked_for=asked_for,
        stale={one.id for one in asked_for if _wanted(one) not in shown},
        done=done,
        slugs={one.id: one.slug for one in state.rounds},
        titles={one.scope: prize_titles(state, one.scope or WHOLE, language()) for one in waits},
        may_act=_may_act(state),
        refusal=refusal,
        typed=request.form,
    )


@pages.post("/")
@role_required("organiser")
@kept(_ties_page)
def decide(slug: str) -> ResponseReturnValue:
    """Decide a tie and compute the result again, or ask a second person to approve."""
    said, tie = asked.reason(), _decided(slug)
    if request.form.get("do") == "ask":
        flash(_("Đã ghi đề nghị; một thành viên khác của Ban tổ chức cần duyệt."), "done")
        return _to_index(slug)
    return _computed(slug, tie.scope, said)


@pages.post("/asked/<int:asked_id>/approve")
@role_required("organiser")
@kept(_ties_page)
def approve(slug: str, asked_id: int) -> ResponseReturnValue:
    """Take the decision that another member asked for; sent again, it only sees to the result."""
    said = str(_("quyết định đã được người thứ hai duyệt"))
    with writing() as db:
        state, by = contest_state(slug), acting().id
        scope = deciding.approved(db, state, asked_id, staff_id=by)
        tie = deciding.approve(db, state, asked_id, staff_id=by, now=arrival()) if scope is None else None
    if tie is not None:
        return _computed(slug, tie.scope, said)
    finalising.refresh(
        engine(), slug, _computed_with(slug, scope or ""), staff_id=acting().id, reason=said, now=arrival()
    )
    return _decided_and_computed(slug)


@pages.post("/asked/<int:asked_id>/decline")
@role_required("organiser")
@kept(_ties_page)
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
    return _jury_page(slug)


@pages.post("/jury")
@role_required("organiser")
def set_jury(slug: str) -> ResponseReturnValue:
    """Keep the points that were typed for each unit, or pasted as lines."""
    try:
        wanted, said = read_points(_pasted()), asked.reason()
        with writing() as db:
            state, by = contest_state(slug), acting().id
            changed = jurying.set_points(db, state, wanted, staff_id=by, reason=said, now=arrival())
    except Refusal as refusal:
        return _jury_page(slug, refusal), refusal.status
    if changed:
        flash(_("Đã ghi điểm của %(count)s đơn vị.", count=changed), "done")
    else:
        flash(_("Không điểm nào thay đổi."), "notice")
    return redirect(url_for("office_decisions.jury_page", slug=slug), 303)


def _wanted(one: approvals.Asked) -> tuple[str, str, int, int]:
    return one.subject, one.detail["block"], one.detail["place"], one.detail["version"]


def _decided(slug: str) -> Tie:
    """Take the decision of the form, or note that a second person is asked for it."""
    act = deciding.ask if request.form.get("do") == "ask" else deciding.decide
    typed, said = request.form.get("order", ""), asked.reason()
    where = (asked.text("scope"), asked.text("block"), asked.whole("place"), asked.whole("version"))
    with writing() as db:
        state = contest_state(slug)
        tie = deciding.tie_at(db, state, *where)
        order = deciding.typed_order(tie, typed)
        act(db, state, tie, order, staff_id=acting().id, reason=said, now=arrival())
    return tie


def _jury_page(slug: str, refusal: Refusal | None = None) -> str:
    """The points; after a refusal as they were typed."""
    state = contest_state(slug)
    with reading() as db:
        numbers, points = jury.numbers(db, state.id), jury.of_list(db, state.id)
        names = dict(evaluating.unit_names(db, state.id))
        outdated = [one.slug for one in state.rounds if outdating.judged_since(db, state.slug, one.id)]
    typed = dict(zip(request.form.getlist("unit"), request.form.getlist("points"), strict=False))
    return render_template(
        "office/decisions/jury.html",
        rows=[(code, names[code], typed.get(code, _said(points.get(at)))) for code, at in numbers.items()],
        fields=len(numbers) <= MOST_FIELDS,
        tables=jurying.judged_tables(state.contest),
        outdated=outdated,
        may_act=_may_act(state),
        refusal=refusal,
        typed=request.form,
    )


def _said(points: Decimal | None) -> str:
    said = "" if points is None else f"{points.normalize():f}"
    return said if language() == "en" else said.replace(".", ",")


def _named(db: Connection, state: ContestState, tie: Tie) -> list[decisions.Tied]:
    shown = snapshots.shown(db, state.id, tie.scope)
    return decisions.tied(db, shown.id, tie.block, tie.place) if shown else []


def _computed(slug: str, scope: str, reason: str) -> ResponseReturnValue:
    """Compute what the decision changes."""
    with_it = _computed_with(slug, scope)
    with reading() as db:
        shown = snapshots.shown(db, contest_state(slug).id, with_it)
    finalising.recompute(
        engine(),
        slug,
        with_it,
        seen_version=shown.version if shown else 0,
        staff_id=acting().id,
        reason=reason,
        now=arrival(),
    )
    return _decided_and_computed(slug)


def _computed_with(slug: str, scope: str) -> str:
    """The round whose result is computed: of that scope, or the last, with which the contest's is made."""
    return scope or [one.slug for one in contest_now(slug).rounds if one.state in WITH_RESULTS][-1]


def _decided_and_computed(slug: str) -> ResponseReturnValue:
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
