"""How many took part, as the home page may tell it: of a result where there is one, else counted live."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from quiz.rules.display import Live
from quiz.rules.text import Text
from quiz.rules.visibility import Figure, hidden_quantities, live
from quiz.store.contests import ContestState
from quiz.store.front import Count, Front
from quiz.web.round_cards import RoundCard
from quiz.web.standing_tables import WHOLE, is_whole

FIGURES = (Figure.PARTICIPANTS, Figure.ATTEMPTS)


@dataclass(frozen=True, slots=True)
class Told:
    """Figures under a title, those of them that may be seen, and whether a result tells them."""

    title: Text
    count: Count
    seen: tuple[Figure, ...]
    of_result: bool


def counts(state: ContestState, known: Front, here: RoundCard | None, now: datetime) -> list[Told]:
    """Figures of the round of the moment and of the contest, as far as nobody is asked to guess them."""
    told = [_of_round(state, known, here, now)] if here else []
    told.append(_of_contest(state, known, now))
    return [one for one in told if one is not None and one.seen]


def kept_back(state: ContestState, now: datetime) -> bool:
    """Are figures missing because an open prediction asks for them, which the rulebook would show?"""
    setting = state.contest.publication.counts
    return setting is not Live.HIDDEN and not hidden_quantities(state.contest, now).isdisjoint(FIGURES)


def _of_round(state: ContestState, known: Front, here: RoundCard, now: datetime) -> Told | None:
    this_round = state.contest.round(here.slug)
    seen = tuple(one for one in FIGURES if live(state.contest, this_round, one, now) is Live.VISIBLE)
    return _told(known, here.slug, here.title, seen, ended=here.has_result)


def _of_contest(state: ContestState, known: Front, now: datetime) -> Told | None:
    if state.contest.publication.counts is not Live.VISIBLE:
        return None
    hidden = hidden_quantities(state.contest, now)
    seen = tuple(one for one in FIGURES if one not in hidden)
    title = Text("Cả cuộc thi", "The whole contest")
    return _told(known, WHOLE, title, seen, ended=is_whole(state, WHOLE))


def _told(known: Front, scope: str, title: Text, seen: tuple[Figure, ...], *, ended: bool) -> Told | None:
    if ended and scope in known.results:
        return Told(title, known.results[scope], seen, of_result=True)
    if scope in known.counts:
        return Told(title, known.counts[scope], seen, of_result=False)
    return None
