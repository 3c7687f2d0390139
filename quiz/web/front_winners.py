"""The few winners that a home page names: whole prizes from the highest down, and how many more there are."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from quiz.rules.text import Text
from quiz.store.contests import ContestState
from quiz.store.front import MOST_WINNERS, Prized
from quiz.web import open_prizes
from quiz.web.standing_tables import prize_title

NAMED = 6


@dataclass(frozen=True, slots=True)
class Line:
    """A prize with its block, and who won it."""

    title: Text
    won: Prized


@dataclass(frozen=True, slots=True)
class NamedWinners:
    """Winners by name, how many are not (None: more than are counted), and is a unit among those?"""

    lines: tuple[Line, ...] = ()
    more: int | None = 0
    with_units: bool = False


def named(state: ContestState, won: list[Prized]) -> NamedWinners:
    """Of these winners of one result those whom the page names; equal prizes are not parted if they fit."""
    blocks = {one.slug: at for at, one in enumerate(state.contest.blocks)}
    ordered = sorted(won, key=lambda one: (_rank(state, one), blocks.get(one.block, 0), one.rank))
    shown: list[Prized] = []
    for _prize, group in groupby(ordered, key=lambda one: _rank(state, one)):
        equal = list(group)
        if shown and len(shown) + len(equal) > NAMED:
            break
        shown += equal[:NAMED]
    rest = ordered[len(shown) :]
    uncounted = any(one.rank >= MOST_WINNERS for one in won)
    lines = tuple(Line(_title(state, one), one) for one in shown)
    return NamedWinners(lines, None if uncounted else len(rest), any(one.names_unit for one in rest))


def _rank(state: ContestState, won: Prized) -> int:
    return open_prizes.rank(state, won.scope, won.prize)


def _title(state: ContestState, won: Prized) -> Text:
    return open_prizes.in_block(state, won.block, prize_title(state.contest, won.scope, won.prize))
