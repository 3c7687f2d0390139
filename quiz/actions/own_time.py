"""The hours of a round for one person: every close with the time of the units above and the own time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from quiz.rules.applied import RoundRules
from quiz.rules.timing import Phase, closing, deadline, phase
from quiz.store.starts import Starter, Tally

SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Hours:
    """When the round closes for a person, and the sitting that is held now, None where none is.

    `runs` is how long an attempt begun now would last where that is not the time limit of the rules.
    """

    closes: datetime
    sitting_closes: datetime | None
    runs: timedelta | None


def hours(who: Starter, rules: RoundRules, tally: Tally, now: datetime) -> Hours:
    """What the start page tells a person of the round's hours."""
    closes = rules.closes + later(tally)
    if who.closed_at is not None:  # for everybody, whoever had more time included
        closes = min(closes, who.closed_at)
    return Hours(closes, _sitting_close(rules, tally, now), _runs(rules, tally, now))


def later(tally: Tally) -> timedelta:
    """How much later every close is for this person."""
    return timedelta(seconds=tally.unit_seconds + tally.person_seconds)


def until(rules: RoundRules, tally: Tally, now: datetime) -> datetime:
    """Until when an attempt begun now runs."""
    of_units, own = timedelta(seconds=tally.unit_seconds), timedelta(seconds=tally.person_seconds)
    return deadline(now, rules, own, of_units)


def _sitting_close(rules: RoundRules, tally: Tally, now: datetime) -> datetime | None:
    if not rules.round.sittings or phase(rules.round, now, rules.zone, later(tally)) is not Phase.OPEN:
        return None
    return closing(now, rules) + later(tally)


def _runs(rules: RoundRules, tally: Tally, now: datetime) -> timedelta | None:
    limit = rules.time.limit
    runs = (until(rules, tally, now) - now) // SECOND * SECOND
    return None if limit is None or runs == limit // SECOND * SECOND else runs
