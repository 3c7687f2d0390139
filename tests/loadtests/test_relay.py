"""Rounds one after another: nobody comes early, everybody comes, and each end is told once."""

from __future__ import annotations

import gevent
import pytest

from loadtests import relay
from loadtests.relay import Relay

Played = tuple["Site", list[tuple[int, str]]]


class Site:
    """A site whose organisers open the next round when they hear that the last has been played."""

    def __init__(self) -> None:
        self.open, self.over = "week-0", list[int]()

    def invitation(self) -> str:
        return self.open

    def hear(self, number: int) -> None:
        self.over.append(number)
        self.open = f"week-{number + 1}"


def play(visits: list[int], people: int, monkeypatch: pytest.MonkeyPatch) -> Played:
    monkeypatch.setattr(relay, "LOOK_AGAIN_SECONDS", 0)
    monkeypatch.setattr(relay, "SETTLING_SECONDS", 0)
    site, seen = Site(), list[tuple[int, str]]()
    line = Relay(visits, site.invitation, site.hear)

    def person() -> None:
        while line.wait() is not None:
            gevent.spawn(seen.append, (line.round, site.open)).join()  # the others come meanwhile
            line.leave()

    gevent.joinall([gevent.spawn(person) for _ in range(people)], raise_error=True, timeout=10)
    return site, seen


def test_every_round_has_its_visits_while_it_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    site, seen = play([3, 5, 4], 2, monkeypatch)
    assert sorted(seen) == [(0, "week-0")] * 3 + [(1, "week-1")] * 5 + [(2, "week-2")] * 4
    assert site.over == [0, 1, 2]


def test_more_people_than_visits_leave_when_all_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    site, seen = play([1, 1], 9, monkeypatch)
    assert (len(seen), site.over) == (2, [0, 1])
