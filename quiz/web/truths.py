"""The number that a prediction asked for, as public pages tell it once the round's result is announced."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from quiz.rules.contest import Contest
from quiz.rules.guess import Guess
from quiz.rules.text import Text
from quiz.rules.visibility import Figure
from quiz.store.contests import ContestState
from quiz.web.standing_tables import hidden

FINAL = "final"


@dataclass(frozen=True, slots=True)
class Truth:
    """The true number of a prediction, and the title of the block whose it is where there are blocks."""

    number: int
    block: Text | None


def may_be_told(state: ContestState, scope: str, now: datetime) -> bool:
    """Is the result of this round final, and its number asked for by no prediction that is still open?"""
    this_round = state.round(scope)
    announced = this_round is not None and this_round.state == FINAL
    return announced and Figure.PARTICIPANTS not in hidden(state, scope, now)


def told(state: ContestState, scope: str, numbers: Mapping[str, int]) -> list[Truth]:
    """The truths of a round whose may be told, block by block in the order of the rulebook."""
    contest = state.contest
    titles = {one.slug: one.title for one in contest.blocks}
    asking = [slug for slug in contest.block_slugs() if _asks(contest, scope, slug)]
    return [Truth(numbers[slug or ""], titles.get(slug or "")) for slug in asking if (slug or "") in numbers]


def _asks(contest: Contest, scope: str, block: str | None) -> bool:
    return contest.rules_for(scope, block).prediction.kind is Guess.NUMBER
