"""My attempts: all of them, which one counts and why, my place and my unit's once published."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, Flask, render_template
from sqlalchemy import Connection
from werkzeug.wrappers import Response

from quiz.rules.sentences.clauses import attempt_sentences, counting_sentences
from quiz.store import attempts, own_results
from quiz.store.contests import ContestState, RoundState
from quiz.store.own_results import Place, UnitPlace
from quiz.web import visitors
from quiz.web.clock import arrival
from quiz.web.contests import contest_state
from quiz.web.language import language
from quiz.web.login import citizen_token
from quiz.web.play import shelf
from quiz.web.receipts import Told, tell
from quiz.web.transaction import reading

pages = Blueprint("my_attempts", __name__)


@dataclass(frozen=True, slots=True)
class OwnRound:
    """A round with the person's attempts, places and the sentences that say which attempt counts."""

    round: RoundState
    told: tuple[Told, ...]
    places: tuple[Place, ...]
    unit_places: tuple[UnitPlace, ...]
    sentences: tuple[str, ...]

    @property
    def counting(self) -> frozenset[int]:
        """The attempts that stand in a result."""
        return frozenset(place.attempt_id for place in self.places if place.attempt_id is not None)


def register(app: Flask) -> None:
    """Add the page to the application."""
    app.register_blueprint(pages)


@pages.get("/c/<slug>/attempts")
def mine(slug: str) -> Response | str:
    """All attempts of whoever is signed in on this device."""
    state = contest_state(slug)
    with reading() as db:
        me = visitors.person(db, state)
        if me is None:
            return visitors.sign_in_first(state)
        places = own_results.places(db, state.id, me.id)
        unit_places = own_results.unit_places(db, state.id, me.unit_id)
        own = tuple(_rounds(db, state, places, unit_places, me.block))
    overall = [place for place in places if not place.scope]
    overall_units = [place for place in unit_places if not place.scope]
    return render_template(
        "play/attempts.html", state=state, me=me, own=own, overall=overall, overall_units=overall_units
    )


def _rounds(
    db: Connection, state: ContestState, places: list[Place], unit_places: list[UnitPlace], block: str
) -> Iterator[OwnRound]:
    now = arrival()
    found = attempts.of_person(db, token=citizen_token() or "", contest_id=state.id, now=now)
    told = [tell(db, shelf(), state, attempt, now=now) for attempt in found]
    for one in reversed(state.rounds):
        mine = tuple(row for row in told if row.round.id == one.id)
        if not mine:
            continue
        rules = shelf().rules(state, one, block)
        yield OwnRound(
            round=one,
            told=mine,
            places=tuple(place for place in places if place.scope == one.slug),
            unit_places=tuple(place for place in unit_places if place.scope == one.slug),
            sentences=(*attempt_sentences(rules, language()), *counting_sentences(rules, language())),
        )
