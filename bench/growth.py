"""How a cost grows with size, as a table of one row a bench."""

from __future__ import annotations

import math
from collections.abc import Sequence


def headed(title: str, sizes: Sequence[int]) -> str:
    """The line above a table."""
    return f"{title:42}" + "".join(f"{size:>12,}" for size in sizes) + f"{'growth':>10}"


def row(name: str, costs: Sequence[float], sizes: Sequence[int], said: Sequence[str] = ()) -> str:
    """One line of a table; `said` stands for the costs where they are told otherwise."""
    cells = said or [f"{cost:.2f}" for cost in costs]
    return f"{name:42}" + "".join(f"{cell:>12}" for cell in cells) + f"{exponent(costs, sizes):>10.2f}"


def exponent(costs: Sequence[float], sizes: Sequence[int]) -> float:
    """1.0 when ten times the size costs ten times as much."""
    return math.log(costs[-1] / costs[0]) / math.log(sizes[-1] / sizes[0])
