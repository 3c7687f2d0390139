"""Who comes: as many different people as asked, nobody twice at once, nobody above the limit of a round."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from loadtests.crowd import Crowd, Share, arriving
from loadtests.shapes import Size, soak

ALONE = Share()
SIZE = Size(participants=40, attempts=100, rounds=1, hours=1, burst=5, minutes=1, think=1)


def crowd(share: Share = ALONE) -> Crowd:
    return Crowd(SIZE, soak(SIZE), share, run="run", seed=0, limit=3)


def test_the_asked_number_of_people_plays_the_asked_number_of_attempts() -> None:
    here, played = crowd(), Counter[str]()
    for _ in range(SIZE.attempts):
        person = here.player()
        person.plays(0)
        played[person.id] += 1
        here.leave(person)
    assert len(played) == SIZE.participants
    assert max(played.values()) <= 3


def test_nobody_is_at_two_places_at_once() -> None:
    here = crowd()
    busy = [here.player() for _ in range(30)]
    assert len({person.id for person in busy}) == 30


def test_two_people_never_share_a_telephone() -> None:
    generators = [crowd(Share(index, 3)) for index in range(3)]
    people = [one.player() for one in generators for _ in range(20)]
    assert len({person.phone for person in people}) == len(people)
    assert len({person.id for person in people}) == len(people)


@pytest.mark.parametrize("whole", [0, 1, 7, 100])
def test_shares_make_up_the_whole(whole: int) -> None:
    assert sum(Share(index, 3).part(whole) for index in range(3)) == whole


def test_only_people_with_a_code_come_back_on_another_device() -> None:
    here = crowd()
    person = here.player()
    here.leave(person)
    assert not person.joined
    person.code = "12345678"
    assert here.signed_up() is person
    assert here.signed_up() is None


def test_before_a_real_close_people_stop_coming_while_there_is_time_for_a_sheet() -> None:
    assert arriving(SIZE, None) == 60
    assert arriving(SIZE, 2_000_000_000.0) == 60 - 12 - 2
    assert arriving(replace(SIZE, minutes=0.1), 2_000_000_000.0) == 1
