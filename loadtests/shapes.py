"""The six shapes of load: who comes how often and when."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from loadtests import curves
from loadtests.curves import Curve, Piece

# Nghệ An 2019: up to 46 % of all attempts fell into the last round.
LAST_ROUND_SHARE = 0.46
# Seconds that a journey spends with the server besides thinking, when it is slow.
SERVER_SECONDS = 4.0
SPARE_SLOTS = 8
# Ten questions take about four minutes, so nobody holds a sheet for longer than this before the close.
LONGEST_HOLD = 300.0
MOST_SLOTS = 20_000
ONLOOKERS_A_HUNDRED = 5


class Kind(StrEnum):
    """The people of a crowd."""

    CITIZEN = "citizen"
    HURRIED = "hurried"
    RETURNING = "returning"
    ONLOOKER = "onlooker"
    ORGANISER = "organiser"


@dataclass(frozen=True, slots=True)
class Size:
    """What a run is asked to be: `hours` of each real round are compressed into its part of `minutes`."""

    participants: int
    attempts: int
    rounds: int
    hours: float
    burst: float
    minutes: float
    think: float
    organisers: int = 0
    at_once: int = 0
    hurried: float = 1 / 3

    @property
    def in_relay(self) -> bool:
        """Do so many people at once play round after round, as fast as the site answers?"""
        return self.at_once > 0

    @property
    def seconds(self) -> float:
        """How long people go on arriving."""
        return self.minutes * 60


@dataclass(frozen=True, slots=True)
class Stream:
    """How many visits of one kind of people, spread how."""

    visits: int
    curve: Curve
    seconds_a_visit: float

    def slots(self, seconds: float) -> int:
        """How many of them must be able to be there at once, when most come within one visit's time."""
        window = min((self.seconds_a_visit + SERVER_SECONDS) / seconds, 1)
        wanted = math.ceil(self.visits * curves.busiest(self.curve, window)) + SPARE_SLOTS
        return min(wanted, max(self.visits, 1), MOST_SLOTS)


Streams = Mapping[Kind, Stream]


def replay(size: Size) -> Streams:
    """The whole contest, registrations included, round after round."""
    if size.in_relay:
        return {Kind.CITIZEN: Stream(size.attempts, curves.EVEN, 0), **_organisers(size)}
    curve = curves.rounds(weights(size.rounds), size.hours, size.burst)
    return {Kind.CITIZEN: _playing(size, size.attempts, curve), **_others(size, curve)}


def opening(size: Size) -> Streams:
    """Everybody signs up and starts at the launch."""
    curve = curves.opening()
    return {Kind.CITIZEN: _playing(size, size.attempts, curve), **_others(size, curve)}


def deadline(size: Size) -> Streams:
    """The last hour with its burst; some keep the hand-in for the last seconds."""
    hurried = int(size.attempts * size.hurried)
    curve, hold = curves.last_hour(size.burst), min(LONGEST_HOLD, size.seconds)
    return {
        Kind.CITIZEN: _playing(size, size.attempts - hurried, curve),
        Kind.HURRIED: Stream(hurried, curves.at_the_end(hold / size.seconds), hold + size.think),
        **_others(size, curve),
    }


def login_storm(size: Size) -> Streams:
    """People of this crowd come back on other devices, all at once, with their codes."""
    curve = (Piece(0.5, 0), *curves.scaled(curves.opening(), 0.5, 1))
    joining = (Piece(0.45, 1), Piece(0.55, 0))
    return {
        Kind.CITIZEN: _playing(size, size.participants, joining),
        Kind.RETURNING: Stream(max(size.attempts - size.participants, 0), curve, 1),
    }


def board_crowd(size: Size) -> Streams:
    """Everybody looks at the results; nobody plays."""
    return {Kind.ONLOOKER: Stream(size.attempts, curves.opening(), size.think), **_organisers(size)}


def soak(size: Size) -> Streams:
    """The same load from the first minute to the last."""
    return {Kind.CITIZEN: _playing(size, size.attempts, curves.EVEN), **_others(size, curves.EVEN)}


SHAPES: Mapping[str, Callable[[Size], Streams]] = {
    "replay": replay,
    "opening": opening,
    "deadline": deadline,
    "login-storm": login_storm,
    "board-crowd": board_crowd,
    "soak": soak,
}


def visits_a_round(size: Size) -> list[int]:
    """How many attempts are played in each round."""
    shares = [round(size.attempts * share) for share in weights(size.rounds)[:-1]]
    return [*shares, size.attempts - sum(shares)]


def weights(count: int) -> list[float]:
    """Each round's share of the attempts: the last one has the most."""
    if count == 1:
        return [1]
    return [*[(1 - LAST_ROUND_SHARE) / (count - 1)] * (count - 1), LAST_ROUND_SHARE]


def _playing(size: Size, attempts: int, curve: Curve) -> Stream:
    return Stream(attempts, curve, size.think)


def _others(size: Size, curve: Curve) -> Streams:
    visits = size.attempts * ONLOOKERS_A_HUNDRED // 100
    return {Kind.ONLOOKER: Stream(visits, curve, size.think), **_organisers(size)}


def _organisers(size: Size) -> Streams:
    if not size.organisers:
        return {}
    return {Kind.ORGANISER: Stream(size.organisers, ((Piece(1, 1)),), size.seconds)}
