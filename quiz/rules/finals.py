"""Rounds that only invited people enter, inside rounds that count what is played in them."""

from collections.abc import Iterator
from dataclasses import dataclass

from quiz.rules.calendar import CountsFrom, Round
from quiz.rules.contest import Contest

Way = tuple[str, str]  # a round that counts an attempt, and the lowest final through which it does or ""


@dataclass(frozen=True, slots=True)
class Invited:
    """Who went on to a final, and whose going on an undecided tie leaves open."""

    names: frozenset[str]
    doubtful: frozenset[str]


def ways(contest: Contest, this_round: Round) -> tuple[Way, ...]:
    """Return every round that counts an attempt of this one."""
    invited, through = finals(contest), ""
    found = [(this_round.slug, "")] if this_round.counts is CountsFrom.OWN else []
    for below, above in _upwards(contest, this_round):
        if not through and below.slug in invited:
            through = below.slug
        if above.counts is CountsFrom.CHILDREN:
            found.append((above.slug, through))
    return tuple(found)


def gates(contest: Contest, way: Way) -> tuple[str, ...]:
    """Return the finals, from the lowest up, into which one must be invited to count in a round this way."""
    slug, through = way
    if not through:
        return ()
    invited, passed = finals(contest), list[str]()
    for below, above in _upwards(contest, contest.round(through)):
        if below.slug in invited:
            passed.append(below.slug)
        if above.slug == slug:
            break
    return tuple(passed)


def finals(contest: Contest) -> frozenset[str]:
    """Return the slugs of the rounds to which people go on from others."""
    return frozenset(one.to for one in contest.progressions)


def decided_order(contest: Contest, this_round: Round) -> tuple[object, ...]:
    """Return by what rounds are decided one after the other: a final before the rounds around it."""
    invited = finals(contest)
    inside = {above.slug: 0 for above in contest.rounds}
    for one in contest.rounds:
        passed = 0
        for below, above in _upwards(contest, one):
            passed += below.slug in invited
            inside[above.slug] = max(inside[above.slug], passed)
    return this_round.closes, inside[this_round.slug], this_round.number


def _upwards(contest: Contest, this_round: Round) -> Iterator[tuple[Round, Round]]:
    while this_round.parent is not None:
        above = contest.round(this_round.parent)
        yield this_round, above
        this_round = above
