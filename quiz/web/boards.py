"""Boards, winners and honours: two statements a page, from published snapshots only."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from quiz.actions import objecting
from quiz.rules.refusals import NotFound
from quiz.rules.text import Text
from quiz.rules.visibility import Figure
from quiz.store import boards
from quiz.store.boards import BoardPage
from quiz.store.contests import ContestState
from quiz.web.clock import arrival
from quiz.web.contests import contest_state
from quiz.web.standing_tables import WHOLE, hidden, is_whole, prize_title, scopes, tables_of, time_step
from quiz.web.transaction import reading

pages = Blueprint("boards", __name__)
ALL_ROUNDS = "all"


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
    inside = "" if scope == ALL_ROUNDS else scope
    block, after, typed = _block(state, scope), _after(), request.args.get("q", "").strip()
    secret = Figure.BOARD in hidden(state, inside, now)
    with reading() as db:
        board = None if secret else boards.people(db, state.id, inside, block, after=after, typed=typed)
    return render_template(
        "boards/people.html",
        **_frame(state, scope, result),
        board=board,
        block=block,
        typed=typed,
        after=after,
        secret=secret,
        step=time_step(state.contest, inside, block),
        prizes=_titles(state, inside, board),
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
    after, typed = _after(), request.args.get("q", "").strip()
    with reading() as db:
        board = boards.collectives(db, state.id, inside, table, after=after, typed=typed)
    return render_template(
        "boards/units.html",
        **_frame(state, scope, result),
        board=board,
        table=shown,
        typed=typed,
        after=after,
        prizes=_titles(state, inside, board),
    )


@pages.get("/c/<slug>/winners")
def winners(slug: str) -> str:
    """Who won what, round by round, the newest first."""
    state, now = contest_state(slug), arrival()
    results = {scope: (title, stage) for scope, title, stage in scopes(state, now)}
    with reading() as db:
        rows = boards.all_winners(db, state.id)
    groups = {scope: list(group) for scope, group in groupby(rows, key=lambda row: row.scope)}
    shown = [
        (title, stage, _prized(state, scope, groups[scope]))
        for scope, (title, stage) in reversed(results.items())
        if scope in groups and is_whole(state, scope)
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


def _result(state: ContestState, scope: str) -> tuple[Text, str]:
    for slug, title, stage in scopes(state, arrival()):
        if scope == (slug or ALL_ROUNDS):
            return title, stage
    raise NotFound


def _frame(state: ContestState, scope: str, result: tuple[Text, str]) -> dict[str, Any]:
    now, inside = arrival(), "" if scope == ALL_ROUNDS else scope
    return {
        "state": state,
        "scope": scope,
        "title": result[0],
        "stage": result[1],
        "scopes": [(slug or ALL_ROUNDS, title) for slug, title, _ in scopes(state, now)],
        "tables": tables_of(state, inside, now),
        "page_size": boards.PAGE,
        "whole": is_whole(state, inside),
    }


def _titles(state: ContestState, scope: str, board: BoardPage | None) -> dict[str, Text]:
    if board is None or not is_whole(state, scope):
        return {}
    slugs = {row.prize for row in board.rows if row.prize}
    return {slug: prize_title(state.contest, scope, slug) for slug in slugs}


def _block(state: ContestState, scope: str) -> str:
    known = [one.slug for one in state.contest.blocks]
    first = known[0] if known and scope != ALL_ROUNDS else WHOLE
    wanted = request.args.get("block", first)
    if wanted not in (*known, first):
        raise NotFound
    return wanted


def _after() -> int:
    said = request.args.get("after", "0")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else 0


def _prized(state: ContestState, scope: str, rows: list[Any]) -> list[tuple[Text, list[Any]]]:
    """Winners gathered under the name of their prize, in the order of the prizes."""
    gathered: dict[tuple[str, str], list[Any]] = {}
    for row in rows:
        gathered.setdefault((row.block, row.prize), []).append(row)
    titles = {one.slug: one.title for one in state.contest.blocks}
    named = []
    for (block, prize), winning in gathered.items():
        title = prize_title(state.contest, scope, prize)
        both = titles.get(block)
        named.append((Text(f"{title.vi} · {both.vi}", f"{title.en} · {both.en}") if both else title, winning))
    return named
