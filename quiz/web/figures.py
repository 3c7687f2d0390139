"""What a worker counts and times, written where one scrape finds the figures of all workers.

Totals of visits would tell what an open prediction asks for (decision 21): answer times, waits and refusals
are quantiles and shares of the latest requests, and what counts people stands in `VOLUMES`, which `/metrics`
withholds. With PROMETHEUS_MULTIPROC_DIR set, as `quiz serve` does, the figures lie in files of that folder.
"""

from __future__ import annotations

import os
import time
from collections import Counter as Tally
from collections import defaultdict, deque
from collections.abc import Iterable
from functools import partial
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Gauge

from quiz.store import waits
from quiz.web.overload import Gate

QUANTILES = (0.5, 0.95, 0.99)
LATEST_OF_A_PAGE, LATEST = 200, 1_000
FRESH_SECONDS, PUBLISH_SECONDS = 60.0, 5.0
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")
# A request that ended so is one of these acts; a repeat counts again.
ACTS = {
    ("registering.register", 303): "signed_up",
    ("play.start", 303): "started",
    ("play.autosave", 204): "saved",
    ("play.save_sheet", 303): "saved",
    ("play.hand_in", 303): "handed_in",
}
VOLUMES = frozenset({"quiz_acts", "quiz_refusals", "quiz_turned_away"})


class Figures:
    """The figures of one worker."""

    def __init__(self, gate: Gate) -> None:
        self.registry = CollectorRegistry()
        self._gate = gate
        self._times: defaultdict[str, deque[tuple[float, float]]] = defaultdict(
            partial(deque, maxlen=LATEST_OF_A_PAGE)
        )
        self._outcomes: deque[str] = deque(maxlen=LATEST)
        self._published = 0.0
        self._name_gauges()
        self._name_counters()

    def answered(self, page: str, status: int, seconds: float, refused: str) -> None:
        """Remember one answer of a page; `refused` names the refusal or is empty."""
        now = time.monotonic()
        self._times[page].append((now, seconds))
        self._outcomes.append(refused)
        if act := ACTS.get((page, status)):
            self._acts[act].inc()
        if refused:
            self._refusals.labels(refused).inc()
        if status >= 500:
            self._failures.labels(page).inc()
        if now - self._published > PUBLISH_SECONDS:
            self.publish()

    def slow_statement(self) -> None:
        """Count a statement that took too long."""
        self._slow.inc()

    def database_failed(self, kind: str) -> None:
        """Count a failure of the database by the kind of the driver's error."""
        self._database.labels(kind).inc()

    def turned_away(self) -> None:
        """Count a newcomer who got the waiting page."""
        self._turned_away.inc()

    def publish(self) -> None:
        """Work out quantiles and shares, and write them for whoever asks."""
        self._published = now = time.monotonic()
        for page, latest in list(self._times.items()):
            # A page that nobody asked for lately shows 0.
            fresh = [seconds for at, seconds in list(latest) if now - at < FRESH_SECONDS]
            for quantile, value in quantiles(fresh):
                self._answer_seconds.labels(page, quantile).set(value)
        for quantile, value in quantiles(list(waits.SECONDS)):
            self._pool_wait.labels(quantile).set(value)
        outcomes = Tally(list(self._outcomes))
        for kind in self._refused_kinds | (outcomes.keys() - {""}):
            self._refused_kinds.add(kind)
            self._refused_share.labels(kind).set(round(outcomes[kind] / len(self._outcomes), 2))
        self._overloaded.set(self._gate.is_full())
        self._in_hand.set(self._gate.in_hand)
        self._late.set(self._gate.late_seconds)
        self._memory.set(_memory_bytes())

    def _name_gauges(self) -> None:
        # Of several workers the worst is shown, and a dead one's figures go with it.
        worst = partial(Gauge, registry=self.registry, multiprocess_mode="livemax")
        self._answer_seconds = worst(
            "quiz_answer_seconds",
            "Answer time of a page's latest requests of a minute, slowest worker.",
            ["page", "quantile"],
        )
        self._pool_wait = worst(
            "quiz_pool_wait_seconds",
            f"Wait for a database connection of the latest {LATEST} callers, slowest worker.",
            ["quantile"],
        )
        self._refused_share = worst(
            "quiz_refused_share", f"Share of the latest {LATEST} answers that refused, by kind.", ["kind"]
        )
        self._refused_kinds: set[str] = set()
        self._in_hand = worst("quiz_requests_in_hand", "Requests begun and not answered, fullest worker.")
        self._late = worst("quiz_late_seconds", "How late a worker is for what it meant to do, the latest.")
        of_all = partial(Gauge, registry=self.registry, multiprocess_mode="livesum")
        self._overloaded = of_all("quiz_overloaded_workers", "Workers in which newcomers wait.")
        of_each = partial(Gauge, registry=self.registry, multiprocess_mode="liveall")
        self._memory = of_each("quiz_worker_memory_bytes", "Resident memory of each worker.")

    def _name_counters(self) -> None:
        counter = partial(Counter, registry=self.registry)
        acts = counter("quiz_acts", "What people did.", ["act"])
        self._acts = {act: acts.labels(act) for act in sorted(set(ACTS.values()))}
        self._refusals = counter("quiz_refusals", "Refusals by kind.", ["kind"])
        self._turned_away = counter("quiz_turned_away", "Newcomers who got the waiting page.")
        self._failures = counter("quiz_failures", "Answers with status 5xx.", ["page"])
        self._database = counter("quiz_database_failures", "Errors of the database by kind.", ["kind"])
        self._slow = counter("quiz_slow_statements", "Statements slower than QUIZ_SLOW_QUERY_MS.")


def quantiles(seconds: Iterable[float]) -> list[tuple[str, float]]:
    """The quantiles that are shown, 0 where there is nothing."""
    ordered = sorted(seconds) or [0.0]
    return [(str(one), ordered[min(int(one * len(ordered)), len(ordered) - 1)]) for one in QUANTILES]


def _memory_bytes() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE_BYTES
