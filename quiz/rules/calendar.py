"""Rounds, their windows, weekdays and sittings."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from quiz.rules.awards import PrizePlan
from quiz.rules.clauses import (
    AttemptRule,
    CountingRule,
    PaperSpec,
    QualificationRule,
    RankingRule,
    ScoringRule,
    TimeRule,
)
from quiz.rules.guess import PredictionRule
from quiz.rules.text import Text


class RoundKind(StrEnum):
    """What the organisers call a round."""

    WEEK = "week"
    MONTH = "month"
    THEME = "theme"
    STAGE = "stage"


class Weekday(StrEnum):
    """Days of the week in the order of `datetime.weekday`."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


class CountsFrom(StrEnum):
    """Whose attempts a round ranks: its own or those of the rounds inside it."""

    OWN = "own"
    CHILDREN = "children"


@dataclass(frozen=True, slots=True)
class Sitting:
    """A daily or weekly opening inside a round, in the contest's time zone; no days means every day."""

    slug: str
    opens: time
    closes: time
    days: tuple[Weekday, ...] = ()


@dataclass(frozen=True, slots=True)
class Move:
    """A window that was announced before and then moved."""

    opens: datetime
    closes: datetime
    decided_at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Round:
    """One round with its half-open window and the clauses it states for itself (None: the contest's)."""

    slug: str
    number: int
    title: Text
    opens: datetime
    closes: datetime
    kind: RoundKind = RoundKind.WEEK
    parent: str | None = None
    counts: CountsFrom = CountsFrom.OWN
    weekdays: tuple[Weekday, ...] = ()
    sittings: tuple[Sitting, ...] = ()
    grace: timedelta = timedelta(seconds=60)
    moves: tuple[Move, ...] = ()
    paper: PaperSpec | None = None
    time: TimeRule | None = None
    attempts: AttemptRule | None = None
    scoring: ScoringRule | None = None
    prediction: PredictionRule | None = None
    counting: CountingRule | None = None
    qualification: QualificationRule | None = None
    ranking: RankingRule | None = None
    prizes: PrizePlan | None = None
