"""Results in the office: winners of a round or of the contest, with contacts for those who need them."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from flask import Blueprint, render_template, send_file
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from quiz.actions import moved_prizes, running, workbook
from quiz.actions.steps import round_of
from quiz.rules.contest import TableScope
from quiz.rules.refusals.contest import NotFound
from quiz.rules.text import Text
from quiz.rules.time_steps import time_step
from quiz.store import audit, snapshots, standings
from quiz.store.contests import ContestState, RoundState
from quiz.store.snapshots import Snapshot
from quiz.web.clock import arrival
from quiz.web.contests import contest_state
from quiz.web.language import language
from quiz.web.office.roles import acting, confirmation_required, role_required
from quiz.web.office.stages import stage
from quiz.web.standing_tables import Shown
from quiz.web.transaction import reading, writing

pages = Blueprint("office_winners", __name__, url_prefix="/office/c/<slug>/results")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# The address of the whole contest: a round's slug never holds this word alone.
WHOLE = "contest"
# Decisions that award prizes quote the workbook, and they are written in Vietnamese.
IN_DECISIONS = "vi"
BOARD_ROWS = 20


@pages.get("/")
@role_required("organiser", "auditor")
def index(slug: str) -> ResponseReturnValue:
    """Every round with its state and result."""
    state, now = contest_state(slug), arrival()
    with reading() as db:
        found = {one.slug: snapshots.shown(db, state.id, one.slug) for one in state.rounds}
        whole = snapshots.shown(db, state.id, snapshots.WHOLE_CONTEST)
    stages = {one.slug: stage(state, one, now) for one in state.rounds}
    return render_template("office/results/index.html", results=found, whole=whole, stages=stages)


@pages.get("/<scope>/")
@role_required("organiser", "auditor")
def show(slug: str, scope: str) -> ResponseReturnValue:
    """Winners, the top of the board and the collectives, as the public may see them."""
    state = contest_state(slug)
    with reading() as db:
        shown = _snapshot(db, state, scope)
        collectives = standings.collectives(db, shown.id)
        page = {
            "winners": standings.winners_shown(db, shown.id),
            "board": standings.top(db, shown.id, limit=BOARD_ROWS),
            "collectives": collectives,
            "empty": _empty(state, scope, collectives),
            "outdated": any(running.is_outdated(db, state, one) for one in _rounds(state, scope)),
            "moved": moved_prizes.told(db, state),
        }
    return render_template(
        "office/results/show.html",
        scope=scope,
        whole=scope == WHOLE,
        shown=shown,
        steps={
            block or "": time_step(state.contest, _inside(scope), block or "")
            for block in state.contest.block_slugs()
        },
        prizes=prize_titles(state, scope, language()),
        said={one.slug: Shown(one.slug, one.title, one.metric).said for one in state.contest.collectives},
        may_contact=acting().may(frozenset({"organiser"}), state.id),
        **page,
    )


@pages.get("/<scope>/contacts")
@role_required("organiser")
@confirmation_required
def contacts(slug: str, scope: str) -> ResponseReturnValue:
    """The winners by name and telephone; every look is written down."""
    state = contest_state(slug)
    with writing() as db:
        shown = _snapshot(db, state, scope)
        found = standings.winners_by_name(db, shown.id)
        _note(db, state, "results.contacts", scope, shown)
    titles = prize_titles(state, scope, language())
    return render_template(
        "office/results/contacts.html", scope=scope, shown=shown, winners=found, prizes=titles
    )


@pages.get("/<scope>/results.xlsx")
@role_required("organiser")
@confirmation_required
def file(slug: str, scope: str) -> ResponseReturnValue:
    """The whole result as a workbook; every download is written down."""
    state = contest_state(slug)
    with reading() as db:
        shown = _snapshot(db, state, scope)
        content = workbook.written(db, state, _inside(scope), shown, prize_titles(state, scope, IN_DECISIONS))
    with writing() as db:
        _note(db, state, "results.export", scope, shown)
    name = f"{slug}-{scope}-v{shown.version}.xlsx"
    return send_file(BytesIO(content), mimetype=XLSX, as_attachment=True, download_name=name)


def prize_titles(state: ContestState, scope: str, lang: str) -> dict[str, str]:
    """The prizes of a scope by slug, those of collectives included."""
    contest = state.contest
    plans = [contest.prizes]
    if scope != WHOLE:
        plans = [contest.rules_for(scope, block).prizes for block in contest.block_slugs()]
    tiers = [tier for plan in plans for tier in plan.tiers]
    tiers += [tier for table in contest.collectives for tier in table.prizes]
    return {tier.slug: tier.title.say(lang) for tier in tiers}


def _empty(state: ContestState, scope: str, rows: Sequence[Any]) -> list[Text]:
    """The tables of this result that have no unit."""
    aside = TableScope.ROUND if scope == WHOLE else TableScope.CONTEST
    filled = {row.board for row in rows}
    tables = [one for one in state.contest.collectives if one.scope is not aside]
    return [one.title for one in tables if one.slug not in filled]


def _inside(scope: str) -> str:
    return "" if scope == WHOLE else scope


def _rounds(state: ContestState, scope: str) -> list[RoundState]:
    return list(state.rounds) if scope == WHOLE else [round_of(state, scope)]


def _snapshot(db: Connection, state: ContestState, scope: str) -> Snapshot:
    name = snapshots.WHOLE_CONTEST if scope == WHOLE else round_of(state, scope).slug
    found = snapshots.shown(db, state.id, name)
    if found is None:
        raise NotFound
    return found


def _note(db: Connection, state: ContestState, act: str, scope: str, shown: Snapshot) -> None:
    audit.record(
        db,
        chain=state.slug,
        staff_id=acting().id,
        act=act,
        subject=scope,
        detail={"version": shown.version},
        reason="",
        now=arrival(),
    )
