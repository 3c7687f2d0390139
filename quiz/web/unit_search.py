"""The typed search over the unit tree: radio buttons that the server finds, with or without JavaScript."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from flask import Blueprint, Flask, Response, current_app, make_response, render_template, request
from markupsafe import Markup

from quiz.actions.placing import OUTSIDE
from quiz.actions.shelf import Recent
from quiz.rules.joining import led_by_units
from quiz.store import units
from quiz.store.contests import ContestState
from quiz.store.units import Choosable
from quiz.web.clock import arrival
from quiz.web.contests import contest_state
from quiz.web.language import language
from quiz.web.leading_units import NOWHERE, Leading, leading
from quiz.web.transaction import reading
from quiz.web.visitors import public_for

FRESH = 120
# A tree of 3,000 units takes some 3 MB, an answered search 4 KB.
TREES_KEPT, SEARCHES_KEPT, LONGEST_CODE = 8, 300, 60
type_of_memory = Recent[int, "Grown"]
pages = Blueprint("units", __name__)


@dataclass(frozen=True, slots=True)
class Found:
    """What the search shows for the words typed, as radio buttons with the unit chosen before on top."""

    typed: str
    buttons: Markup
    leading: Leading = NOWHERE


@dataclass(frozen=True, slots=True)
class Grown:
    """The choosable units of one generation of a contest, and what was lately asked of them."""

    generation: int
    units: tuple[Choosable, ...]
    answers: Recent[tuple[str, str, str], Found] = field(default_factory=lambda: Recent(SEARCHES_KEPT))
    until: datetime | None = None
    leading: Leading = NOWHERE

    def holds(self, generation: int, now: datetime) -> bool:
        """Is this still the tree of that generation, with no unit ended since?"""
        return self.generation == generation and (self.until is None or now < self.until)


def remember_units(app: Flask) -> None:
    """Give the application an empty memory of unit trees."""
    app.extensions["units"] = type_of_memory(TREES_KEPT)


@pages.get("/c/<slug>/units")
def found_units(slug: str) -> Response:
    """The radio buttons alone, for the script of the form."""
    found = find(contest_state(slug), request.args.get("q", ""), request.args.get("chosen", ""))
    return public_for(make_response(found.buttons), FRESH)


def find(state: ContestState, typed: str, chosen: str) -> Found:
    """Units for these words, with the chosen one on top; without words all of them when they are few."""
    tree = _tree(state)
    if len(typed) > units.LONGEST_SEARCH or len(chosen) > LONGEST_CODE:
        return _find(tree, typed, chosen)
    return tree.answers.ask((language(), typed, chosen), lambda: _find(tree, typed, chosen))


def _tree(state: ContestState) -> Grown:
    memory: type_of_memory = current_app.extensions["units"]
    known, now = memory.get(state.id), arrival()
    if known and known.holds(state.generation, now):
        return known
    with reading() as db:
        found = units.choosable(db, state.id, now=now)
        codes = [one.choice.code for one in found]
        roads = leading(db, state, codes, now) if led_by_units(state.contest) else NOWHERE
    until = min((one.ends for one in found if one.ends), default=None)
    return memory.keep(state.id, Grown(state.generation, found, until=until, leading=roads))


def _find(tree: Grown, typed: str, chosen: str) -> Found:
    choices = units.search(tree.units, typed, limit=units.MOST_FOUND + 1)
    more = len(choices) > units.MOST_FOUND
    shown = choices[: units.MOST_FOUND] if typed.strip() or not more else []
    kept = next((one.choice for one in tree.units if one.choice.code == chosen), None)
    if kept is not None:
        shown = [kept, *(one for one in shown if one.code != kept.code)]
    buttons = render_template(
        "account/_units.html",
        typed=typed,
        chosen=chosen,
        choices=shown,
        more=more,
        fits=bool(choices),
        outside=OUTSIDE,
        leading=tree.leading,
    )
    return Found(typed, Markup(buttons), tree.leading)  # noqa: S704 (rendered by a template)
