"""What a tie leaves open, in the words of public pages: the prizes and how many share the place, no names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from quiz.rules.awards import Special
from quiz.rules.text import Text
from quiz.store.contests import ContestState
from quiz.store.open_prizes import OpenPrize
from quiz.web.standing_tables import is_whole, plans_of, prize_title


@dataclass(frozen=True, slots=True)
class Waiting:
    """Prizes of one tie by name, and how many people the organisers must put in order."""

    title: Text
    people: int


def waiting(state: ContestState, undecided: Iterable[OpenPrize]) -> list[Waiting]:
    """The open prizes of these ties; none of the whole contest before its last round has a result."""
    return [Waiting(title(state, one), one.people) for one in undecided if is_whole(state, one.scope)]


def title(state: ContestState, tie: OpenPrize) -> Text:
    """The prizes of a tie by name, with their block."""
    named = [prize_title(state.contest, tie.scope, slug) for slug in tie.prizes]
    text = Text(", ".join(one.vi for one in named), ", ".join(one.say("en") for one in named))
    return in_block(state, tie.block, text)


def in_block(state: ContestState, block: str, prize: Text) -> Text:
    """The name of a prize with that of its block, where there are blocks."""
    known = {one.slug: one.title for one in state.contest.blocks}.get(block)
    if known is None:
        return prize
    return Text(f"{prize.vi} · {known.vi}", f"{prize.say('en')} · {known.say('en')}")


def rank(state: ContestState, scope: str, slug: str) -> int:
    """Where a prize stands in its scope: those by place, then special ones, then those of collectives."""
    tiers = sorted(
        (tier for plan in plans_of(state.contest, scope) for tier in plan.tiers),
        key=lambda tier: tier.special is not Special.NONE,
    )
    order = list(dict.fromkeys(tier.slug for tier in tiers))
    return order.index(slug) if slug in order else len(order)
