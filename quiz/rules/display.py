"""What is shown to whom and when: publication, feedback, masking."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from quiz.rules.text import NO_TEXT, Text


class Live(StrEnum):
    """What the public sees of a figure while a round runs."""

    VISIBLE = "visible"
    FROZEN = "frozen"
    HIDDEN = "hidden"


class Masking(StrEnum):
    """How much of a name public lists show."""

    FULL = "full"
    MIDDLE = "middle"
    INITIALS = "initials"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Publication:
    """Live figures, results and objections; FROZEN figures stand still that long before the close."""

    counts: Live = Live.VISIBLE
    unit_table: Live = Live.VISIBLE
    board: Live = Live.HIDDEN
    frozen_before: timedelta = timedelta(0)
    results_within: timedelta | None = None
    names: Masking = Masking.MIDDLE
    objections_within: timedelta | None = None
    objections_to: Text = NO_TEXT


class Shown(StrEnum):
    """What a participant learns of the own attempt."""

    NOTHING = "nothing"
    SCORE = "score"
    SCORE_AND_DURATION = "score_and_duration"


class When(StrEnum):
    """From when on it is shown."""

    HAND_IN = "hand_in"
    ROUND_END = "round_end"
    CONTEST_END = "contest_end"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Feedback:
    """Own score and right answers; answers never before the last round that uses the item has closed."""

    shows: Shown = Shown.SCORE_AND_DURATION
    score_at: When = When.ROUND_END
    answers_at: When = When.CONTEST_END
    learning_cards: bool = False
    public_bank: bool = False
