"""The figures of a replay: what it was, how long it took, what each part used, whether everything fits."""

from __future__ import annotations

import json
import os
import platform
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from loadtests.meter import Meter

WHOLE = {"participants": 156_724, "attempts": 344_771, "rounds": 4, "saves": 4, "retried": 0.05}
MOST_REASONS = 12


@dataclass(slots=True)
class Figures:
    """What is known of a run; instants are seconds since 1970."""

    asked: Mapping[str, Any]
    begun: float = 0.0
    steps: dict[str, float] = field(default_factory=dict)
    rounds: dict[str, float] = field(default_factory=dict)
    cpu: dict[str, float] = field(default_factory=dict)
    memory: dict[str, float] = field(default_factory=dict)
    largest_worker: float = 0.0
    timeline: list[dict[str, Any]] = field(default_factory=list)
    summary: dict[str, Any] = field(default_factory=dict)
    counts: dict[str, Any] = field(default_factory=dict)
    recount: str = ""
    faults: list[str] = field(default_factory=list)
    server_log: str = ""

    def note(self, step: str) -> None:
        """Keep when something was done, in seconds since the first visit."""
        self.steps[step] = round(time.time() - self.begun, 1)

    def round_over(self, slug: str) -> None:
        """Keep when everybody had played a round."""
        self.rounds[slug] = time.time()
        self.note(f"{slug} played")

    def seconds_since(self, slug: str) -> float:
        """How long ago everybody had played it."""
        return time.time() - self.rounds[slug]

    def metered(self, meter: Meter, commands: Sequence[float]) -> None:
        """Keep what each part used; commands are those between first sign-up and last result."""
        self.cpu = meter.spent() | {"commands": sum(commands)}
        self.memory, self.largest_worker = meter.peak(), max(one.largest_worker for one in meter.samples)
        self.timeline = [
            {
                "at": round(one.at - self.begun, 1),
                "cpu": one.cpu,
                "memory": one.memory,
                "worker": one.largest_worker,
            }
            for one in meter.samples
        ]

    def crowd(self, summary: Path, status: int) -> None:
        """Keep what the crowd saw."""
        self.summary = json.loads(summary.read_text(encoding="utf-8")) if summary.exists() else {}
        self.faults += self.summary.get("limits_not_kept", ["the crowd left no summary"])
        if status and not self.faults:
            self.faults.append(f"the crowd ended with {status}")

    def compared(self, said: str, faults: str, status: int) -> None:
        """Keep what the ledger says against the database."""
        self.counts = json.loads(said) if said.startswith("{") else {}
        self.faults += faults.splitlines()
        if status:
            self.faults.append(f"ledger and database differ: {said.strip()}")

    def recounted(self, said: str, status: int) -> None:
        """Keep what the recount says."""
        self.recount = said.strip()[-500:]
        if status:
            self.faults.append(f"the recount differs: {self.recount}")

    @property
    def holds(self) -> bool:
        """Was everybody served, and does everything fit?"""
        return not self.faults

    @property
    def name(self) -> str:
        """What this run may be called."""
        if self.asked["shape"] != "replay":
            return f"{self.asked['shape']} of {self.asked['minutes']:g} minutes"
        if all(self.asked[key] == value for key, value in WHOLE.items()):
            return "whole replay"
        if self.asked["saves"] < WHOLE["saves"] or self.asked["retried"] < WHOLE["retried"]:
            return "part of a replay, without all saves or retries"
        return "replay in small"

    @property
    def minutes(self) -> float:
        """From the first sign-up to the last published result."""
        return self.steps.get("results published", 0.0) / 60

    def per_attempt(self) -> dict[str, float]:
        """CPU milliseconds of each part for an attempt, sign-ups included."""
        return {part: seconds * 1000 / self.asked["attempts"] for part, seconds in self.cpu.items()}

    def document(self) -> dict[str, Any]:
        """Everything, to be kept."""
        machine = {
            "cores": os.cpu_count(),
            "machine": platform.machine(),
            "python": platform.python_version(),
        }
        return {
            "name": self.name,
            "asked": {key: str(value) for key, value in self.asked.items()},
            "machine": machine,
            "minutes": round(self.minutes, 2),
            "steps_s": self.steps,
            "attempts_per_second": self.summary.get("attempts_per_second"),
            "requests_per_second": self.summary.get("requests_per_second"),
            "cpu_s": self.cpu,
            "cpu_ms_per_attempt": self.per_attempt(),
            "memory_mb": self.memory,
            "largest_worker_mb": self.largest_worker,
            "pages": self.summary.get("pages", {}),
            "failed": self.summary.get("failed", []),
            "compared": self.counts,
            "recount": self.recount,
            "faults": self.faults,
            "server_log": self.server_log,
            "timeline": self.timeline,
        }


def text(figures: Figures) -> str:
    """The figures for people."""
    asked, summary = figures.asked, figures.summary
    people = f"{asked['participants']} people, {asked['attempts']} attempts"
    rates = ", ".join(f"{summary.get(f'{name}_per_second')} {name}" for name in ("attempts", "requests"))
    lines = [
        f"{figures.name} on {asked['database']}: {people}",
        f"{figures.minutes:.1f} minutes",
        f"while the crowd was there, a second: {rates}",
        "steps (s): " + ", ".join(f"{step} {at:.0f}" for step, at in figures.steps.items()),
        *_parts(figures),
        *_pages(figures.summary.get("pages", {})),
        *(f"failed: {one['page']}, {one['times']} times: {one['why']}" for one in _often(figures)),
        f"compared: {json.dumps(figures.counts)}",
        f"recount: {figures.recount}",
        *(f"FAULT: {fault}" for fault in figures.faults),
    ]
    return "\n".join(lines) + "\n"


def _often(figures: Figures) -> list[dict[str, Any]]:
    """The most frequent reasons of failures."""
    found: list[dict[str, Any]] = figures.summary.get("failed", [])
    return found[:MOST_REASONS]


def _parts(figures: Figures) -> list[str]:
    each = figures.per_attempt()
    lines = [f"{'part':14}{'CPU ms an attempt':>20}{'peak MB':>10}"]
    lines += [f"{part:14}{spent:20.2f}{figures.memory.get(part, 0):10.0f}" for part, spent in each.items()]
    lines.append(f"{'all':14}{sum(each.values()):20.2f}{sum(figures.memory.values()):10.0f}")
    return [*lines, _workers(figures)]


def _workers(figures: Figures) -> str:
    """The largest process of the server, all its memory counted: at its worst, and by halves of the run."""
    sizes = [one["worker"] for one in figures.timeline]
    middle = len(sizes) // 2
    halves = " then ".join(f"{max(half, default=0.0):.0f}" for half in (sizes[:middle], sizes[middle:]))
    return f"largest worker {figures.largest_worker:.0f} MB; by halves of the run at most {halves} MB"


def _pages(pages: Mapping[str, Mapping[str, float]]) -> list[str]:
    lines = [f"{'page':18}{'requests':>10}{'failed':>8}{'p50':>7}{'p95':>7}{'p99':>7}  ms"]
    for page, row in sorted(pages.items()):
        times = "".join(f"{row[name]:7.0f}" for name in ("p50", "p95", "p99"))
        lines.append(f"{page:18}{row['requests']:10}{row['failures']:8}{times}")
    return lines
