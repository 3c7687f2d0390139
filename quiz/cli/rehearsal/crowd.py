"""Plays the crowd of a rehearsal with Locust and reads what it measured."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import click

from quiz.cli.asked import tell
from quiz.cli.rehearsal.checks import ROOT
from quiz.cli.rehearsal.programs import Place, Program, last_line, running
from quiz.cli.rehearsal.sampling import Sampler
from quiz.rules.refusals.rehearsals import RunBroken
from quiz.rules.rehearsing import Load

# What a run lasts beyond the last arrival: a sheet or two, and the patience of a phone.
TAIL_SECONDS = 40
WAITING = "Đang chờ {count} máy phát tải… / Waiting for {count} workers…"
TOTAL, RECEIPT, HAND_IN = "Aggregated", "receipt", "hand in"


@dataclass(frozen=True, slots=True)
class Manner:
    """How the crowd is played: seconds over a sheet, most attempts a person, generators to wait for."""

    host: str
    contest: str
    think: float
    attempts_a_person: int
    generators: int = 0
    words: Sequence[str] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Watched:
    """Whose processor and memory are sampled beside the generator's, by the first process of each."""

    families: Mapping[str, int] = field(default_factory=dict)


def play(load: Load, manner: Manner, folder: Path, watched: Watched, label: str) -> dict[str, Any]:
    """Everything that one run measured, as a document; raises RunBroken when there was no run."""
    folder.mkdir(parents=True)
    log = folder / "locust.log"
    command = [sys.executable, "-m", "locust", "--config", "loadtests/locust.conf"]
    if manner.generators:
        tell([WAITING.format(count=manner.generators)])
    with running([*command, *words(load, manner, folder)], Place(ROOT, crowd_environment()), log) as locust:
        sampler = _watch(locust, load, watched, label)
    return {
        **asdict(load),
        "summary": measured(folder / "ledger" / "summary.json", log),
        "history": history(folder / "crowd_stats_history.csv"),
        "samples": {part: [asdict(one) for one in found] for part, found in sampler.samples.items()},
    }


def measured(summary: Path, log: Path) -> dict[str, Any]:
    """What the crowd left; raises RunBroken where there is nothing, or a generator did not play its part."""
    if not summary.exists():
        raise RunBroken(part="Locust", said=last_line(log))
    found: dict[str, Any] = json.loads(summary.read_text(encoding="utf-8"))
    if faults := found["generators"]:
        raise RunBroken(part="Locust", said=" ".join(faults))
    return found


def words(load: Load, manner: Manner, folder: Path) -> list[str]:
    """The words that start Locust for this run."""
    said = {
        "--host": manner.host,
        "--contest": manner.contest,
        "--shape": load.shape,
        "--participants": load.participants,
        "--attempts": load.attempts,
        "--minutes": load.minutes,
        "--think": manner.think,
        "--attempts-a-round": manner.attempts_a_person,
        "--rounds": 1,
        "--ledger": folder / "ledger",
        "--csv": folder / "crowd",
    }
    flat = [str(word) for pair in said.items() for word in pair]
    several = ["--master", "--expect-workers", str(manner.generators)] if manner.generators else []
    return [*flat, "--csv-full-history", *several, *manner.words]


def history(file: Path) -> list[dict[str, float]]:
    """Second by second: people, requests and failures so far, answer times of the last ten seconds."""
    moments: dict[int, dict[str, float]] = {}
    with file.open(newline="", encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            at = moments.setdefault(int(row["Timestamp"]), {"at": float(row["Timestamp"])})
            if row["Name"] == TOTAL:
                at |= _whole(row)
            elif row["Name"] == RECEIPT:
                at["receipts"] = float(row["Total Request Count"])
            elif row["Name"] == HAND_IN:
                at["hand_in_p99"] = _number(row["99%"])
    return [one for _, one in sorted(moments.items()) if "requests" in one]


def _whole(row: dict[str, str]) -> dict[str, float]:
    found = {
        "people": float(row["User Count"]),
        "requests": float(row["Total Request Count"]),
        "failures": float(row["Total Failure Count"]),
    }
    return found | {
        name: _number(row[cell]) for name, cell in (("p50", "50%"), ("p95", "95%"), ("p99", "99%"))
    }


def _number(cell: str) -> float:
    return float(cell) if cell not in ("", "N/A") else 0.0


def crowd_environment() -> dict[str, str]:
    """The environment of the crowd's programs: settings of the real site are no business of theirs."""
    hidden = ("QUIZ_", "LOCUST_")
    return {name: value for name, value in os.environ.items() if not name.startswith(hidden)}


def _watch(locust: Program, load: Load, watched: Watched, label: str) -> Sampler:
    sampler = Sampler({**watched.families, "generator": locust.pid})
    seconds = int(load.minutes * 60 + TAIL_SECONDS)
    with click.progressbar(length=seconds, label=label, file=sys.stderr) as bar:
        while locust.poll() is None:
            sampler.look()
            bar.update(1)
            try:
                locust.wait(1)
            except subprocess.TimeoutExpired:
                continue
    return sampler
