"""Which rounds' results a changed rulebook may alter, and which clauses never alter one."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

from quiz.rules.awards import Repeat
from quiz.rules.contest import Combine, Contest
from quiz.rules.guess import Guess, Scope
from quiz.rules.text import Text

# Words alone, what is judged when an attempt begins or runs, and what is only shown.
NEUTRAL = frozenset({
    "Round.title", "Round.kind", "Round.weekdays", "Round.sittings", "Round.grace", "Round.moves",
    "TimeRule.limit", "TimeRule.at_close",
    "AttemptRule.per_day", "AttemptRule.per_sitting", "AttemptRule.per_round", "AttemptRule.per_contest",
    "AttemptRule.practice",
    "PredictionRule.minimum", "PredictionRule.maximum", "PredictionRule.question",
    "PredictionRule.truth_reason",
    "Decision.reason", "Prize.title", "PrizePlan.certificates",
    "Block.title", "Table.title",
    "Eligibility.relatives_excluded", "Eligibility.area", "Eligibility.statement",
    "Publication.counts", "Publication.unit_table", "Publication.board", "Publication.frozen_before",
    "Publication.results_within", "Publication.objections_within", "Publication.objections_to",
    "Contest.slug", "Contest.title", "Contest.organiser", "Contest.help_line", "Contest.languages",
    "Contest.version_note", "Contest.assumed", "Contest.amendments", "Contest.extensions",
    "Contest.registration", "Contest.feedback",
})  # fmt: skip
# Said for every round and block as applied, so that a key stated elsewhere makes no difference.
APPLIED = frozenset({"Contest.rounds", "Contest.clauses", "Contest.eligibility"})
OVERRIDDEN = ("paper", "time", "attempts", "scoring", "prediction", "counting", "qualification", "ranking")
OWN = frozenset(
    f"{owner}.{clause}" for owner in ("Round", "Block") for clause in (*OVERRIDDEN, "prizes", "eligibility")
)


def reached(old: Contest, new: Contest) -> tuple[str, ...]:
    """Return the rounds (slugs) of both rulebooks whose result may differ under the new one.

    The seed by which the whole contest is drawn alters no round's own result: `redrawn` tells of it.
    """
    known = {one.slug for one in old.rounds}
    slugs = [one.slug for one in new.rounds if one.slug in known]
    if bare(old, APPLIED) != bare(_drawn_as(old, new), APPLIED):
        return tuple(slugs)
    changed = {slug for slug in slugs if list(_of_round(old, slug)) != list(_of_round(new, slug))}
    if changed and _spreads(new):
        return tuple(slugs)
    above = {new.round(slug).parent for slug in changed}
    return tuple(slug for slug in slugs if slug in changed | above)


def redrawn(old: Contest, new: Contest) -> bool:
    """Is the result of the whole contest drawn by another seed?"""
    return old.overall.ranking.draw_seed != new.overall.ranking.draw_seed


def bare(value: Any, without: frozenset[str] = frozenset()) -> Any:
    """Return the value without words and without what alters no result."""
    if isinstance(value, tuple):
        return tuple(bare(one) for one in value)
    if isinstance(value, Text):
        return None
    if not is_dataclass(value):
        return value
    kind = type(value).__name__
    left = {*NEUTRAL, *OWN, *without}
    return tuple(
        (one.name, bare(getattr(value, one.name)))
        for one in fields(value)
        if f"{kind}.{one.name}" not in left
    )


def _drawn_as(old: Contest, new: Contest) -> Contest:
    """Return the new rulebook with the seed by which the old one draws the whole contest."""
    ranking = replace(new.overall.ranking, draw_seed=old.overall.ranking.draw_seed)
    return replace(new, overall=replace(new.overall, ranking=ranking))


def _of_round(contest: Contest, slug: str) -> Iterator[Any]:
    yield bare(contest.round(slug))
    for block in contest.block_slugs():
        rules = contest.rules_for(slug, block)
        yield bare(rules.clauses), bare(rules.eligibility)


def _spreads(contest: Contest) -> bool:
    """Does one round's result decide in others: by a final, by prizes won before, by a common number?"""
    applied = [
        contest.rules_for(one.slug, block) for one in contest.rounds for block in contest.block_slugs()
    ]
    repeats = any(one.prizes.repeat is not Repeat.ALLOWED for one in applied)
    asks = [one.prediction for one in applied if one.prediction.kind is Guess.NUMBER]
    common = any(one.scope is Scope.CONTEST for one in asks)
    return bool(contest.progressions) or repeats or common or contest.overall.combine is not Combine.NONE
