"""The list of contests, a contest's overview, and its rulebook: taken in, shown as applied, amended."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from quiz.actions import amending, planning, staffing
from quiz.actions.amending import Proposal, Weight, refuse_beyond
from quiz.actions.planning import Loaded
from quiz.actions.steps import require_reason
from quiz.rulebooks import templates
from quiz.rules.contest import Contest
from quiz.rules.refusals.contest import NotFound, Refusal
from quiz.rules.refusals.office import ChangedMeanwhile, FileMissing, FileRefused
from quiz.rules.refusals.staff import OtherContest, SlugTaken
from quiz.rules.rulebook import read_toml
from quiz.rules.sentences.rulebook import reviewed
from quiz.rules.toml_text import toml_text
from quiz.rules.touched import WORDS
from quiz.store import contests, staff
from quiz.web.clock import arrival
from quiz.web.contests import contest_state
from quiz.web.language import LANGUAGES, language
from quiz.web.office.roles import ANY_ROLE, CONTEST_STAFF, acting, role_required
from quiz.web.office.stages import stage
from quiz.web.transaction import reading, writing

pages = Blueprint("office_contests", __name__, url_prefix="/office")
ORGANISER = frozenset({"organiser"})


@pages.get("/")
@role_required(*ANY_ROLE)
def index() -> ResponseReturnValue:
    """The contests in which this person has a role."""
    with reading() as db:
        slugs = contests.slugs(db)
    states = [contest_state(slug) for slug in slugs]
    mine = [state for state in states if acting().may(ANY_ROLE, state.id)]
    return render_template("office/contests/index.html", contests=mine, may_create=_may_create())


@pages.get("/c/<slug>/")
@role_required(*ANY_ROLE)
def overview(slug: str) -> ResponseReturnValue:
    """What this contest is and where its rounds stand."""
    state, now = contest_state(slug), arrival()
    stages = {one.slug: stage(state, one, now) for one in state.rounds}
    may_act = acting().may(ORGANISER, state.id)
    return render_template("office/contests/overview.html", stages=stages, may_act=may_act)


@pages.get("/new")
@role_required("operator", "organiser")
def new() -> ResponseReturnValue:
    """The form that takes a rulebook in."""
    known = templates()
    chosen = known.get(request.args.get("template", ""))
    text = chosen.text if chosen else ""
    return render_template("office/contests/new.html", text=text, faults=(), templates=known.values())


@pages.post("/new")
@role_required("operator", "organiser")
def create() -> ResponseReturnValue:
    """Create a contest, or show every fault of the rulebook beside its text."""
    text = ""
    try:
        text = _text()
        slug = _created(text)
    except Refusal as refusal:
        page = render_template("office/contests/new.html", text=text, faults=_faults(refusal), templates=())
        return page, refusal.status
    flash(_("Đã tạo cuộc thi. Việc tiếp theo: nạp đơn vị, câu hỏi, rồi lên lịch vòng đầu."), "done")
    return redirect(url_for("office_contests.overview", slug=slug), 303)


@pages.get("/c/<slug>/rulebook")
@role_required(*CONTEST_STAFF)
def rulebook(slug: str) -> ResponseReturnValue:
    """The rulebook as really applied, in sentences, with its versions."""
    return _rulebook_page(slug, toml_text(contest_state(slug).contest), (), "")


@pages.post("/c/<slug>/rulebook/preview")
@role_required("organiser")
def preview(slug: str) -> ResponseReturnValue:
    """What an amendment would change, in sentences and key by key, before it is confirmed."""
    text, reason = _text(), request.form.get("reason", "").strip()
    try:
        proposal = proposed(slug, read_toml(text), reason)
    except Refusal as refusal:
        return _rulebook_page(slug, text, _faults(refusal), reason), refusal.status
    return amendment_page(proposal, text, reason)


@pages.post("/c/<slug>/rulebook")
@role_required("organiser")
def amend(slug: str) -> ResponseReturnValue:
    """Make a new version of the rulebook, or show every fault beside its text."""
    text, reason = request.form.get("text", ""), request.form.get("reason", "").strip()
    try:
        text = _text()
        loaded = _amended(slug, text, reason)
    except Refusal as refusal:
        return _rulebook_page(slug, text, _faults(refusal), reason), refusal.status
    said = _("Thể lệ phiên bản %(number)s có hiệu lực từ bây giờ.", number=loaded.number)
    flash(said if loaded.changed else _("Thể lệ không thay đổi."), "done" if loaded.changed else "notice")
    return redirect(url_for("office_contests.rulebook", slug=slug), 303)


def _created(text: str) -> str:
    contest, member, now = read_toml(text), acting(), arrival()
    with writing() as db:
        if contests.load(db, contest.slug) is not None:
            raise SlugTaken(slug=contest.slug)
        loaded = planning.load(db, contest, reason=_("tạo cuộc thi"), author_id=member.id, now=now)
        account = staff.by_id(db, member.id)
        if account is not None and not member.may(ORGANISER, None) and _organises(ORGANISER):
            staffing.give_role(
                db,
                account,
                "organiser",
                contest_id=loaded.contest_id,
                unit_id=None,
                by=member.id,
                now=now,
            )
    return str(contest.slug)


def amendment_page(proposal: Proposal, text: str, reason: str) -> str:
    """What would change, in the page's language and the other one, with the button that applies it."""
    other = next(one for one in LANGUAGES if one != language())
    return render_template(
        "office/contests/amendment.html",
        passages=proposal.passages(language()),
        other=other,
        other_passages=proposal.passages(other),
        keys=proposal.keys,
        outdated=[proposal.new.round(slug).title for slug in proposal.outdated],
        asked_anew=proposal.asked_anew,
        people=proposal.people,
        touched=[(one.round, WORDS[one.what].say(language())) for one in proposal.touches],
        text=text,
        reason=reason,
    )


