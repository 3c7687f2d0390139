"""Judges a rehearsal: which limits were kept, what was lost, and what the machine has left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

Run = Mapping[str, Any]
KINDS = ("lost", "double", "wrong", "phantom", "late")
HAND_IN, RECEIPT = "hand in", "receipt"
# Of those who are to come some walk away on purpose, and some come twice: fewer receipts is another load.
DELIVERED = 0.9
# Above this the waiting times of a server leave the ground; it is also what an extrapolation may use.
SAFE_SHARE = 0.8
BUCKET = 5.0
# Of fewer requests a page's slowest twentieth is a single one.
MEANINGFUL = 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What must hold: milliseconds, and the share of requests that may fail."""

    p95: float
    hand_in_p99: float
    failures: float = 0.0


@dataclass(frozen=True, slots=True)
class Check:
    """One condition; `shape` is "" where it is about the whole, `page` where one page decided."""

    name: str
    shape: str
    asked: float
    found: float
    met: bool
    page: str = ""


def checks(runs: Iterable[Run], limits: Limits, compared: Mapping[str, int]) -> list[Check]:
    """Every condition with what was found."""
    found = [check for run in runs for check in _of_run(run, limits)]
    found.append(Check("acknowledged", "", 1, compared["acknowledged"], compared["acknowledged"] > 0))
    kinds = KINDS if not compared.get("places_compared") else (*KINDS, "places")
    return found + [Check(kind, "", 0, compared[kind], not compared[kind]) for kind in kinds]


def passed(found: Iterable[Check]) -> bool:
    """Does everything hold?"""
    return all(check.met for check in found)


def capacity(runs: Iterable[Run], cores: int) -> list[dict[str, Any]]:
    """For every run: the most that was really served, the cost of an attempt, and an extrapolation."""
    return [_capacity(run, cores) for run in runs]


def rates(history: list[Mapping[str, float]], name: str) -> list[tuple[float, float]]:
    """How often a second something happened, in stretches of five seconds from the first moment on."""
    begun = history[0]["at"] if history else 0.0
    found: list[tuple[float, float]] = []
    at, count = begun, 0.0
    for moment in history:
        passed = moment["at"] - at
        if passed >= BUCKET:
            now = moment.get(name, count)
            found.append((moment["at"] - begun, (now - count) / passed))
            at, count = moment["at"], now
    return found


def document(found: Iterable[Check]) -> list[dict[str, Any]]:
    """The checks as they are stored."""
    return [asdict(check) for check in found]


def _of_run(run: Run, limits: Limits) -> Iterator[Check]:
    shape, pages = run["shape"], run["summary"]["pages"]
    timed = {page: row for page, row in pages.items() if row["requests"] >= MEANINGFUL}
    worst = max(timed, key=lambda page: timed[page]["p95"], default="")
    p95 = timed[worst]["p95"] if worst else 0.0
    yield Check("p95", shape, limits.p95, p95, bool(worst) and p95 <= limits.p95, worst)
    hand_in = pages.get(HAND_IN, {}).get("p99", 0.0)
    kept = HAND_IN in pages and hand_in <= limits.hand_in_p99
    yield Check("hand_in_p99", shape, limits.hand_in_p99, hand_in, kept)
    requests = sum(row["requests"] for row in pages.values())
    share = sum(row["failures"] for row in pages.values()) / max(requests, 1)
    yield Check("failures", shape, limits.failures, share, share <= limits.failures)
    receipts = _receipts(run)
    least = int(run["attempts"] * DELIVERED)
    yield Check("delivered", shape, least, receipts, receipts >= least)


def _receipts(run: Run) -> int:
    row = run["summary"]["pages"].get(RECEIPT, {"requests": 0, "failures": 0})
    return int(row["requests"] - row["failures"])


def _capacity(run: Run, cores: int) -> dict[str, Any]:
    costs = {part: _cpu_ms(run, part) for part in run["samples"]}
    served = sum(cost for part, cost in costs.items() if part != "generator" and cost)
    estimate = SAFE_SHARE * cores * 1000 / served if served else None
    return {
        "shape": run["shape"],
        "requests_per_second": _highest(rates(run["history"], "requests")),
        "attempts_per_second": _highest(rates(run["history"], "receipts")),
        "cpu_ms": costs,
        "estimate": estimate,
        "wanted": _densest(run),
    }


def _cpu_ms(run: Run, part: str) -> float | None:
    """Processor milliseconds of one part for every attempt that got its receipt."""
    samples, receipts = run["samples"][part], _receipts(run)
    if len(samples) < 2 or not receipts:
        return None
    moments = [one["at"] for one in samples]
    gaps = [later - before for before, later in pairwise(moments)]
    used = sum(one["cores"] * gap for one, gap in zip(samples[1:], gaps, strict=True))
    return float(used * 1000 / receipts)


def _highest(found: list[tuple[float, float]]) -> float:
    return max((rate for _, rate in found), default=0.0)


def _densest(run: Run) -> float:
    """Attempts a second at the densest moment of the real hour that was played."""
    seconds = run["minutes"] * 60
    # Half of everybody in the first tenth; or five times the usual density in the last twelfth.
    share, stretch = (0.5, 0.1) if run["shape"] == "opening" else (5 / 16, 1 / 12)
    return float(run["attempts"] * share / (seconds * stretch))
