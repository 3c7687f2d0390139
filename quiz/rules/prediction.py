"""The truth of a prediction and the distance of a guess from it."""

from collections.abc import Iterable, Set
from dataclasses import dataclass

from quiz.rules.guess import Match, PredictionRule, Quantity, Sides

FARTHEST = 1 << 62  # an empty guess stands behind every number


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


def distance(guess: int | None, target: int) -> int | None:
    """Return how far the guess is from the truth, None for an empty guess."""
    return None if guess is None else abs(guess - target)


def closeness(rule: PredictionRule, guess: int | None, target: int) -> int:
    """Return a number that orders guesses by the rulebook, the better the smaller."""
    if guess is None:
        return FARTHEST
    if rule.match is Match.EXACT:
        return 0 if guess == target else 1
    return 2 * abs(guess - target) + _wrong_side(rule.sides, guess, target)


def _wrong_side(sides: Sides, guess: int, target: int) -> int:
    if sides is Sides.BELOW_FIRST:
        return int(guess > target)
    if sides is Sides.ABOVE_FIRST:
        return int(guess < target)
    return 0


def _people(rule: PredictionRule, turnout: Turnout) -> Set[str]:
    if rule.quantity is Quantity.ALL_CORRECT_PEOPLE:
        return turnout.all_correct
    if rule.quantity is Quantity.CORRECT_PEOPLE:
        return turnout.correct
    return turnout.participants
