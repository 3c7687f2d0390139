"""The clauses of a rulebook that a round or a block may state for itself."""

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum

from quiz.rules.awards import PrizePlan
from quiz.rules.guess import PredictionRule
from quiz.rules.keys import Key, RankKey


class Draw(StrEnum):
    """How questions come onto a sheet."""

    FIXED = "fixed"
    RANDOM = "random"
    STRATIFIED = "stratified"


@dataclass(frozen=True, slots=True)
class Stratum:
    """So many questions of one topic and/or difficulty; empty means any."""

    count: int
    topic: str = ""
    difficulty: str = ""


@dataclass(frozen=True, slots=True)
class PaperSpec:
    """What a sheet is made of; `questions` counts the marked ones, without the prediction."""

    questions: int = 10
    draw: Draw = Draw.RANDOM
    banks: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    strata: tuple[Stratum, ...] = ()
    shuffle_questions: bool = True
    shuffle_choices: bool = True
    all_required: bool = False


class DurationEnd(StrEnum):
    """Where the measured time of an attempt ends."""

    HAND_IN = "hand_in"
    LAST_EDIT = "last_edit"


class AtClose(StrEnum):
    """What happens to an attempt that is open when its round closes."""

    CUT = "cut"
    FINISH = "finish"


@dataclass(frozen=True, slots=True)
class TimeRule:
    """Time for one attempt; no limit means until the close."""

    limit: timedelta | None = timedelta(minutes=10)
    duration: DurationEnd = DurationEnd.HAND_IN
    at_close: AtClose = AtClose.CUT


@dataclass(frozen=True, slots=True)
class AttemptRule:
    """Attempts allowed in each window; None is unlimited."""

    per_day: int | None = None
    per_sitting: int | None = None
    per_round: int | None = None
    per_contest: int | None = None
    practice: int | None = None


class Several(StrEnum):
    """Marks of a question with several right options."""

    ALL_OR_NOTHING = "all_or_nothing"
    PROPORTIONAL = "proportional"
    RIGHT_MINUS_WRONG = "right_minus_wrong"


class Bonus(StrEnum):
    """What bonus points do."""

    IGNORE = "ignore"
    ADD = "add"


@dataclass(frozen=True, slots=True)
class ScoringRule:
    """Points for a right, wrong and blank answer."""

    right: Decimal = Decimal(1)
    wrong: Decimal = Decimal(0)
    blank: Decimal = Decimal(0)
    several: Several = Several.ALL_OR_NOTHING
    bonus: Bonus = Bonus.IGNORE
    bonus_cap: Decimal | None = None


class Which(StrEnum):
    """Which attempt of a person counts in a round."""

    FIRST = "first"
    LAST = "last"
    BEST = "best"
    SUM_OF_DAYS = "sum_of_days"


@dataclass(frozen=True, slots=True)
class CountingRule:
    """The counting attempt; `by` orders attempts for best and for the best of a day."""

    which: Which = Which.BEST
    by: tuple[RankKey, ...] = (RankKey(Key.SCORE), RankKey(Key.DURATION), RankKey(Key.SUBMITTED))


@dataclass(frozen=True, slots=True)
class QualificationRule:
    """Who stands in the ranking at all."""

    perfect: bool = False
    minimum_score: Decimal | None = None
    minimum_correct: int | None = None
    prediction_within: int | None = None
    minimum_rounds: int = 0


class Precision(StrEnum):
    """How finely instants and durations are compared."""

    SECOND = "second"
    MILLISECOND = "millisecond"
    MICROSECOND = "microsecond"


class StillTied(StrEnum):
    """What a tie across the last prize of a tier does."""

    SHARE = "share"
    SPLIT = "split"
    DECIDE = "decide"


@dataclass(frozen=True, slots=True)
class Decision:
    """The organisers' order among tied people, with its reason; first named stands first.

    It speaks only of a tie all of whose people it names, in their order or behind without one.
    """

    order: tuple[str, ...]
    reason: str
    behind: tuple[str, ...] = ()

    @property
    def said(self) -> tuple[tuple[str, ...], frozenset[str]]:
        """What was decided, in whatever words and however those behind are listed."""
        return self.order, frozenset(self.behind)

    @property
    def people(self) -> frozenset[str]:
        """Everybody who was tied then."""
        return frozenset((*self.order, *self.behind))


@dataclass(frozen=True, slots=True)
class RankingRule:
    """The chain of keys that makes places."""

    chain: tuple[RankKey, ...] = (RankKey(Key.SCORE), RankKey(Key.DURATION), RankKey(Key.SUBMITTED))
    precision: Precision = Precision.SECOND
    still_tied: StillTied = StillTied.SHARE
    draw_seed: str = ""
    decisions: tuple[Decision, ...] = ()


@dataclass(frozen=True, slots=True)
class Clauses:
    """All clauses that may differ from round to round and from block to block."""

    paper: PaperSpec = field(default_factory=PaperSpec)
    time: TimeRule = field(default_factory=TimeRule)
    attempts: AttemptRule = field(default_factory=AttemptRule)
    scoring: ScoringRule = field(default_factory=ScoringRule)
    prediction: PredictionRule = field(default_factory=PredictionRule)
    counting: CountingRule = field(default_factory=CountingRule)
    qualification: QualificationRule = field(default_factory=QualificationRule)
    ranking: RankingRule = field(default_factory=RankingRule)
    prizes: PrizePlan = field(default_factory=PrizePlan)
