"""Rounds in the office: where each stands, what is missing, and the steps it may take."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from quiz.actions import finalising, moved_prizes, running, scheduling, timekeeping
from quiz.actions.readiness import checklist
from quiz.actions.steps import round_of
from quiz.actions.timekeeping import More
from quiz.rules.refusals.contest import Refusal
from quiz.rules.refusals.office import NotAllowedHere
from quiz.store import evaluating, pacing, papers, snapshots
from quiz.web.clock import arrival
from quiz.web.contests import contest_state
from quiz.web.office.kept import kept
from quiz.web.office.roles import CONTEST_STAFF, acting, role_required
from quiz.web.office.stages import stage
from quiz.web.rehearsals import rehearsed
from quiz.web.transaction import engine, reading, writing

pages = Blueprint("office_rounds", __name__, url_prefix="/office/c/<slug>/rounds")
LONGEST_EXTENSION = 7 * 24 * 60


@pages.get("/")
@role_required(*CONTEST_STAFF)
def index(slug: str) -> ResponseReturnValue:
    """All rounds of the contest with their state."""
    state, now = contest_state(slug), arrival()
    stages = {one.slug: stage(state, one, now) for one in state.rounds}
    return render_template("office/rounds/index.html", stages=stages)


@pages.get("/<round_slug>/")
@role_required(*CONTEST_STAFF)
def show(slug: str, round_slug: str) -> ResponseReturnValue:
    """One round: its state, what is missing, the next step, and what bends its time."""
    return _page(slug, round_slug)


def _page(slug: str, round_slug: str, *, refusal: Refusal | None = None) -> str:
    """That page; after a refused act with the sentence beside its form."""
    state, now = contest_state(slug), arrival()
    this_round = round_of(state, round_slug)
    with reading() as db:
        page = {
            "checks": checklist(db, state, this_round, now=now) if this_round.state == "draft" else [],
            "open_attempts": pacing.open_attempts(db, this_round.id),
            "extensions": pacing.given(db, this_round.id),
            "result": snapshots.shown(db, state.id, round_slug),
            "outdated": running.is_outdated(db, state, this_round),
            "moved": moved_prizes.told(db, state),
            "commitments": papers.commitments(db, this_round.id),
            "rehearsed": rehearsed(db, state, this_round, now=now),
            "units": evaluating.unit_names(db, state.id) if this_round.state == "scheduled" else [],
        }
    return render_template(
        "office/rounds/show.html",
        refusal=refusal,
        this_round=this_round,
        plan=state.contest.round(round_slug),
        stage=stage(state, this_round, now),
        may_act=acting().may(frozenset({"organiser"}), state.id),
        **page,
    )


@pages.post("/<round_slug>/schedule")
@role_required("organiser")
@kept(_page)
def schedule(slug: str, round_slug: str) -> ResponseReturnValue:
    """Freeze papers, key and rulebook, and announce the round."""
    with writing() as db:
        state = contest_state(slug)
        done = scheduling.schedule(
            db, state, round_slug, staff_id=acting().id, reason=_reason(), now=arrival()
        )
    return _back(slug, round_slug, _("Đã lên lịch; đề, đáp án và thể lệ đã khoá.") if done else "")


@pages.post("/<round_slug>/pause")
@role_required("organiser")
@kept(_page)
def pause(slug: str, round_slug: str) -> ResponseReturnValue:
    """Let nobody start for a while."""
    with writing() as db:
        done = timekeeping.pause(
            db, contest_state(slug), round_slug, staff_id=acting().id, reason=_reason(), now=arrival()
        )
    return _back(slug, round_slug, _("Vòng thi tạm dừng: chưa ai bắt đầu bài mới được.") if done else "")


@pages.post("/<round_slug>/resume")
@role_required("organiser")
@kept(_page)
def resume(slug: str, round_slug: str) -> ResponseReturnValue:
    """Go on, and give open attempts the pause back."""
    with writing() as db:
        done = timekeeping.resume(
            db, contest_state(slug), round_slug, staff_id=acting().id, reason=_reason(), now=arrival()
        )
    return _back(
        slug, round_slug, _("Vòng thi tiếp tục; bài đang làm được bù thời gian tạm dừng.") if done else ""
    )


@pages.post("/<round_slug>/extend")
@role_required("organiser")
@kept(_page)
def extend(slug: str, round_slug: str) -> ResponseReturnValue:
    """Give everybody, or one branch of units, so many more minutes."""
    by, unit = _minutes(), request.form.get("unit", "").partition(" · ")[0].strip()
    more = More(by, unit, request.form.get("seen", type=int))
    with writing() as db:
        moved = timekeeping.extend(
            db, contest_state(slug), round_slug, more, staff_id=acting().id, reason=_reason(), now=arrival()
        )
    said = _("Đã gia hạn; mọi bài đang làm thuộc diện này có thêm thời gian.")
    return _back(slug, round_slug, "" if moved is None else said)


@pages.post("/<round_slug>/close")
@role_required("organiser")
@kept(_page)
def close(slug: str, round_slug: str) -> ResponseReturnValue:
    """Close the round now."""
    with writing() as db:
        done = running.close(
            db, contest_state(slug), round_slug, staff_id=acting().id, reason=_reason(), now=arrival()
        )
    return _back(slug, round_slug, _("Đã đóng vòng thi.") if done else "")


@pages.post("/<round_slug>/finalise")
@role_required("organiser")
@kept(_page)
def finalise(slug: str, round_slug: str) -> ResponseReturnValue:
    """Compute the provisional result."""
    made = finalising.finalise(
        engine(), slug, round_slug, staff_id=acting().id, reason=_reason(), now=arrival()
    )
    return _back(slug, round_slug, _("Đã có kết quả tạm thời.") if made.made else "")


@pages.post("/<round_slug>/recompute")
@role_required("organiser")
@kept(_page)
def recompute(slug: str, round_slug: str) -> ResponseReturnValue:
    """Compute the result again after voids."""
    made = finalising.recompute(
        engine(),
        slug,
        round_slug,
        seen_version=request.form.get("version", 0, type=int),
        staff_id=acting().id,
        reason=_reason(),
        now=arrival(),
    )
    said = _("Đã tính lại: phiên bản %(version)s, tạm thời.", version=made.version)
    return _back(slug, round_slug, said if made.made else "")


@pages.post("/<round_slug>/publish")
@role_required("organiser")
@kept(_page)
def publish(slug: str, round_slug: str) -> ResponseReturnValue:
    """Make the result final."""
    with writing() as db:
        state = contest_state(slug)
        done = running.publish(db, state, round_slug, staff_id=acting().id, reason=_reason(), now=arrival())
        shown = snapshots.shown(db, state.id, round_slug)
    return _back(slug, round_slug, _announced(running.left_open(shown) if shown else {}) if done else "")


def _announced(left: Mapping[str, int]) -> str:
    said = [_("Đã công bố kết quả chính thức.")]
    if many := left.get("waiting"):
        said.append(
            _("%(count)s giải vẫn tạm thời: chờ quyết định về người đồng hạng ở phần khác.", count=many)
        )
    if many := left.get("undecided"):
        said.append(_("%(count)s nhóm đồng hạng chưa được quyết định, giải của họ chưa trao.", count=many))
    return " ".join(said)


def _back(slug: str, round_slug: str, done: str) -> ResponseReturnValue:
    if done:
        flash(done, "done")
    else:
        flash(_("Việc này đã được làm trước đó; trang dưới đây là tình trạng hiện tại."), "notice")
    return redirect(url_for("office_rounds.show", slug=slug, round_slug=round_slug), 303)


def _reason() -> str:
    return request.form.get("reason", "").strip()


def _minutes() -> timedelta:
    minutes = request.form.get("minutes", 0, type=int)
    if not 1 <= minutes <= LONGEST_EXTENSION:
        raise NotAllowedHere(
            vi=f"Số phút gia hạn từ 1 đến {LONGEST_EXTENSION}. Bạn nhập lại.",
            en=f"Extend by 1 to {LONGEST_EXTENSION} minutes. Please enter it again.",
        )
    return timedelta(minutes=minutes)
