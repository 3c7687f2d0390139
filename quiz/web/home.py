"""The list of contests and the home page of one: two statements, whatever happens in the contest."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, Flask, current_app, redirect, render_template, url_for
from werkzeug.wrappers import Response

from quiz.rules.awards import Prize
from quiz.rules.contest import Contest
from quiz.rules.sentences.collectives import how_often
from quiz.rules.sentences.prizes import in_rounds, overall
from quiz.rules.text import Text
from quiz.store import contests, front
from quiz.store.contests import ContestState
from quiz.store.front import Front, Prized
from quiz.store.open_prizes import OpenPrize
from quiz.web import front_figures, practice
from quiz.web.clock import arrival
from quiz.web.contests import contest_state
from quiz.web.front_winners import named
from quiz.web.language import language
from quiz.web.open_prizes import waiting
from quiz.web.round_cards import RoundCard, Stand, cards
from quiz.web.standing_tables import WHOLE, Shown, is_whole, tables_of
from quiz.web.transaction import reading

pages = Blueprint("home", __name__)
FRESH_FOR = timedelta(seconds=1)
type_of_memory = dict[tuple[str, str], tuple[datetime, int, dict[str, Any]]]


def remember_fronts(app: Flask) -> None:
    """Give the application an empty memory of home pages."""
    app.extensions["fronts"] = {}


@pages.get("/")
def all_contests() -> Response | str:
    """The contests; where there is only one, its home page."""
    with reading() as db:
        slugs = contests.slugs(db)
    if len(slugs) == 1:
        return redirect(url_for("home.contest_home", slug=slugs[0]))
    states = [contest_state(slug) for slug in slugs]
    now = arrival()
    return render_template("contests.html", states=[(one, current(cards(one, now))) for one in states])


@pages.get("/c/<slug>/")
def contest_home(slug: str) -> str:
    """The home page of a contest."""
    state, now = contest_state(slug), arrival()
    return render_template("home.html", state=state, now=now, **_page(state, now))


def current(rounds: tuple[RoundCard, ...]) -> RoundCard | None:
    """The round that matters now: the open one, else the next, else the last."""
    enterable = [one for one in rounds if one.enterable]
    for wanted in ((Stand.OPEN,), (Stand.PAUSED, Stand.BETWEEN), (Stand.NOT_YET,)):
        for one in enterable:
            if one.stand in wanted:
                return one
    return enterable[-1] if enterable else None


def _page(state: ContestState, now: datetime) -> dict[str, Any]:
    """The round of the moment and the rendered rest, found out once a second: all come when a round opens."""
    memory: type_of_memory = current_app.extensions["fronts"]
    kept = memory.get((state.slug, language()))
    if kept and kept[1] == state.generation and timedelta(0) <= now - kept[0] < FRESH_FOR:
        return kept[2]
    with reading() as db:
        known = front.read(db, state.id)
    rounds = cards(state, now)
    rest = render_template("home_rest.html", state=state, rounds=rounds, **_found(state, known, rounds, now))
    memory[state.slug, language()] = (
        now,
        state.generation,
        {"current": current(rounds), "rest": rest},
    )
    return memory[state.slug, language()][2]


def _found(state: ContestState, known: Front, rounds: tuple[RoundCard, ...], now: datetime) -> dict[str, Any]:
    winners, undecided = _latest(state, known, rounds)
    return {
        "counts": front_figures.counts(state, known, current(rounds), now),
        "kept_back": front_figures.kept_back(state, now),
        "tables": _tables(state, known, rounds, now),
        "winners": named(state, winners),
        "waiting": waiting(state, undecided),
        "honours": known.honours,
        "prizes": _prizes(state.contest),
        "practised": practice.is_there(state),
    }


def _tables(
    state: ContestState, known: Front, rounds: tuple[RoundCard, ...], now: datetime
) -> list[tuple[Shown, list[front.TopUnit]]]:
    """The tops of the collective tables: of the whole contest, else of the newest result."""
    results = [one.slug for one in rounds if one.has_result]
    for scope in ("", *reversed(results)):
        tables = [
            (shown, [one for one in known.units if (one.scope, one.board) == (scope, shown.slug)])
            for shown in tables_of(state, scope, now)
        ]
        filled = [line for line in tables if line[1]]
        if filled and results:
            return filled
    return []


def _latest(
    state: ContestState, known: Front, rounds: tuple[RoundCard, ...]
) -> tuple[list[Prized], list[OpenPrize]]:
    """Prizes won and open of the newest result with any: the contest's own once all rounds have theirs."""
    results = [one.slug for one in rounds if one.has_result]
    for scope in reversed([*results, *([WHOLE] if is_whole(state, WHOLE) else [])]):
        found = [prized for prized in known.winners if prized.scope == scope]
        left = [tie for tie in known.undecided if tie.scope == scope]
        if found or left:
            return found, left
    return [], []


def _prizes(contest: Contest) -> list[tuple[Text, tuple[Prize, ...]]]:
    """The prizes as the rulebook gives them and how often: of rounds (told once when equal), tables, all."""
    plans = [
        (in_rounds(block), contest.rules_for(one.slug, block).prizes.tiers)
        for one in contest.rounds
        for block in contest.block_slugs()
    ]
    shown = list(dict.fromkeys(plans))
    for table in contest.collectives:
        often, title = how_often(contest, table), table.title
        said = Text(f"{title.vi}: {often.vi}", f"{title.say('en')}: {often.say('en')}")
        shown.append((said, table.prizes))
    shown.append((overall(contest), contest.prizes.tiers))
    return [(title, tiers) for title, tiers in shown if tiers]
