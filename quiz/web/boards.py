"""Boards, winners and honours: two statements a page, from published snapshots only."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from itertools import groupby
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from markupsafe import Markup
from sqlalchemy import Connection
from werkzeug.wrappers import Response

from quiz.actions import objecting
from quiz.rules.refusals.contest import NoOverallRanking, NotFound
from quiz.rules.text import Text
from quiz.rules.time_steps import time_step
from quiz.rules.visibility import Figure
from quiz.store import boards, open_prizes
from quiz.store.contests import ContestState
from quiz.web import prize_cards, truths
from quiz.web.board_pages import Asked, rendered, shown_page
from quiz.web.clock import arrival
from quiz.web.contests import contest_state
from quiz.web.open_prizes import waiting
from quiz.web.standing_tables import (
    WHOLE,
    Shown,
    hidden,
    is_ranked_overall,
    is_whole,
    scopes,
    tables_of,
)
from quiz.web.transaction import reading

pages = Blueprint("boards", __name__)
ALL_ROUNDS = "all"
PEOPLE, WITH_TRUTH = "people", "people and truth"  # kept apart: a truth is told from some moment on


@pages.get("/c/<slug>/boards/")
def newest(slug: str) -> Response | str:
    """The newest result, or a page that says when results come."""
    state = contest_state(slug)
    results = scopes(state, arrival())
    if not results:
        return render_template("boards/none.html", state=state)
    last = [one for one in results if one[0]][-1][0]
    return redirect(url_for("boards.individuals", slug=slug, scope=last), 303)


@pages.get("/c/<slug>/boards/<scope>/people")
def individuals(slug: str, scope: str) -> str:
    """The individual ranking of a round or, as `all`, of the contest."""
    state, now = contest_state(slug), arrival()
    result = _result(state, scope)
    if scope == ALL_ROUNDS and not is_ranked_overall(state):
        raise NoOverallRanking
    inside = "" if scope == ALL_ROUNDS else scope
    block, after, typed = _block(state), _after(), request.args.get("q", "").strip()
    secret = Figure.BOARD in hidden(state, inside, now)
    kind = WITH_TRUTH if truths.may_be_told(state, inside, now) else PEOPLE
    asked = Asked(state, inside, kind, block, after, typed)
    return render_template(
        "boards/people.html",
        **_frame(state, scope, result),
        board=None if secret else shown_page(asked, partial(_people, asked)),
        block=block,
        typed=typed,
        secret=secret,
    )


@pages.get("/c/<slug>/boards/<scope>/units/<table>")
def collectives(slug: str, scope: str, table: str) -> str:
    """One table of collectives of a round or, as `all`, of the contest."""
    state, now = contest_state(slug), arrival()
    result = _result(state, scope)
    inside = "" if scope == ALL_ROUNDS else scope
    shown = next((one for one in tables_of(state, inside, now) if one.slug == table), None)
    if shown is None:
        raise NotFound
    asked = Asked(state, inside, "units", table, _after(), request.args.get("q", "").strip())
    return render_template(
        "boards/units.html",
        **_frame(state, scope, result),
        board=shown_page(asked, partial(_units, asked, shown)),
        table=shown,
        typed=asked.typed,
    )


@pages.get("/c/<slug>/winners")
def winners(slug: str) -> str:
    """Who won what, round by round, the newest first."""
    state, now = contest_state(slug), arrival()
    results = {scope: (title, stage) for scope, title, stage in scopes(state, now)}
    with reading() as db:
        prizes = boards.all_prizes(db, state.id)
    shown = [
        (title, stage, cards, _truths(state, scope, prizes, now))
        for scope, (title, stage) in reversed(results.items())
        if is_whole(state, scope) and (cards := prize_cards.of_scope(state, scope, prizes))
    ]
    return render_template("boards/winners.html", state=state, results=shown)


@pages.get("/c/<slug>/objections")
def objections(slug: str) -> str:
    """Until when and where to object to each result."""
    state, now = contest_state(slug), arrival()
    with reading() as db:
        ends = [
            (title, objecting.window_end(db, state, scope))
            for scope, title, _stage in scopes(state, now)
            if scope
        ]
    return render_template("boards/objections.html", state=state, ends=ends, now=now)


@pages.get("/c/<slug>/honours")
def honours(slug: str) -> str:
    """Whom the province honoured, with decision, date and signer."""
    state = contest_state(slug)
    with reading() as db:
        rows = boards.all_honours(db, state.id)
    groups = {kind: list(group) for kind, group in groupby(rows, key=lambda row: row.kind)}
    return render_template("boards/honours.html", state=state, groups=groups)


def _truths(state: ContestState, scope: str, prizes: boards.Prizes, now: datetime) -> list[truths.Truth]:
    told = truths.may_be_told(state, scope, now)
    return truths.told(state, scope, prizes.truths.get(scope, {})) if told else []


def _people(asked: Asked, db: Connection) -> Markup | None:
    state, scope = asked.state, asked.scope
    board = boards.people(db, state.id, scope, asked.table, after=asked.after, typed=asked.typed)
    step = time_step(state.contest, scope, asked.table)
    blocks = board.summary.get("blocks", {}) if board else {}
    left = [one for one in open_prizes.told(scope, blocks) if one.block == asked.table]
    number = boards.truths_of(blocks).get(asked.table)
    numbers = {asked.table: number} if number is not None and asked.kind == WITH_TRUTH else {}
    return rendered(
        "boards/_people.html",
        asked,
        board,
        block=asked.table,
        step=step,
        waiting=waiting(state, left),
        truths=truths.told(state, scope, numbers) if numbers else (),
    )


def _units(asked: Asked, table: Shown, db: Connection) -> Markup | None:
    state, scope = asked.state, asked.scope
    board = boards.collectives(db, state.id, scope, asked.table, after=asked.after, typed=asked.typed)
    return rendered("boards/_units.html", asked, board, table=table)


def _result(state: ContestState, scope: str) -> tuple[Text, str]:
    for slug, title, stage in scopes(state, arrival()):
        if scope == (slug or ALL_ROUNDS):
            return title, stage
    raise NotFound


def _tabs(state: ContestState, now: datetime) -> list[tuple[str, Text, str]]:
    """Every result with the first of its pages that exists; one that would have none is left out."""
    tabs = []
    for slug, title, _stage in scopes(state, now):
        tables = [f"units/{one.slug}" for one in tables_of(state, slug, now)]
        pages_there = ["people", *tables] if slug or is_ranked_overall(state) else tables
        tabs += [(slug or ALL_ROUNDS, title, one) for one in pages_there[:1]]
    return tabs


def _frame(state: ContestState, scope: str, result: tuple[Text, str]) -> dict[str, Any]:
    now, inside = arrival(), "" if scope == ALL_ROUNDS else scope
    return {
        "state": state,
        "scope": scope,
        "title": result[0],
        "stage": result[1],
        "scopes": _tabs(state, now),
        "ranked": bool(inside) or is_ranked_overall(state),
        "tables": tables_of(state, inside, now),
        "whole": is_whole(state, inside),
    }


def _block(state: ContestState) -> str:
    known = [one.slug for one in state.contest.blocks] or [WHOLE]
    wanted = request.args.get("block") or known[0]
    if wanted not in known:
        raise NotFound
    return wanted


def _after() -> int:
    said = request.args.get("after", "0")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else 0
