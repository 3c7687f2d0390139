"""The calendar of a round: when changing it is an amendment, and the former windows that stay on record."""

from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from quiz.rules.calendar import Move, Round, Weekday
from quiz.rules.contest import Contest

Ends = tuple[datetime, datetime]


def moved(was: Round, now: Round) -> bool:
    """Does the round open or close at another instant?"""
    return _ends(was) != _ends(now)


def narrowed(was: Round, now: Round) -> bool:
    """Does the round open later or close earlier, so that somebody loses time that was announced?"""
    return now.opens > was.opens or now.closes < was.closes


def rescheduled(was: Round, now: Round) -> bool:
    """Is the round open on other days or in other sittings?"""
    return set(was.weekdays) != set(now.weekdays) or was.sittings != now.sittings


def thinned(was: Round, now: Round) -> bool:
    """Does the round lose a day or a sitting that was announced, or open in sittings only from now on?"""
    fewer_days = bool(now.weekdays) and not set(was.weekdays or Weekday) <= set(now.weekdays)
    if not was.sittings:
        return fewer_days or bool(now.sittings)
    return fewer_days or (bool(now.sittings) and not set(was.sittings) <= set(now.sittings))


def on_record(old: Contest, new: Contest, bound: Collection[str]) -> Contest:
    """Return the new rulebook with the former windows that these rounds (slugs) have on record."""
    known = {one.slug: one for one in old.rounds if one.slug in bound}
    rounds = (_kept(known[one.slug], one) if one.slug in known else one for one in new.rounds)
    return replace(new, rounds=tuple(rounds))


def recorded(old: Contest, new: Contest, slugs: Collection[str], reason: str, now: datetime) -> Contest:
    """Return the new rulebook with the windows that these rounds leave, unless it names them itself."""
    rounds = (
        _left(old.round(one.slug), one, reason, now) if one.slug in slugs else one for one in new.rounds
    )
    return replace(new, rounds=tuple(rounds))


def _kept(was: Round, now: Round) -> Round:
    # Matched by window: who copies one from the rules page may state its reason and instant in other words.
    named = Counter(_ends(one) for one in now.moves)
    missing: list[Move] = []
    for one in was.moves:
        if named[_ends(one)]:
            named[_ends(one)] -= 1
        else:
            missing.append(one)
    if not missing:
        return now
    return replace(now, moves=tuple(sorted((*missing, *now.moves), key=lambda one: one.decided_at)))


def _left(was: Round, now: Round, reason: str, instant: datetime) -> Round:
    if _times(now, _ends(was)) > _times(was, _ends(was)):
        return now
    return replace(now, moves=(*now.moves, Move(was.opens, was.closes, instant, reason)))


def _times(one: Round, window: Ends) -> int:
    return sum(_ends(move) == window for move in one.moves)


def _ends(one: Round | Move) -> Ends:
    return one.opens, one.closes
