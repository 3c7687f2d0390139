"""Why a person may begin nothing in a round now: its phase and pause, the person's standing and age."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from quiz.actions.shelf import with_close
from quiz.rules.applied import RoundRules
from quiz.rules.eligibility import Admission, admission, age_day, objection
from quiz.rules.refusals import (
    ClosedToday,
    Excluded,
    NotFound,
    NotOnList,
    NotOpenYet,
    Paused,
    Refusal,
    RoundEnded,
)
from quiz.rules.text import Text
from quiz.rules.timing import Phase, phase
from quiz.rules.wording import instant
from quiz.store.contests import ContestState
from quiz.store.starts import Starter, Tally


def bar(state: ContestState, who: Starter, rules: RoundRules, tally: Tally, now: datetime) -> Refusal | None:
    """Why this person may begin nothing in this round now, limits apart; None when nothing bars the way."""
    return _closed(who, with_close(rules, timedelta(seconds=tally.unit_seconds)), tally, now) or _unfit(
        state, who, rules, tally, now
    )


def _closed(who: Starter, rules: RoundRules, tally: Tally, now: datetime) -> Refusal | None:
    if who.state == "draft" or tally.paper_id is None:
        return NotFound()
    if who.state != "scheduled" or who.closed_at is not None:
        return RoundEnded()
    if who.paused_at is not None:
        return Paused()
    stands = phase(rules.round, now, rules.zone)
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
    if any(one.to == rules.round.slug for one in state.contest.progressions) and not tally.came_through:
        return NotOnList()
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
