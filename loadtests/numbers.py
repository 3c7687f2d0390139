"""What may be said on the command lines of the crowd: a number outside its bounds is refused with them."""

from __future__ import annotations

import math
from argparse import ArgumentTypeError
from collections.abc import Callable

PARTS_OF_A_LOGIN = (2, 3)
ORGANISER = "LOGIN:PASSWORD[:SECRET OF THE SECOND FACTOR]"


def number(least: float, most: float) -> Callable[[str], float]:
    """Takes a number between two others; neither infinity nor what is no number lies there."""

    def read(said: str) -> float:
        try:
            found = float(said)
        except ValueError:
            found = math.nan
        if not least <= found <= most:
            raise ArgumentTypeError(f"{said!r}: give a number from {least:g} to {most:g}")
        return found

    return read


def whole(least: int, most: int) -> Callable[[str], int]:
    """Takes a whole number between two others."""

    def read(said: str) -> int:
        try:
            found = int(said)
        except ValueError:
            found = least - 1
        if not least <= found <= most:
            raise ArgumentTypeError(f"{said!r}: give a whole number from {least:,} to {most:,}")
        return found

    return read


def organiser(said: str) -> str:
    """Takes who watches the figures; empty is nobody."""
    parts = said.split(":")
    if said and (len(parts) not in PARTS_OF_A_LOGIN or not all(parts)):
        raise ArgumentTypeError(f"say it as {ORGANISER}")
    return said


people, attempts = whole(1, 10_000_000), whole(1, 1_000_000_000)
rounds, a_round, saves = whole(1, 1_000), whole(1, 1_000_000), whole(0, 1_000)
at_once, some_at_once = whole(0, 20_000), whole(1, 20_000)
processes, connections = whole(1, 1_000), whole(1, 1_000)
hours, minutes, burst = number(0.1, 10_000), number(0.05, 10_000), number(0.01, 10_000)
share, seconds, last_seconds = number(0, 1), number(0, 36_000), number(0.5, 36_000)
moment, milliseconds, a_second = number(0, 1e11), number(0, 1e9), number(0, 1e9)
