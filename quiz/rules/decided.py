"""A tie that the organisers decided, as a clause of the rulebook, so that every recount follows it."""

from dataclasses import replace

from quiz.rules.clauses import Decision, RankingRule
from quiz.rules.contest import Contest
from quiz.rules.keys import Key, RankKey
from quiz.rules.office_refusals import DecisionUnheard


def with_decision(contest: Contest, slug: str, block: str | None, decision: Decision) -> Contest:
    """Return the rulebook in which this round ("" for the whole contest) follows the decision.

    Raises DecisionUnheard where a block has a chain of its own that asks no decision.
    """
    if not slug:
        overall = replace(contest.overall, ranking=_following(contest.overall.ranking, decision))
        return replace(contest, overall=overall)
    rounds = tuple(
        replace(one, ranking=_following(one.ranking or contest.clauses.ranking, decision))
        if one.slug == slug
        else one
        for one in contest.rounds
    )
    decided = replace(contest, rounds=rounds)
    applied = decided.rules_for(slug, block).ranking
    if decision not in applied.decisions or not _asks(applied):
        raise DecisionUnheard
    return decided


def _following(rule: RankingRule, decision: Decision) -> RankingRule:
    chain = rule.chain if _asks(rule) else (*rule.chain, RankKey(Key.DECISION))
    return replace(rule, chain=chain, decisions=(*rule.decisions, decision))


def _asks(rule: RankingRule) -> bool:
    return any(one.key is Key.DECISION for one in rule.chain)
