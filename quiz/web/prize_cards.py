"""Prizes as the page of winners shows them: a card each, with who won it or what it waits for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from quiz.rules.text import Text
from quiz.store.boards import Prizes
from quiz.store.contests import ContestState
from quiz.web import open_prizes
from quiz.web.standing_tables import prize_title


@dataclass(frozen=True, slots=True)
class PrizeCard:
    """A prize with its winners, or prizes of a tie with how many people wait for them."""

    title: Text
    rows: tuple[Any, ...] = ()
    tied: int = 0


def of_scope(state: ContestState, scope: str, prizes: Prizes) -> list[PrizeCard]:
    """The cards of a result, block by block in the order of the prizes."""
    placed = [*_won(state, scope, prizes), *_undecided(state, scope, prizes)]
    blocks = list(dict.fromkeys(block for block, _rank, _card in placed))
    placed.sort(key=lambda one: (blocks.index(one[0]), one[1]))
    return [card for _block, _rank, card in placed]


type_of_place = tuple[str, int, PrizeCard]


def _won(state: ContestState, scope: str, prizes: Prizes) -> list[type_of_place]:
    gathered: dict[tuple[str, str], list[Any]] = {}
    for row in prizes.won:
        if row.scope == scope:
            gathered.setdefault((row.block, row.prize), []).append(row)
    placed = []
    for (block, prize), rows in gathered.items():
        title = open_prizes.in_block(state, block, prize_title(state.contest, scope, prize))
        placed.append((block, open_prizes.rank(state, scope, prize), PrizeCard(title, tuple(rows))))
    return placed


def _undecided(state: ContestState, scope: str, prizes: Prizes) -> list[type_of_place]:
    return [
        (
            tie.block,
            open_prizes.rank(state, scope, tie.prizes[0]),
            PrizeCard(open_prizes.title(state, tie), tied=tie.people),
        )
        for tie in prizes.undecided
        if tie.scope == scope
    ]
