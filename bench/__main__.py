"""What drawing, marking, ranking and finalising cost, and how it grows: `make bench`."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench import growth, ranking, sheets
from quiz.store.engine import make_engine
from tests.provision import postgresql

SHEETS = (500, 2_000, 8_000)
PROVINCE = 344_771
RANKED = {False: (PROVINCE // 40, PROVINCE // 10), True: (PROVINCE // 10, PROVINCE, 10 * PROVINCE)}
FINALISED = {False: (PROVINCE // 80, PROVINCE // 20), True: (PROVINCE // 10, PROVINCE)}
OF_SHEETS: tuple[tuple[str, Callable[[int], object]], ...] = (
    ("draw a sheet of 20 from 200", sheets.draw),
    ("draw and mark a sheet of 20", sheets.draw_and_mark),
)
STORES = ("sqlite", "postgresql")


def main() -> None:
    """Print the tables that were asked for, all by default."""
    asked = argparse.ArgumentParser(prog="python -m bench")
    asked.add_argument("--full", action="store_true", help=f"up to {PROVINCE:,} attempts and ten times that")
    asked.add_argument("what", nargs="*", default=["sheets", "rank", *STORES])
    options = asked.parse_args()
    for what in options.what:
        if what == "sheets":
            of_sheets()
        elif what == "rank":
            of_ranking(RANKED[options.full])
        else:
            of_finalising(what, FINALISED[options.full])


def of_sheets() -> None:
    """CPU time of the parts of an attempt."""
    print(growth.headed("CPU microseconds for one, of", SHEETS))
    for name, bench in OF_SHEETS:
        seconds = [min(cpu_seconds(bench, size) for _ in range(2)) for size in SHEETS]
        each = [f"{1e6 * spent / size:.1f}" for spent, size in zip(seconds, SHEETS, strict=True)]
        print(growth.row(name, seconds, SHEETS, each))


def of_ranking(sizes: tuple[int, ...]) -> None:
    """CPU time and memory of `quiz rank`."""
    with tempfile.TemporaryDirectory() as folder:
        ranked = [ranking.rank(Path(folder), size) for size in sizes]
    print(growth.headed("quiz rank, attempts", sizes))
    print(growth.row("CPU seconds", [one.cpu_seconds for one in ranked], sizes))
    print(growth.row("MB", [one.megabytes for one in ranked], sizes))


def of_finalising(store: str, sizes: tuple[int, ...]) -> None:
    """Time of the companion's marking and of finalising, with the site's slowest answers meanwhile."""
    runs = [finalised(store, size) for size in sizes]
    print(growth.headed(f"finalise on {store}, attempts", sizes))
    for name in runs[0]:
        print(growth.row(name, [one[name] for one in runs], sizes), flush=True)


def finalised(store: str, size: int) -> dict[str, float]:
    """What one run in a fresh database cost."""
    with tempfile.TemporaryDirectory() as folder:
        cluster = postgresql.start() if store == "postgresql" else None
        try:
            url = f"sqlite:///{folder}/bench.sqlite"
            if cluster is not None:
                created(postgresql.address(cluster.folder, "postgres"))
                url = postgresql.address(cluster.folder, "bench")
            command = [sys.executable, "-m", "bench.finalising", url, str(size), folder]
            done = subprocess.run(command, check=True, stdout=subprocess.PIPE)  # noqa: S603 (our own)
        finally:
            if cluster is not None:
                cluster.stop()
    found: dict[str, float] = json.loads(done.stdout)
    return found


def created(maintenance: str) -> None:
    """Create the empty database of a run."""
    engine = make_engine(maintenance)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
        db.exec_driver_sql("CREATE DATABASE bench")
    engine.dispose()


def cpu_seconds(bench: Callable[[int], object], size: int) -> float:
    """Seconds of CPU that one run took."""
    before = time.process_time()
    bench(size)
    return time.process_time() - before


if __name__ == "__main__":
    main()
