"""The typed search over the unit tree: radio buttons that the server finds, with or without JavaScript."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, make_response, render_template, request
from sqlalchemy import Connection

from quiz.actions.placing import OUTSIDE
from quiz.store import units
from quiz.store.contests import ContestState
from quiz.store.units import UnitChoice
from quiz.web.contests import contest_state
from quiz.web.transaction import reading
from quiz.web.visitors import public_for

FRESH = 120
pages = Blueprint("units", __name__)


@dataclass(frozen=True, slots=True)
class Found:
    """What the search shows: the units, the one chosen before, and whether more would fit the words."""

    typed: str
    chosen: str
    choices: tuple[UnitChoice, ...]
    more: bool
    fits: bool
    outside: str = OUTSIDE


@pages.get("/c/<slug>/units")
def found_units(slug: str) -> Response:
    """The radio buttons alone, for the script of the form."""
    state = contest_state(slug)
    with reading() as db:
        found = find(db, state, request.args.get("q", ""), request.args.get("chosen", ""))
    return public_for(make_response(render_template("account/_units.html", found=found)), FRESH)


def find(db: Connection, state: ContestState, typed: str, chosen: str) -> Found:
    """Units for these words, with the chosen one on top; without words all of them when they are few."""
    choices = units.search(db, state.id, typed, limit=units.MOST_FOUND + 1)
    more = len(choices) > units.MOST_FOUND
    shown = choices[: units.MOST_FOUND] if typed.strip() or not more else []
    kept = units.by_code(db, state.id, chosen) if chosen and chosen != OUTSIDE else None
    if kept is not None:
        shown = [kept, *(one for one in shown if one.code != kept.code)]
    return Found(typed, chosen, tuple(shown), more, fits=bool(choices))
