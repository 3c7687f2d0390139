"""The whole rulebook of a contest as one frozen value."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from zoneinfo import ZoneInfo

from quiz.rules.applied import RoundRules, merged
from quiz.rules.awards import Prize, PrizePlan
from quiz.rules.calendar import Round
from quiz.rules.clauses import (
    AttemptRule,
    Clauses,
    CountingRule,
    PaperSpec,
    QualificationRule,
    RankingRule,
    ScoringRule,
    TimeRule,
)
from quiz.rules.declaring import no_relative
from quiz.rules.display import Feedback, Publication
from quiz.rules.guess import PredictionRule
from quiz.rules.registration import Consent, Eligibility, Registration
from quiz.rules.text import NO_TEXT, Text
from quiz.rules.toml_lines import KeyPath


class Joined(StrEnum):
    """How a person comes into a block."""

    CHOICE = "choice"
    UNIT = "unit"
    AGE = "age"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Block:
    """A track with its own people and the clauses it states for itself (None: the round's or contest's)."""

    slug: str
    title: Text
    joined: Joined = Joined.CHOICE
    groups: tuple[str, ...] = ()
    age_min: int | None = None
    age_max: int | None = None
    eligibility: Eligibility | None = None
    paper: PaperSpec | None = None
    time: TimeRule | None = None
    attempts: AttemptRule | None = None
    scoring: ScoringRule | None = None
    prediction: PredictionRule | None = None
    counting: CountingRule | None = None
    qualification: QualificationRule | None = None
    ranking: RankingRule | None = None
    prizes: PrizePlan | None = None


class TableScope(StrEnum):
    """Which results carry a collective table."""

    ROUND = "round"
    CONTEST = "contest"
    BOTH = "both"


class RollUp(StrEnum):
    """Whether people of units below count for a unit."""

    BRANCH = "branch"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Table:
    """A table of collectives: tagged or named units ordered by an expression, larger first.

    Names in the expression: participants, attempts, valid_attempts, headcount, population, target,
    ratio, mean_score, winners, weighted_winners, jury and share_at(points).
    """

    slug: str
    title: Text
    metric: str = "participants"
    then_by: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    blocks: tuple[str, ...] = ()
    scope: TableScope = TableScope.BOTH
    roll_up: RollUp = RollUp.BRANCH
    minimum_headcount: int = 0
    minimum_participants: int = 0
    cap: Decimal | None = None
    prizes: tuple[Prize, ...] = ()

    @property
    def expressions(self) -> tuple[tuple[KeyPath, str], ...]:
        """Every expression with its key."""
        return (("metric",), self.metric), *((("then_by", at), one) for at, one in enumerate(self.then_by))


class Combine(StrEnum):
    """How rounds make the result of the contest."""

    NONE = "none"
    BEST = "best"
    SUM_OF_ROUNDS = "sum_of_rounds"


@dataclass(frozen=True, slots=True)
class Overall:
    """The result over all rounds."""

    combine: Combine = Combine.NONE
    qualification: QualificationRule = field(default_factory=QualificationRule)
    ranking: RankingRule = field(default_factory=RankingRule)
    prizes: PrizePlan = field(default_factory=PrizePlan)


class Take(StrEnum):
    """Who goes on to another round."""

    TOP = "top"
    WINNERS = "winners"


@dataclass(frozen=True, slots=True)
class Progression:
    """People of some rounds who may enter another round or go to a final outside the system."""

    to: str
    rounds: tuple[str, ...]
    take: Take = Take.WINNERS
    count: int = 0
    block: str | None = None


@dataclass(frozen=True, slots=True)
class Extension:
    """More time for one unit's subtree or one participant in a round."""

    round: str
    extra: timedelta
    reason: str
    unit: str | None = None
    participant: str | None = None


@dataclass(frozen=True, slots=True)
class Amendment:
    """A change after announcement, for the audit trail."""

    at: datetime
    what: Text
    reason: str


@dataclass(frozen=True, slots=True)
class Contest:
    """One contest: people, calendar, clauses, results."""

    slug: str
    title: Text
    rounds: tuple[Round, ...]
    organiser: Text = NO_TEXT
    help_line: Text = NO_TEXT
    time_zone: str = "Asia/Ho_Chi_Minh"
    languages: tuple[str, ...] = ("vi", "en")
    version_note: Text = NO_TEXT
    assumed: tuple[Text, ...] = ()
    amendments: tuple[Amendment, ...] = ()
    extensions: tuple[Extension, ...] = ()
    blocks: tuple[Block, ...] = ()
    registration: Registration = field(default_factory=Registration)
    eligibility: Eligibility = field(default_factory=Eligibility)
    collectives: tuple[Table, ...] = ()
    publication: Publication = field(default_factory=Publication)
    feedback: Feedback = field(default_factory=Feedback)
    clauses: Clauses = field(default_factory=Clauses)
    overall: Overall = field(default_factory=Overall)
    progressions: tuple[Progression, ...] = ()

    @property
    def zone(self) -> ZoneInfo:
        """The contest's time zone."""
        return ZoneInfo(self.time_zone)

    @property
    def prizes(self) -> PrizePlan:
        """The prizes of the whole contest."""
        return self.overall.prizes

    @property
    def opens(self) -> datetime:
        """When the first round opens."""
        return min(one.opens for one in self.rounds)

    @property
    def closes(self) -> datetime:
        """When the last round closes."""
        return max(one.closes for one in self.rounds)

    @property
    def eligibilities(self) -> tuple[Eligibility, ...]:
        """Every clause about who may take part: the contest's and those of its blocks."""
        return (self.eligibility, *(one.eligibility for one in self.blocks if one.eligibility))

    @property
    def consents(self) -> tuple[Consent, ...]:
        """What people agree to or declare when they sign up."""
        closest = next((one for one in self.eligibilities if one.relatives_excluded), None)
        return (*self.registration.consents, *((no_relative(closest.effect),) if closest else ()))

    def round(self, slug: str) -> Round:
        """Return the round of this slug; KeyError when there is none."""
        for one in self.rounds:
            if one.slug == slug:
                return one
        raise KeyError(slug)

    def block(self, slug: str | None) -> Block | None:
        """Return the block of this slug, None for the one unnamed block; KeyError when there is none."""
        if slug is None:
            return None
        for one in self.blocks:
            if one.slug == slug:
                return one
        raise KeyError(slug)

    def block_slugs(self) -> tuple[str | None, ...]:
        """Return the blocks to go through: their slugs, or (None,) for the one unnamed block."""
        return tuple(one.slug for one in self.blocks) or (None,)

    def rules_for(self, round_slug: str, block: str | None) -> RoundRules:
        """Return the clauses really applied to this round and block."""
        this_round, this_block = self.round(round_slug), self.block(block)
        return RoundRules(
            contest=self.slug,
            round=this_round,
            block=block,
            zone=self.zone,
            clauses=merged(self.clauses, this_round, this_block),
            eligibility=(this_block and this_block.eligibility) or self.eligibility,
            publication=self.publication,
            feedback=self.feedback,
        )
