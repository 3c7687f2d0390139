"""The clauses really applied to one round and block."""

from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from quiz.rules.awards import PrizePlan
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
from quiz.rules.display import Feedback, Publication
from quiz.rules.guess import PredictionRule
from quiz.rules.registration import Eligibility


@dataclass(frozen=True, slots=True)
class RoundRules:
    """Everything that decides an attempt of one round and block."""

    contest: str
    round: Round
    block: str | None
    zone: ZoneInfo
    clauses: Clauses
    eligibility: Eligibility
    publication: Publication
    feedback: Feedback

    @property
    def opens(self) -> datetime:
        """When the round opens."""
        return self.round.opens

    @property
    def closes(self) -> datetime:
        """When the round closes; this instant is outside."""
        return self.round.closes

    @property
    def grace(self) -> timedelta:
        """How long after the deadline a hand-in is still taken, marked late."""
        return self.round.grace

    @property
    def paper(self) -> PaperSpec:
        """What a sheet is made of."""
        return self.clauses.paper

    @property
    def time(self) -> TimeRule:
        """Time for one attempt."""
        return self.clauses.time

    @property
    def attempts(self) -> AttemptRule:
        """Attempts allowed in each window."""
        return self.clauses.attempts

    @property
    def scoring(self) -> ScoringRule:
        """Points for answers."""
        return self.clauses.scoring

    @property
    def prediction(self) -> PredictionRule:
        """The extra question."""
        return self.clauses.prediction

    @property
    def counting(self) -> CountingRule:
        """Which attempt counts."""
        return self.clauses.counting

    @property
    def qualification(self) -> QualificationRule:
        """Who stands in the ranking."""
        return self.clauses.qualification

    @property
    def ranking(self) -> RankingRule:
        """The chain that makes places."""
        return self.clauses.ranking

    @property
    def prizes(self) -> PrizePlan:
        """Prizes of this round and block."""
        return self.clauses.prizes


def merged(contest: Clauses, this_round: object, this_block: object) -> Clauses:
    """Lay the round's clauses, and then the block's, over the contest's, key by key."""
    stated = {one.name: getattr(contest, one.name) for one in fields(Clauses)}
    for layer in (this_round, this_block):
        for name in stated:
            own = getattr(layer, name, None)
            if own is not None:
                stated[name] = _over(stated[name], own, getattr(contest, name))
    return Clauses(**stated)


def _over(below: Any, own: Any, contest: Any) -> Any:
    """Take only keys that differ from the contest's, so that a block leaves the round's others alone."""
    changed = {
        one.name: getattr(own, one.name)
        for one in fields(own)
        if getattr(own, one.name) != getattr(contest, one.name)
    }
    return replace(below, **changed)
