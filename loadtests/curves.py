"""How arrivals spread over a run: pieces of time, each with its share of everybody who comes."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

# LOAD.md: assumed, nobody publishes a peak per minute.
LAST_HOUR_SHARE = 0.15
BURST_SHARE_OF_HOUR = 1 / 12


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the run, both as shares of the whole: how long it is and how many arrive in it."""

    time: float
    arrivals: float


Curve = tuple[Piece, ...]
EVEN: Curve = (Piece(1, 1),)


def opening() -> Curve:
    """Everybody at the launch: half in the first tenth, then fewer and fewer."""
    return (Piece(0.1, 0.5), Piece(0.2, 0.3), Piece(0.7, 0.2))


def last_hour(burst: float) -> Curve:
    """An hour whose last five minutes are `burst` times as dense as the rest of it."""
    quiet, end = 1 - BURST_SHARE_OF_HOUR, burst * BURST_SHARE_OF_HOUR
    return (Piece(quiet, quiet / (quiet + end)), Piece(BURST_SHARE_OF_HOUR, end / (quiet + end)))


def at_the_end(share: float) -> Curve:
    """Nobody before this last share of the run, then evenly."""
    return EVEN if share >= 1 else (Piece(1 - share, 0), Piece(share, 1))


def one_round(hours: float, burst: float) -> Curve:
    """A round of so many hours, with its share of attempts in the last one and the burst at the very end."""
    if hours <= 1:
        return last_hour(burst)
    before = Piece(1 - 1 / hours, 1 - LAST_HOUR_SHARE)
    return (before, *scaled(last_hour(burst), 1 / hours, LAST_HOUR_SHARE))


def rounds(weights: Sequence[float], hours: float, burst: float) -> Curve:
    """Rounds one after another, equally long, with these shares of all attempts."""
    each = 1 / len(weights)
    return tuple(
        piece for weight in weights for piece in scaled(one_round(hours, burst), each, weight / sum(weights))
    )


def scaled(curve: Curve, time: float, arrivals: float) -> Curve:
    """The same form on a smaller stretch."""
    return tuple(Piece(piece.time * time, piece.arrivals * arrivals) for piece in curve)


def busiest(curve: Curve, window: float) -> float:
    """The greatest share of everybody who arrives within so long a share of the run."""
    ends = [0.0]
    for piece in curve:
        ends.append(ends[-1] + piece.time)
    starts = [*ends, *(end - window for end in ends)]
    return max(passed(curve, start + window) - passed(curve, start) for start in starts)


def passed(curve: Curve, moment: float) -> float:
    """The share of everybody who has arrived by this moment of the run."""
    begun, arrived = 0.0, 0.0
    for piece in curve:
        inside = min(max(moment - begun, 0), piece.time)
        arrived += piece.arrivals * inside / piece.time
        begun += piece.time
    return arrived


def moments(curve: Curve, count: int, dice: random.Random) -> Iterator[float]:
    """When each of `count` people arrives, as rising shares of the run; neighbours are jittered."""
    index, begun, passed = 0, 0.0, 0.0
    for piece in curve:
        passed += piece.arrivals
        until = count if piece is curve[-1] else round(passed * count)
        here = until - index
        for place in range(here):
            yield begun + piece.time * (place + dice.random()) / here
        begun, index = begun + piece.time, until
