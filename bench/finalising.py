"""Finalising a province's last week inside the database while the site answers: one run a process."""

from __future__ import annotations

import json
import multiprocessing
import resource
import sys
import time
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from sqlalchemy import Engine

from bench import province
from bench.visiting import Visits, visit
from quiz.actions import counting, finalising, marking
from quiz.store.contests import ContestState
from quiz.store.engine import make_engine, writing
from tests import clerk

MEGABYTE = 1024


def main() -> None:
    """Fill the database named on the command line and print what its finalising cost, as JSON."""
    url, attempts, folder = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
    engine = make_engine(url)
    state = province.fill(engine, attempts)
    told: dict[str, float] = {}
    spawn = multiprocessing.get_context("spawn")
    stop, visits = spawn.Event(), spawn.Queue()
    site = spawn.Process(target=visit, args=(url, state.slug, folder, stop, visits))
    site.start()
    visits.get()  # it has made its first visit
    _timed(told, "count figures", partial(_count, engine, state))
    office = clerk.office(engine, contest_id=state.id)
    _timed(told, "figures page", partial(office.get, f"/office/c/{state.slug}/live/"))
    _timed(told, "mark", lambda: _companion(engine, state))
    _timed(told, "finalise", lambda: _finalise(engine, state))
    stop.set()
    slowest: Visits = visits.get()
    site.join()
    used = resource.getrusage(resource.RUSAGE_SELF)
    sys.stdout.write(json.dumps({**told, **slowest, "megabytes": used.ru_maxrss / MEGABYTE}) + "\n")


def _count(engine: Engine, state: ContestState) -> None:
    with writing(engine) as db:
        counting.count_live(db, state, now=datetime.now(UTC))


def _companion(engine: Engine, state: ContestState) -> None:
    """Mark as the companion does, one duty after the other."""
    while marking.mark_closed(engine, state):
        pass


def _finalise(engine: Engine, state: ContestState) -> None:
    last = state.rounds[-1].slug
    finalising.finalise(engine, state.slug, last, staff_id=None, reason="bench", now=datetime.now(UTC))


def _timed(told: dict[str, float], name: str, act: object) -> None:
    wall, cpu = time.monotonic(), time.process_time()
    assert callable(act)
    act()
    told[f"{name} s"] = time.monotonic() - wall
    told[f"{name} CPU s"] = time.process_time() - cpu


if __name__ == "__main__":
    main()
