"""The truth of a prediction and the distance of a guess from it."""

from collections.abc import Callable, Iterable, Set
from dataclasses import dataclass

from quiz.rules.counting import FARTHEST
from quiz.rules.guess import Match, PredictionRule, Quantity, Sides


@dataclass(frozen=True, slots=True)
class Turnout:
    """What was counted of one round and block over its valid attempts; people by what they reached."""

    participants: Set[str]
    all_correct: Set[str]
    correct: Set[str]
    attempts: int


def truth(rule: PredictionRule, turnouts: Iterable[Turnout]) -> int:
    """Return the number that was to be guessed, counting a person once over all turnouts of the scope."""
    if rule.truth is not None:
        return rule.truth
    counted = tuple(turnouts)
    if rule.quantity is Quantity.ATTEMPTS:
        return sum(one.attempts for one in counted)
    return len(set[str]().union(*(_people(rule, one) for one in counted)))


def closeness(rule: PredictionRule, target: int) -> Callable[[int | None], int]:
    """Return what orders guesses by the rulebook: the better the smaller, an empty guess behind all."""
    above, below = rule.sides is Sides.BELOW_FIRST, rule.sides is Sides.ABOVE_FIRST
    exact = rule.match is Match.EXACT

    def close(guess: int | None) -> int:
        if guess is None:
            return FARTHEST
        if exact:
            return int(guess != target)
        return 2 * (guess - target) + above if guess > target else 2 * (target - guess) + below

    return close


def _people(rule: PredictionRule, turnout: Turnout) -> Set[str]:
    if rule.quantity is Quantity.ALL_CORRECT_PEOPLE:
        return turnout.all_correct
    if rule.quantity is Quantity.CORRECT_PEOPLE:
        return turnout.correct
    return turnout.participants
