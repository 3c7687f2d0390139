"""Why a person may begin nothing in a round now: its phase and pause, the person's standing and age."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from quiz.actions.own_time import later
from quiz.rules.applied import RoundRules
from quiz.rules.eligibility import GROUNDS, Admission, admission, age_day, objection
from quiz.rules.refusals.contest import (
    ClosedToday,
    Excluded,
    NotFound,
    NotOpenYet,
    Paused,
    Refusal,
    RoundEnded,
)
from quiz.rules.refusals.sheet import NotGoneOn, WhoGoesOnUnknown
from quiz.rules.sentences.calendar import round_title
from quiz.rules.sentences.wording import instant, listed
from quiz.rules.text import Text
from quiz.rules.timing import Phase, phase
from quiz.store.contests import ContestState
from quiz.store.starts import Starter, Tally

COUNTED = ("provisional", "final")


def bar(state: ContestState, who: Starter, rules: RoundRules, tally: Tally, now: datetime) -> Refusal | None:
    """Why this person may begin nothing in this round now, limits apart; None when nothing bars the way."""
    closed = _closed(who, rules, tally, now)
    if isinstance(closed, NotOpenYet):  # nobody shall wait for a round that opens for others
        return _left_behind(state, rules, tally) or closed
    return closed or _unfit(state, who, rules, tally, now)


def is_personal(ground: Refusal | None) -> bool:
    """Does this ground keep just this person out, whatever the hour and however few attempts were made?"""
    return isinstance(ground, NotGoneOn | WhoGoesOnUnknown) or type(ground).__name__ in GROUNDS


def _closed(who: Starter, rules: RoundRules, tally: Tally, now: datetime) -> Refusal | None:
    if who.state == "draft" or tally.paper_id is None:
        return NotFound()
    if who.state != "scheduled" or who.closed_at is not None:
        return RoundEnded()
    if who.paused_at is not None:
        return Paused()
    stands = phase(rules.round, now, rules.zone, later(tally))
    opens = Text(instant(rules.opens, rules.zone, "vi"), instant(rules.opens, rules.zone, "en"))
    return {
        Phase.NOT_YET: NotOpenYet(opens=opens),
        Phase.ENDED: RoundEnded(),
        Phase.BETWEEN: ClosedToday(),
    }.get(stands)


def _unfit(
    state: ContestState, who: Starter, rules: RoundRules, tally: Tally, now: datetime
) -> Refusal | None:
    if who.standing in ("excluded", "erased"):
        return Excluded()
    left_behind = _left_behind(state, rules, tally)
    if left_behind is not None:
        return left_behind
    rule = rules.eligibility
    born = who.facts.get("birth_date")
    day = age_day(rule, at=now, round_opens=rules.opens, opens=state.contest.opens, zone=rules.zone)
    ground = objection(
        rule,
        participant=who.code,
        line=(),
        birth=date.fromisoformat(born) if born else None,
        on=day,
        listed=True,
        nationality=who.facts.get("nationality"),
    )
    return ground if admission(rule, ground) is Admission.REFUSED else None


def _left_behind(state: ContestState, rules: RoundRules, tally: Tally) -> Refusal | None:
    """Why somebody whom no result took into this round may not enter it, None where no result is asked."""
    sources = list(dict.fromkeys(_sources(state, rules.round.slug)))
    if not sources or tally.came_through:
        return None
    named = {
        lang: listed([round_title(state.contest, one, lang) for one in sources], lang)
        for lang in ("vi", "en")
    }
    told = Text(named["vi"], named["en"])
    known = [state.round(one) for one in sources]
    if all(one is not None and one.state in COUNTED for one in known):
        return NotGoneOn(rounds=told)
    return WhoGoesOnUnknown(rounds=told)


def _sources(state: ContestState, slug: str) -> Iterator[str]:
    for one in state.contest.progressions:
        if one.to == slug:
            yield from one.rounds
