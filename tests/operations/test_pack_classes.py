"""Classes and bands of a public pack: whatever the crowd, no line stands for a few."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from quiz.actions.packs.classes import Ranked, bands, shareable

FIVE = 5
likeness = st.tuples(st.integers(0, 4), st.integers(0, 2), st.integers(0, 2))
groups = st.lists(st.tuples(st.none() | likeness, st.integers(1, 7)), max_size=6)
crowds = groups.map(lambda told: [like for like, size in told for _ in range(size)])


@given(crowds)
def test_whoever_is_shown_is_alike_to_enough_others_and_so_is_the_rest(crowd: list[Any]) -> None:
    people = [Ranked(n, float(like[0] if like else 9), like) for n, like in enumerate(crowd, 1)]
    shown = shareable(people)
    assert all(size >= FIVE for size in Counter(one.likeness for one in shown).values())
    left_out = len(people) - len(shown)
    assert left_out == 0 or left_out >= FIVE or not shown


@given(crowds)
def test_bands_hold_everybody_once_and_never_few(crowd: list[Any]) -> None:
    people = [Ranked(n, float(like[0] if like else 9), like) for n, like in enumerate(crowd, 1)]
    found = bands(people)
    assert sum(band.people for band in found) == (len(people) if len(people) >= FIVE else 0)
    assert all(band.people >= FIVE for band in found)
    assert all(one.score_from > other.score_to for one, other in pairwise(found))
