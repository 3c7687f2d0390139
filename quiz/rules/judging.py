"""Whether a changed clause judges what people did otherwise: guesses, places, prizes."""

from collections.abc import Mapping
from dataclasses import replace

from quiz.rules.clauses import RankingRule
from quiz.rules.guess import Guess, PredictionRule
from quiz.rules.keys import Key, RankKey
from quiz.rules.text import NO_TEXT

# The least and the largest guess made, by round (slug) and block ("" where there are none).
Guesses = Mapping[tuple[str, str], tuple[int, int]]


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
    ordered = {one.order for one in was.decisions} <= {one.order for one in now.decisions}
    rest = replace(now, chain=was.chain, decisions=was.decisions, draw_seed=was.draw_seed)
    return not asked or not ordered or rest != was


def _measure(rule: PredictionRule) -> PredictionRule:
    least = rule.correct_at_least or 1
    asked = replace(rule, kind=Guess.NUMBER, question=NO_TEXT, correct_at_least=least)
    return replace(asked, truth=None, truth_reason="")
