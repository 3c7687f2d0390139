"""Whether a changed clause judges what people did otherwise: guesses, places, prizes, admission, tables."""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from quiz.rules.calendar import Round
from quiz.rules.clauses import RankingRule
from quiz.rules.contest import Contest, Table, TableScope, Take
from quiz.rules.guess import Guess, PredictionRule
from quiz.rules.keys import Key, RankKey
from quiz.rules.reaching import bare
from quiz.rules.text import NO_TEXT

# The least and the largest guess made, by round (slug) and block ("" where there are none).
Guesses = Mapping[tuple[str, str], tuple[int, int]]
# From where to where, who, how many at most, of which block.
Onward = tuple[str, str, Take, int, str | None]


def guessed_otherwise(was: PredictionRule, now: PredictionRule) -> bool:
    """Is another number guessed, may it be another, or does another guess stand nearer?

    Its kind is a matter of its own; a truth set by hand states its own reason.
    """
    return now.kind is Guess.NUMBER and _measure(was) != _measure(now)


def range_of(rule: PredictionRule) -> tuple[int, int]:
    """Return the least and the largest number that may be guessed."""
    return rule.minimum, rule.maximum


def leaves_out(was: PredictionRule, now: PredictionRule, made: tuple[int, int] | None) -> bool:
    """Does the new range exclude a guess already made?"""
    if made is None or now.kind is not Guess.NUMBER or range_of(was) == range_of(now):
        return False
    return made[0] < now.minimum or made[1] > now.maximum


def ranked_otherwise(was: RankingRule, now: RankingRule) -> bool:
    """Are places made otherwise?

    A tie decided beside those already decided states its own reason, and a draw may have its seed until it
    is drawn.
    """
    asked = now.chain in (was.chain, (*was.chain, RankKey(Key.DECISION)))
    ordered = [one.said for one in now.decisions[: len(was.decisions)]] == [one.said for one in was.decisions]
    rest = replace(now, chain=was.chain, decisions=was.decisions, draw_seed=was.draw_seed)
    return not asked or not ordered or rest != was


def admitted_otherwise(old: Contest, new: Contest, slug: str, block: str | None) -> bool:
    """Do others play in this round and block, or win?"""
    return _admitting(old, slug, block) != _admitting(new, slug, block)


def placed_otherwise(was: Round, now: Round) -> bool:
    """Does the round count for another round above it, or count other attempts itself?"""
    return (was.parent, was.counts) != (now.parent, now.counts)


def compared_otherwise(old: Contest, new: Contest, aside: TableScope) -> bool:
    """Are collectives compared otherwise, tables of the scope set aside left out?"""
    return _tables(old, aside) != _tables(new, aside)


def led_otherwise(old: Contest, new: Contest, slug: str) -> bool:
    """Do others go on from this round, or to it?"""
    return any(slug in (one[0], one[1]) for one in _onward(old) ^ _onward(new))


def _admitting(contest: Contest, slug: str, block: str | None) -> tuple[object, ...]:
    track = contest.block(block)
    entered = track and (track.joined, frozenset(track.groups), track.age_min, track.age_max)
    rule = contest.rules_for(slug, block).eligibility
    # A declaration that it asks alters no result, but is asked of who may win.
    return entered, rule.relatives_excluded, _unordered(rule)


def _tables(contest: Contest, aside: TableScope) -> dict[str, tuple[object, ...]]:
    return {one.slug: _compared(one) for one in contest.collectives if one.scope is not aside}


def _compared(table: Table) -> tuple[object, ...]:
    # Tiers and the ties of a table are ordered, the groups, units and blocks that it takes are not.
    ordered = (table.then_by, bare(table.prizes))
    return ordered, _unordered(replace(table, scope=TableScope.BOTH, then_by=(), prizes=()))


def _onward(contest: Contest) -> frozenset[Onward]:
    return frozenset(
        (source, one.to, one.take, one.count if one.take is Take.TOP else 0, one.block)
        for one in contest.progressions
        for source in one.rounds
    )


def _unordered(clause: Any) -> dict[str, object]:
    """The clause without words, its lists without order or repetition."""
    lists = [one.name for one in fields(clause) if isinstance(getattr(clause, one.name), tuple)]
    return dict(bare(clause)) | {name: frozenset(getattr(clause, name)) for name in lists}


def _measure(rule: PredictionRule) -> PredictionRule:
    least = rule.correct_at_least or 1
    asked = replace(rule, kind=Guess.NUMBER, question=NO_TEXT, correct_at_least=least)
    return replace(asked, truth=None, truth_reason="")
