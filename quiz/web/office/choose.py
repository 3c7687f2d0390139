"""Choosing the questions of a round and block, the practice pool, and looking at a paper for trial."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from quiz.actions import choosing
from quiz.actions.choosing import Doubt
from quiz.rules.calendar import CountsFrom
from quiz.rules.clauses import Draw
from quiz.rules.drawing import sheet
from quiz.rules.refusals.contest import NotFound
from quiz.store import bank, browsing, practice
from quiz.store.browsing import Use
from quiz.store.contests import ContestState, RoundState
from quiz.web.clock import arrival
from quiz.web.contests import contest_state
from quiz.web.office import asked
from quiz.web.office.bank import PER_PAGE, wanted_items
from quiz.web.office.roles import acting, confirmation_required, role_required
from quiz.web.office.showing import shown
from quiz.web.transaction import reading, writing

pages = Blueprint("office_choose", __name__, url_prefix="/office/c/<slug>/choose")
NO_BLOCK = "-"
KEPT = ("q", "bank", "topic", "difficulty", "source", "use")


@pages.get("/")
@role_required("organiser", "editor")
def index(slug: str) -> ResponseReturnValue:
    """Every round and block with the size of its pool."""
    state = contest_state(slug)
    lines = [(one, block or "") for one in leaves(state) for block in state.contest.block_slugs()]
    with reading() as db:
        pools = [(one, block, len(choosing.pool(db, one.id, block))) for one, block in lines]
        practised = len(practice.pool(db, state.id))
    return render_template("office/choose/index.html", pools=pools, practised=practised, no_block=NO_BLOCK)


@pages.get("/<round_slug>/<block>")
@role_required("organiser", "editor")
def show(slug: str, round_slug: str, block: str) -> ResponseReturnValue:
    """The pool of one round and block, what it lacks, and the bank to choose from."""
    state, this_round, block = _place(slug, round_slug, block)
    with reading() as db:
        numbers = choosing.pool(db, this_round.id, block)
        chosen = browsing.by_versions(db, state.id, numbers)
        paper, _items = choosing.draft(db, state, round_slug, block, numbers)
        wanted = replace(wanted_items(), but_not=numbers)
        values = {
            "found": browsing.page(db, state.id, wanted, after=asked.whole("after"), limit=PER_PAGE),
            "total": browsing.count(db, state.id, wanted),
            "strata": _strata(browsing.strata(db, state.id, replace(wanted, but_not=())), chosen),
            "topics": browsing.topics(db, state.id),
            "banks": bank.open_to(db, state.id),
        }
        repeats = choosing.repeated(db, state, this_round, chosen)
    doubts = choosing.warnings(state.contest, paper, chosen, repeats)
    frame = {"wanted": wanted, "per_page": PER_PAGE, "block_slug": block or NO_BLOCK, "draws": Draw}
    frame |= {
        "doubts": doubts,
        "doubt": Doubt,
        "this_round": this_round,
        "plan": paper.plan,
        "chosen": chosen,
    }
    return render_template("office/choose/show.html", **frame, **values)


@pages.post("/<round_slug>/<block>")
@role_required("organiser", "editor")
def change(slug: str, round_slug: str, block: str) -> ResponseReturnValue:
    """Put the ticked questions, or all that fit the filter, into the pool, or take the ticked ones out."""
    state, this_round, block = _place(slug, round_slug, block)
    verb = choosing.remove if request.form.get("act") == "remove" else choosing.add
    with writing() as db:
        numbers = asked.ticked()
        if request.form.get("act") == "add-all":
            numbers = browsing.fitting_ids(db, state.id, wanted_items())
        count = verb(db, state, this_round, block, numbers, staff_id=acting().id, now=arrival())
    said = _("Bỏ ra %(count)s câu.", count=count) if verb is choosing.remove else ""
    flash(said or _("Thêm %(count)s câu vào đề.", count=count), "done")
    here = {"slug": slug, "round_slug": round_slug, "block": block or NO_BLOCK}
    return redirect(url_for("office_choose.show", **{**_filter(), **here}), 303)


@pages.get("/<round_slug>/<block>/preview")
@role_required("organiser", "editor")
def preview(slug: str, round_slug: str, block: str) -> ResponseReturnValue:
    """A sheet as a citizen could get it, drawn anew at every look, without its key."""
    return _trial(slug, round_slug, block, with_key=False)


@pages.get("/<round_slug>/<block>/preview/key")
@role_required("organiser", "editor")
@confirmation_required
def preview_key(slug: str, round_slug: str, block: str) -> ResponseReturnValue:
    """The same with its key, after a fresh code."""
    return _trial(slug, round_slug, block, with_key=True)


@pages.get("/practice")
@role_required("organiser", "editor")
def show_practice(slug: str) -> ResponseReturnValue:
    """The practice pool, and the items that no round uses."""
    state = contest_state(slug)
    with reading() as db:
        numbers = practice.pool(db, state.id)
        wanted = replace(wanted_items(), use=Use.UNUSED, but_not=numbers)
        values = {
            "chosen": browsing.by_versions(db, state.id, numbers),
            "found": browsing.page(db, state.id, wanted, after=asked.whole("after"), limit=PER_PAGE),
            "total": browsing.count(db, state.id, wanted),
            "topics": browsing.topics(db, state.id),
            "banks": bank.open_to(db, state.id),
        }
    return render_template("office/choose/practice.html", wanted=wanted, per_page=PER_PAGE, **values)


@pages.post("/practice")
@role_required("organiser", "editor")
def change_practice(slug: str) -> ResponseReturnValue:
    """Put the ticked questions into the practice pool, or take them out."""
    state = contest_state(slug)
    verb = choosing.stop_practising if request.form.get("act") == "remove" else choosing.practise
    with writing() as db:
        count = verb(db, state, asked.ticked(), staff_id=acting().id, now=arrival())
    flash(_("Đã đổi %(count)s câu luyện tập.", count=count), "done")
    return redirect(url_for("office_choose.show_practice", **{**_filter(), "slug": slug}), 303)


def _filter() -> dict[str, Any]:
    """What the address filters by, so that a list stays filtered after something was taken from it."""
    return {name: value for name, value in request.args.items() if name in KEPT}


def leaves(state: ContestState) -> list[RoundState]:
    """The rounds that have papers of their own."""
    return [one for one in state.rounds if state.contest.round(one.slug).counts is CountsFrom.OWN]


def _place(slug: str, round_slug: str, block: str) -> tuple[ContestState, RoundState, str]:
    state = contest_state(slug)
    this_round = state.round(round_slug)
    plain = "" if block == NO_BLOCK else block
    if this_round is None or (plain or None) not in state.contest.block_slugs():
        raise NotFound
    return state, this_round, plain


def _strata(
    available: list[tuple[str, str, int]], chosen: list[browsing.Found]
) -> list[tuple[str, str, int, int]]:
    """Topic, difficulty, how many there are, and how many of them are in the pool."""
    taken = [(one.topic, one.difficulty) for one in chosen]
    return [(topic, level, count, taken.count((topic, level))) for topic, level, count in available]


def _trial(slug: str, round_slug: str, block: str, *, with_key: bool) -> str:
    state, this_round, plain = _place(slug, round_slug, block)
    with reading() as db:
        numbers = choosing.pool(db, this_round.id, plain)
        paper, items = choosing.draft(db, state, round_slug, plain, numbers)
    # Every look has another seed: what is shown here says nothing about anybody's sheet.
    lines = sheet(paper, secrets.token_bytes(16)) if items else ()
    turned = [
        {**document, "choices": [document["choices"][number] for number in line.choices]}
        for line, document in ((line, items[line.question].document) for line in lines)
    ]
    return render_template(
        "office/choose/preview.html",
        questions=turned,
        this_round=this_round,
        block_slug=block,
        key=with_key,
        rules=state.contest.rules_for(round_slug, plain or None),
        shown=shown,
    )
