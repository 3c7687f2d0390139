"""The extra question: what is guessed, where it is counted and how distances compare."""

from dataclasses import dataclass
from enum import StrEnum

from quiz.rules.text import NO_TEXT, Text


class Guess(StrEnum):
    """Kind of the extra question."""

    NONE = "none"
    NUMBER = "number"
    QUESTION = "question"


class Quantity(StrEnum):
    """What is guessed."""

    PARTICIPANTS = "participants"
    ATTEMPTS = "attempts"
    ALL_CORRECT_PEOPLE = "all_correct_people"
    CORRECT_PEOPLE = "correct_people"


class Scope(StrEnum):
    """Where the guessed quantity is counted."""

    BLOCK = "block"
    ROUND = "round"
    CONTEST = "contest"


class Match(StrEnum):
    """Whether only the exact guess is worth anything."""

    NEAREST = "nearest"
    EXACT = "exact"


class Sides(StrEnum):
    """How equal distances above and below the truth compare."""

    EQUAL = "equal"
    BELOW_FIRST = "below_first"
    ABOVE_FIRST = "above_first"


class Blank(StrEnum):
    """What an empty prediction does."""

    ALLOWED = "allowed"
    REFUSED = "refused"


class Freeze(StrEnum):
    """Until when the truth follows the valid attempts."""

    FINALISE = "finalise"
    PUBLISH = "publish"


@dataclass(frozen=True, slots=True)
class PredictionRule:
    """The extra question; `truth` set by the organisers stands over the counted one."""

    kind: Guess = Guess.NONE
    quantity: Quantity = Quantity.PARTICIPANTS
    scope: Scope = Scope.BLOCK
    correct_at_least: int | None = None
    match: Match = Match.NEAREST
    sides: Sides = Sides.EQUAL
    blank: Blank = Blank.ALLOWED
    minimum: int = 0
    maximum: int = 100_000_000
    freeze: Freeze = Freeze.PUBLISH
    truth: int | None = None
    truth_reason: str = ""
    question: Text = NO_TEXT
