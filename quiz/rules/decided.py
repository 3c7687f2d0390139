"""A tie that the organisers decided, as a clause of the rulebook, so that every recount follows it."""

from collections.abc import Collection, Sequence, Set
from dataclasses import replace
from typing import TypeVar

from quiz.rules.calendar import Round
from quiz.rules.clauses import Decision, RankingRule
from quiz.rules.contest import Block, Contest
from quiz.rules.keys import Key, RankKey
from quiz.rules.refusals.office import DecisionUnheard

Layer = TypeVar("Layer", Round, Block)
NONE_STATED = RankingRule()


def in_order(tied: Set[str], decisions: Sequence[Decision]) -> dict[str, int]:
    """Return a rank for each of the tied, people who remain equal sharing the last one.

    Only a decision about all of them speaks, the first listed before later ones; of those whom it puts
    behind another may speak.
    """
    ranks: dict[str, int] = {}
    while named := _first_heard(tied, decisions):
        ranks |= {who: rank for rank, who in enumerate(named, len(ranks))}
        tied = tied - set(named)
    return ranks | dict.fromkeys(tied, len(ranks))


def unheard(tied: Set[str], decisions: Sequence[Decision]) -> tuple[tuple[Decision, tuple[str, ...]], ...]:
    """Return the decisions that put some of the tied in order, each with those of whom it does not speak."""
    return tuple(
        (one, tuple(sorted(tied - one.people)))
        for one in decisions
        if tied & set(one.order) and tied - one.people
    )


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
    return _all_asking(decided)


def with_decisions_of(old: Contest, new: Contest, bound: Collection[str]) -> Contest:
    """Return the new rulebook with the decisions of these rounds (slugs), their blocks and the whole contest.

    Who states decisions there says them all; a rulebook without any loses none.
    """
    if not bound:
        return new
    before, stated = old.clauses.ranking, new.clauses.ranking
    common = _kept(before, stated, NONE_STATED, NONE_STATED)
    rounds = [
        _layer(_of(old.rounds, one.slug), one, before, stated, common) if one.slug in bound else one
        for one in new.rounds
    ]
    blocks = [_layer(_of(old.blocks, one.slug), one, before, stated, common) for one in new.blocks]
    ranking = _kept(old.overall.ranking, new.overall.ranking, NONE_STATED, NONE_STATED)
    overall, clauses = replace(new.overall, ranking=ranking), replace(new.clauses, ranking=common)
    return _all_asking(
        replace(new, clauses=clauses, overall=overall, rounds=tuple(rounds), blocks=tuple(blocks))
    )


def _of(layers: tuple[Layer, ...], slug: str) -> Layer | None:
    return next((one for one in layers if one.slug == slug), None)


def _layer(
    was: Layer | None, now: Layer, before: RankingRule, stated: RankingRule, common: RankingRule
) -> Layer:
    """What a round or block states for itself; where it states nothing, the contest's rule holds."""
    if was is None or (was.ranking is None and now.ranking is None):
        return now
    rule = _kept(was.ranking or before, now.ranking or common, stated, common)
    return now if rule == (now.ranking or common) else replace(now, ranking=rule)


def _kept(was: RankingRule, now: RankingRule, stated: RankingRule, common: RankingRule) -> RankingRule:
    if now.decisions not in ((), stated.decisions, common.decisions):
        return now
    if not was.decisions:
        return now
    # The first that speaks holds, so what stood before stays in front.
    merged = {one.said: one for one in (*was.decisions, *now.decisions)}
    return replace(_asking(now), decisions=tuple(merged.values()))


def _all_asking(contest: Contest) -> Contest:
    """Let blocks with a chain of their own ask too: it leaves their places alone, but decisions need it."""
    deaf = {
        block.slug
        for block in contest.blocks
        for one in contest.rounds
        if block.ranking and _is_deaf(contest.rules_for(one.slug, block.slug).ranking)
    }
    blocks = tuple(
        replace(one, ranking=_asking(one.ranking)) if one.ranking and one.slug in deaf else one
        for one in contest.blocks
    )
    return replace(contest, blocks=blocks)


def _first_heard(tied: Set[str], decisions: Sequence[Decision]) -> list[str]:
    for one in decisions:
        named = [who for who in one.order if who in tied]
        if named and tied <= one.people:
            return named
    return []


def _is_deaf(rule: RankingRule) -> bool:
    return bool(rule.decisions) and not _asks(rule)


def _following(rule: RankingRule, decision: Decision) -> RankingRule:
    return replace(_asking(rule), decisions=(*rule.decisions, decision))


def _asking(rule: RankingRule) -> RankingRule:
    return rule if _asks(rule) else replace(rule, chain=(*rule.chain, RankKey(Key.DECISION)))


def _asks(rule: RankingRule) -> bool:
    return any(one.key is Key.DECISION for one in rule.chain)
