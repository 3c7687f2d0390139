"""Arrivals: everybody comes once, in order, and the last minutes are as dense as they were asked to be."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import pairwise

import pytest

from loadtests import curves
from loadtests.shapes import SHAPES, Kind, Size, Stream, deadline, replay

SIZE = Size(participants=1_000, attempts=2_200, rounds=4, hours=156.5, burst=5, minutes=10, think=10)


@pytest.mark.parametrize("name", sorted(SHAPES))
@pytest.mark.parametrize("count", [0, 1, 7, 1_000])
def test_everybody_arrives_once_and_in_order(name: str, count: int) -> None:
    for stream in SHAPES[name](SIZE).values():
        moments = list(curves.moments(stream.curve, count, random.Random(1)))
        assert len(moments) == count
        assert moments == sorted(moments)
        assert all(0 <= moment <= 1 for moment in moments)


@pytest.mark.parametrize("name", sorted(SHAPES))
def test_a_curve_covers_the_whole_run(name: str) -> None:
    for stream in SHAPES[name](SIZE).values():
        assert sum(piece.time for piece in stream.curve) == pytest.approx(1)
        assert sum(piece.arrivals for piece in stream.curve) == pytest.approx(1)


def test_the_last_five_minutes_of_the_hour_are_five_times_as_dense() -> None:
    quiet, end = curves.last_hour(5)
    assert end.arrivals / end.time == pytest.approx(5 * quiet.arrivals / quiet.time)


def test_the_last_hour_of_a_round_has_its_share() -> None:
    curve = curves.one_round(156.5, 5)
    assert sum(piece.arrivals for piece in curve[1:]) == pytest.approx(0.15)
    assert sum(piece.time for piece in curve[1:]) == pytest.approx(1 / 156.5)


def test_the_last_round_has_the_most() -> None:
    moments = list(curves.moments(replay(SIZE)[Kind.CITIZEN].curve, 1_000, random.Random(1)))
    assert sum(moment > 0.75 for moment in moments) == pytest.approx(460, abs=2)


def test_hurried_people_are_part_of_the_attempts() -> None:
    streams = deadline(SIZE)
    assert streams[Kind.CITIZEN].visits + streams[Kind.HURRIED].visits == SIZE.attempts
    assert streams[Kind.HURRIED].slots(SIZE.seconds) == streams[Kind.HURRIED].visits  # all wait for the close
    assert streams[Kind.HURRIED].curve[0] == curves.Piece(0.5, 0)  # nobody holds a sheet for ten minutes
    assert deadline(replace(SIZE, minutes=3))[Kind.HURRIED].curve == curves.EVEN


def test_enough_people_are_there_for_the_peak_and_no_more_than_visits() -> None:
    stream = Stream(6_000, curves.last_hour(5), seconds_a_visit=10)
    assert stream.slots(600) > 6_000 / 600 * 10
    assert curves.busiest(curves.EVEN, 0.1) == pytest.approx(0.1)
    assert curves.busiest(curves.last_hour(5), 1 / 12) == pytest.approx(curves.last_hour(5)[1].arrivals)
    assert Stream(3, curves.EVEN, 10).slots(600) == 3
    assert [later > earlier for earlier, later in pairwise([stream.slots(900), stream.slots(60)])] == [True]
