"""Locust's way in: reads the options, checks what would spoil the run, sets the crowd up, judges the end.

locust --config loadtests/locust.conf --host http://127.0.0.1:8000 --shape deadline
"""

from __future__ import annotations

import json
import secrets
import sys
import time
from argparse import ArgumentParser, Namespace
from typing import Any

import gevent
from locust import LoadTestShape, events
from locust.env import Environment
from locust.runners import MasterRunner, WorkerRunner
from locust.stats import RequestStats

from loadtests import beginning, limits, options
from loadtests.browser import Tally
from loadtests.citizen import Manners
from loadtests.crowd import Crowd, Share, arriving, kinds
from loadtests.generators import FORGOTTEN, Generators, announce
from loadtests.ledger import BEGIN, Ledger
from loadtests.limits import Row
from loadtests.people import (  # noqa: F401 (Locust finds people by their names here)
    PEOPLE,
    HurriedCitizen,
    Onlooker,
    Organiser,
    PlayingCitizen,
    ReturningCitizen,
)
from loadtests.running import Running
from loadtests.shapes import ONLOOKERS_A_HUNDRED, SHAPES, Kind, Size, Streams

# What is still under way when the last one has come gets this long, and the patience of a phone.
LAST_VISIT_SECONDS = 30.0
# A master hears late of the first who came.
RELAY_BEGINS_SECONDS = 90.0
# Ten thousand who wait for the close are there before the first of the others come.
MOST_A_SECOND = 400.0
SUMMARY = "summary.json"


class People(LoadTestShape):
    """As many people as the peak needs, until the last has gone home."""

    use_common_options = True
    _came = False

    def tick(self) -> tuple[int, float] | None:
        """The number of people, always the same; None when everybody has gone."""
        assert self.runner is not None
        words = self.runner.environment.parsed_options
        assert words is not None
        if _generators(self.runner.environment).too_many:
            return None
        count = sum(one.fixed_count for one in PEOPLE)
        passed = time.perf_counter() - self.start_time
        if options.size(words).in_relay:
            self._came = self._came or self.runner.user_count > 0 or passed > RELAY_BEGINS_SECONDS
            gone = self._came and self.runner.user_count == 0
            return None if gone else (count, max(count / 2, 10.0))
        arriving = words.minutes * 60
        if passed > arriving + words.think * 2 + words.patience + LAST_VISIT_SECONDS:
            return None
        if passed > arriving and self.runner.user_count == 0:
            return None
        return count, min(max(count / 2, 10.0), MOST_A_SECOND)


def add_options(parser: ArgumentParser) -> None:
    """Add the words of the crowd to Locust's, and look at the ports before Locust itself listens there."""
    options.add(parser)
    words, _others = parser.parse_known_args()
    beginning.end_with(beginning.ports(words))


def check_before(environment: Environment, **_more: Any) -> None:
    """Say what would spoil the run, and end; a worker learns its run from the master."""
    words = environment.parsed_options
    if words is None:
        return
    if words.worker:
        environment.came = time.time()  # type: ignore[attr-defined]
        return
    environment.generators = Generators(words.expect_workers)  # type: ignore[attr-defined]
    slots = _slots(words)
    for one in PEOPLE:
        one.fixed_count = slots[one.kind]
        one.weight = 0
    environment.user_classes = [one for one in PEOPLE if one.fixed_count]
    beginning.end_with(beginning.of_run(words, sum(slots.values())))
    if isinstance(environment.runner, MasterRunner):
        _wait_for_workers(environment, environment.runner, words)


def _wait_for_workers(environment: Environment, runner: MasterRunner, words: Namespace) -> None:
    generators = _generators(environment)
    environment.events.worker_connect.add_listener(  # type: ignore[no-untyped-call]
        lambda client_id, **_more: generators.connected(client_id)
    )
    gevent.spawn(generators.watch, runner)
    announce(words.expect_workers, words.master_bind_port)


def _generators(environment: Environment) -> Generators:
    found: Generators = environment.generators  # type: ignore[attr-defined]
    return found