def proposed(slug: str, contest: Contest, reason: str) -> Proposal:
    """The changes; raises what not even an amendment may do."""
    _meant(slug, contest, reason)
    with reading() as db:
        state = contests.load(db, slug)
        if state is None:
            raise NotFound
        proposal = amending.proposed(db, state, contest, reason=reason, now=arrival())
    refuse_beyond(Weight.AMENDMENT, proposal, reason)
    return proposal


def _amended(slug: str, text: str, reason: str) -> Loaded:
    contest, seen = read_toml(text), request.form.get("seen", "")
    _meant(slug, contest, reason)
    weight = Weight.AMENDMENT if request.form.get("weight") == Weight.AMENDMENT else Weight.CHANGE
    with writing() as db:
        state = contests.load(db, slug)
        if state is not None and seen not in ("", str(state.rulebook_number)):
            raise ChangedMeanwhile
        by = acting().id
        return planning.load(db, contest, reason=reason, author_id=by, now=arrival(), weight=weight)


def _meant(slug: str, contest: Contest, reason: str) -> None:
    require_reason(reason)
    if contest.slug != slug:
        raise OtherContest(slug=slug)


def _rulebook_page(slug: str, text: str, faults: tuple[str, ...], reason: str) -> str:
    state = contest_state(slug)
    with reading() as db:
        versions = contests.versions(db, state.id)
    return render_template(
        "office/contests/rulebook.html",
        sections=reviewed(state.contest, language()),
        versions=versions,
        text=text,
        faults=faults,
        reason=reason,
        may_act=acting().may(ORGANISER, state.id),
    )


def _text() -> str:
    uploaded = request.files.get("file")
    if uploaded is not None and uploaded.filename:
        try:
            return str(uploaded.read(), "utf-8-sig")
        except UnicodeDecodeError:
            raise FileRefused(
                vi=f"Tệp {uploaded.filename} không phải văn bản UTF-8: lưu lại với mã UTF-8.",
                en=f"{uploaded.filename} is not UTF-8 text: save it as UTF-8.",
            ) from None
    typed = request.form.get("text", "").replace("\r\n", "\n")
    if not typed.strip():
        raise FileMissing
    return typed


def _faults(refusal: Refusal) -> tuple[str, ...]:
    return tuple(refusal.sentence(language()).splitlines())


def _may_create() -> bool:
    return _organises(frozenset({"operator", "organiser"}))


def _organises(roles: frozenset[str]) -> bool:
    return any(one.role in roles for one in acting().roles)
