"""How many people a line of a public pack stands for: never fewer than FEWEST, whatever lists say of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

FEWEST = 5
Likeness = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Ranked:
    """One person of a ranking, and the cells of the counting attempt where that may be shown.

    `likeness` is everything in those cells that a list shows too, or lets one work out.
    """

    place: int
    score: float
    likeness: Likeness | None
    cells: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Band:
    """Neighbouring scores that together stand for enough people."""

    score_from: float
    score_to: float
    people: int
    first_place: int
    last_place: int


def shareable(people: Sequence[Ranked]) -> list[Ranked]:
    """The people of one block whose attempt may be shown: each alike to enough others, and so the rest."""
    sizes = Counter(one.likeness for one in people if one.likeness is not None)
    kept = {like: size for like, size in sizes.items() if size >= FEWEST}
    left_out = len(people) - sum(kept.values())
    # Of fewer, whatever is known of all would be known of them by subtraction.
    while kept and 0 < left_out < FEWEST:
        smallest = min(kept, key=lambda like: (kept[like], like))
        left_out += kept.pop(smallest)
    return [one for one in people if one.likeness in kept]


def bands(people: Iterable[Ranked]) -> list[Band]:
    """The scores of one block from the top, as finely as enough people share them; none for too few."""
    by_score = sorted(people, key=lambda one: -one.score)
    gathered: list[list[Ranked]] = []
    for _score, same in groupby(by_score, key=lambda one: one.score):
        if gathered and len(gathered[-1]) < FEWEST:
            gathered[-1] += same
        else:
            gathered.append(list(same))
    if len(gathered) > 1 and len(gathered[-1]) < FEWEST:
        last = gathered.pop()
        gathered[-1] += last
    return [_band(group) for group in gathered if len(group) >= FEWEST]


def _band(group: Sequence[Ranked]) -> Band:
    places = [one.place for one in group]
    return Band(group[-1].score, group[0].score, len(group), min(places), max(places))