def gather(environment: Environment, **_more: Any) -> None:
    """Make this generator's part of the crowd; the master has none."""
    words, runner = environment.parsed_options, environment.runner
    assert words is not None
    if isinstance(runner, MasterRunner):
        return
    share = _share(environment, runner, words) if isinstance(runner, WorkerRunner) else Share()
    size, run = options.size(words), secrets.token_hex(3)
    streams: Streams = kinds(SHAPES[words.shape](size))
    ledger = Ledger(options.folder(words) / f"{share.index}-{run}.jsonl")
    crowd = Crowd(
        size, streams, share, run=run, seed=words.seed, limit=words.attempts_a_round, closes=words.closes
    )
    ledger.note(BEGIN, contest=words.contest, shape=words.shape, share=[share.index, share.of])
    looks = ONLOOKERS_A_HUNDRED / 100 if size.in_relay else 0.0
    manners = Manners(words.contest, words.think, words.saves, words.walk_away, words.assets, looks)
    target, tally = options.target(environment.host or words.host, words), _tally(environment.stats)
    made = Running(words, crowd, ledger, manners, target, tally)
    gevent.spawn(target.watch)
    if size.in_relay:
        made.play_in_relay()
    environment.running = made  # type: ignore[attr-defined]


def judge(environment: Environment, **_more: Any) -> None:
    """Decide the exit code by the limits, and leave a summary beside the ledger."""
    if running := getattr(environment, "running", None):
        running.tell_broken_off()
    words = environment.parsed_options
    if words is None or isinstance(environment.runner, WorkerRunner):
        return
    total = environment.stats.total
    seconds = (total.last_request_timestamp or time.time()) - environment.stats.start_time
    rows = [_row(entry) for entry in environment.stats.entries.values()]
    said = limits.broken(rows, options.limits(words), seconds=seconds)
    generators = _generators(environment).faults()
    said += generators
    crashes = environment.runner.exceptions if environment.runner else {}
    said += [f"{one['count']} people crashed: {one['msg']}" for one in crashes.values()]
    told = {"limits_not_kept": said, "generators": generators, "failed": _failed(environment.stats)}
    _summarise(words, rows, seconds, told)
    sys.stderr.write("".join(f"limit not kept: {sentence}\n" for sentence in said))
    environment.process_exit_code = 1 if said else 0


def _share(environment: Environment, runner: WorkerRunner, words: Namespace) -> Share:
    """This worker's part; ends it where it is one too many, or this machine cannot carry the part."""
    if runner.worker_index >= words.expect_workers:
        sys.exit(f"one worker too many: {FORGOTTEN}")
    share, came = Share(runner.worker_index, words.expect_workers), environment.came  # type: ignore[attr-defined]
    beginning.end_with(beginning.of_worker(words, share, sum(_slots(words).values()), came=came))
    return share


def _slots(words: Namespace) -> dict[Kind, int]:
    """How many people of each kind must be able to be there at once."""
    size = options.size(words)
    streams, seconds = SHAPES[words.shape](size), arriving(size, words.closes)
    return {one.kind: _slots_of(size, streams, one.kind, seconds) for one in PEOPLE}


def _slots_of(size: Size, streams: Streams, kind: Kind, seconds: float) -> int:
    if kind not in kinds(streams):
        return 0
    if size.in_relay and kind is Kind.CITIZEN:
        return min(size.at_once, size.attempts)
    return streams[kind].slots(seconds)


def _tally(stats: RequestStats) -> Tally:
    """Straight into Locust's statistics: its event for every request costs as much as the request."""

    def count(method: str, page: str, took: float, size: int, why: str | None) -> None:
        stats.log_request(method, page, round(took), size)
        if why is not None:
            stats.log_error(method, page, why)

    return count


def _row(entry: Any) -> Row:
    times = (entry.get_response_time_percentile(share) or 0 for share in (0.5, 0.95, 0.99))
    return Row(entry.name, entry.num_requests, entry.num_failures, *times)


def _failed(stats: RequestStats) -> list[dict[str, Any]]:
    """Why requests failed, the most frequent first."""
    found = sorted(stats.errors.values(), key=lambda one: -one.occurrences)
    return [{"page": one.name, "why": str(one.error), "times": one.occurrences} for one in found]


def _summarise(words: Namespace, rows: list[Row], seconds: float, judged: dict[str, Any]) -> None:
    folder = options.folder(words)
    folder.mkdir(parents=True, exist_ok=True)
    told = {
        "shape": words.shape,
        "seconds": round(seconds, 1),
        "attempts_per_second": round(limits.rate(rows, limits.RECEIPT, seconds), 1),
        "requests_per_second": round(sum(row.requests for row in rows) / max(seconds, 1e-9), 1),
        **judged,
        "pages": {row.page: {name: getattr(row, name) for name in Row.__slots__[1:]} for row in rows},
    }
    (folder / SUMMARY).write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


events.init_command_line_parser.add_listener(add_options)  # type: ignore[no-untyped-call]
events.init.add_listener(check_before)  # type: ignore[no-untyped-call]
events.test_start.add_listener(gather)  # type: ignore[no-untyped-call]
events.quitting.add_listener(judge)  # type: ignore[no-untyped-call]
