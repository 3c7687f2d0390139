"""Which truths of predictions follow the valid attempts no more, because the rulebook froze them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from quiz.rules.contest import Contest
from quiz.rules.gathering import Place
from quiz.rules.guess import Freeze, Guess, PredictionRule, Scope
from quiz.store import snapshots
from quiz.store.contests import ContestState, RoundState
from quiz.store.snapshots import Told


def truths(db: Connection, state: ContestState) -> dict[Place, int]:
    """The truth of every round and block whose first result, or whose announced one, has fixed it."""
    ends = max(one.closes_at for one in state.rounds)
    found: dict[Place, int] = {}
    for one in state.rounds:
        told = snapshots.of_round(db, one.id)
        for block in state.contest.block_slugs() if told else ():
            rule = state.contest.rules_for(one.slug, block).prediction
            words = asked(state.contest, one.slug, block)
            binding = [each for each in _binding(rule, told, one, ends) if each.asked(block or "") == words]
            number = binding[0].truth(block or "") if binding else None
            if number is not None:
                found[one.slug, block] = number
    return found


def asked(contest: Contest, slug: str | None, block: str | None) -> str:
    """What the prediction of a round and block is about, in a word; a rule about something else frees it."""
    if slug is None or (block is None and contest.blocks):
        return ""
    rule = contest.rules_for(slug, block).prediction
    return f"{rule.kind} {rule.quantity} {rule.scope} {rule.correct_at_least or 1}"


def _binding(rule: PredictionRule, told: Sequence[Told], one: RoundState, ends: datetime) -> list[Told]:
    """The results that fix the truth, the one that does so first."""
    if rule.kind is not Guess.NUMBER:
        return []
    # Over the whole contest nothing is known before the last round has ended.
    whole = [each for each in told if rule.scope is not Scope.CONTEST or each.made_at >= ends]
    if rule.freeze is Freeze.FINALISE:
        return whole
    announced = one.published_at
    return [each for each in reversed(whole) if announced is not None and each.made_at <= announced]
