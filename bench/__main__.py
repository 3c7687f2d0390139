"""What an attempt, boards, drawing, ranking, finalising and packs cost, and how it grows: `make bench`."""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import attempt, boards, growth, packs, ranking, sheets
from bench.stores import STORES, fresh

PROVINCE, PEOPLE = 344_771, 156_724
RESULTS = Path(__file__).parent / "results.json"
OF_SHEETS: tuple[tuple[str, Callable[[int], object]], ...] = (
    ("draw a sheet of 20 from 200", sheets.draw),
    ("draw and mark a sheet of 20", sheets.draw_and_mark),
)


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is done of each."""

    people: int
    standings: Sequence[int]
    ranked: Sequence[int]
    finalised: Sequence[int]
    packed: Sequence[int]
    sheets: Sequence[int] = (500, 2_000, 8_000)


SCALED = Sizes(
    40,
    (1_500, 15_000, PEOPLE),
    (PROVINCE // 40, PROVINCE // 10),
    (PROVINCE // 80, PROVINCE // 20),
    (PROVINCE // 80, PROVINCE // 20),
)
FULL = Sizes(
    300,
    (15_000, PEOPLE, 1_500_000),
    (PROVINCE // 20, PROVINCE, 10 * PROVINCE),
    (PROVINCE // 20, PROVINCE // 2, PROVINCE),
    (PROVINCE // 20, PROVINCE),
)
Told = dict[str, object]


def main() -> None:
    """Print the tables that were asked for, all by default, and keep their figures."""
    parts: dict[str, Callable[[Sizes], Told]] = {
        "attempt": of_attempts,
        "boards": of_boards,
        "sheets": of_sheets,
        "rank": of_ranking,
        "finalise": of_finalising,
        "packs": of_packs,
    }
    asked = argparse.ArgumentParser(prog="python -m bench")
    asked.add_argument("--full", action="store_true", help=f"up to {PROVINCE:,} attempts and ten times that")
    asked.add_argument("--out", type=Path, default=RESULTS, help="Where the figures go, as JSON.")
    asked.add_argument("what", nargs="*", default=list(parts), help=", ".join(parts))
    options = asked.parse_args()
    if unknown := sorted({*options.what} - {*parts}):
        asked.error(f"{unknown[0]} is none of: {', '.join(parts)}")
    known = json.loads(options.out.read_text()) if options.out.exists() else {}
    for what in options.what:
        told = parts[what](FULL if options.full else SCALED)
        known[f"{what}, full" if options.full else what] = {**_here(), **told}
        options.out.write_text(json.dumps(known, indent=1, ensure_ascii=False) + "\n")


def of_attempts(sizes: Sizes) -> Told:
    """CPU time of an attempt, application and database together, over that of its floor."""
    told = {store: attempt.measured(store, sizes.people) for store in STORES}
    for store, found in told.items():
        print("\n".join(attempt.lines(store, found)), flush=True)
    return dict(told)


def of_boards(sizes: Sizes) -> Told:
    """CPU time of a page with so many people in the result, database included."""
    return {
        store: _grown(f"pages on {store}, people", store, sizes.standings, boards.measured)
        for store in STORES
    }


def of_sheets(sizes: Sizes) -> Told:
    """CPU time of the parts of an attempt."""
    print(growth.headed("CPU microseconds for one, of", sizes.sheets))
    told: Told = {}
    for name, bench in OF_SHEETS:
        seconds = [min(cpu_seconds(bench, size) for _ in range(2)) for size in sizes.sheets]
        each = [f"{1e6 * spent / size:.1f}" for spent, size in zip(seconds, sizes.sheets, strict=True)]
        print(growth.row(name, seconds, sizes.sheets, each), flush=True)
        told[f"{name}, microseconds"] = float(each[-1])
    return told


def of_ranking(sizes: Sizes) -> Told:
    """CPU time and memory of `quiz rank`."""
    with tempfile.TemporaryDirectory() as folder:
        ranked = [ranking.rank(Path(folder), size) for size in sizes.ranked]
    print(growth.headed("quiz rank, attempts", sizes.ranked))
    rows = {"CPU s": [one.cpu_seconds for one in ranked], "MB": [one.megabytes for one in ranked]}
    return _table(rows, sizes.ranked)


def of_finalising(sizes: Sizes) -> Told:
    """Figures, marking and finalising, with the site's slowest answers meanwhile."""
    return {
        store: _grown(f"finalise on {store}, attempts", store, sizes.finalised, finalised) for store in STORES
    }


def of_packs(sizes: Sizes) -> Told:
    """Writing and recounting a result pack, and the public one."""
    return {
        store: _grown(f"packs of {store}, attempts", store, sizes.packed, packs.measured) for store in STORES
    }


def finalised(store: str, size: int) -> dict[str, float]:
    """What one run in a fresh database cost, in a process of its own."""
    with fresh(store) as empty:
        command = [sys.executable, "-m", "bench.finalising", empty.url, str(size), str(empty.folder)]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE)  # noqa: S603 (our own)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def cpu_seconds(bench: Callable[[int], object], size: int) -> float:
    """Seconds of CPU that one run took."""
    before = time.process_time()
    bench(size)
    return time.process_time() - before


def _grown(
    title: str, store: str, sizes: Sequence[int], measured: Callable[[str, int], dict[str, float]]
) -> Told:
    runs = [measured(store, size) for size in sizes]
    print(growth.headed(title, sizes))
    return _table({name: [one[name] for one in runs] for name in runs[0]}, sizes)


def _table(rows: dict[str, list[float]], sizes: Sequence[int]) -> Told:
    for name, costs in rows.items():
        print(growth.row(name, costs, sizes), flush=True)
    exponents = {name: round(growth.exponent(costs, sizes), 2) for name, costs in rows.items()}
    rounded = {name: [round(cost, 3) for cost in costs] for name, costs in rows.items()}
    return {"sizes": list(sizes), **rounded, "growth": exponents}


def _here() -> Told:
    at = time.strftime("%Y-%m-%dT%H:%MZ", time.gmtime())
    return {
        "at": at,
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "load": os.getloadavg()[0],
    }


if __name__ == "__main__":
    main()
