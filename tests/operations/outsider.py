"""Recounts a result pack as an outsider would: by `docs/result-pack.md` and `docs/draw.md`, in plain Python.

It knows the rulebook of the tests only: best attempt; score, then prediction, then duration, then hand-in,
the last two to the second; the number of participants is guessed; collectives by participants of the branch.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Played:
    """One attempt with the score that it is worth."""

    participant: str
    attempt: str
    unit: str
    score: int
    prediction: int
    duration_us: int
    submitted: datetime

    @property
    def preference(self) -> tuple[int, int, int]:
        return -self.score, self.duration_us // 10**6, int(self.submitted.timestamp())


def ranking(folder: Path) -> list[tuple[int, str, str, float, int]]:
    """Place, participant, attempt, score and distance of the prediction."""
    best: dict[str, Played] = {}
    for one in _played(folder):
        mine = best.get(one.participant)
        if mine is None or one.preference < mine.preference:
            best[one.participant] = one
    truth = len(best)
    keys = {
        one.participant: (-one.score, abs(one.prediction - truth), *one.preference[1:])
        for one in best.values()
    }
    ordered = sorted(best.values(), key=lambda one: (keys[one.participant], one.participant))
    places = {key: place for place, key in reversed(list(enumerate(sorted(keys.values()), 1)))}
    return [
        (
            places[keys[one.participant]],
            one.participant,
            one.attempt,
            float(one.score),
            abs(one.prediction - truth),
        )
        for one in ordered
    ]


def collectives(folder: Path) -> dict[str, int]:
    """How many people of every unit, or of any below it, took part, in the tree as it stood at the close."""
    closes = _time(json.loads((folder / "rounds.json").read_text())[0]["closes_at"])
    above: dict[str, str] = {}
    became: dict[str, str] = {}
    for line in _lines(folder, "units.csv"):
        if line["unit"] not in above or _before(line["valid_from"], closes):
            above[line["unit"]] = line["parent"]
        if line["successor"] and ";" not in line["successor"] and _before(line["valid_to"], closes):
            became[line["unit"]] = line["successor"]
    people: dict[str, set[str]] = defaultdict(set)
    for one in _played(folder):
        unit = one.unit
        while unit:
            if unit in became:
                unit = became[unit]
                continue
            people[unit].add(one.participant)
            unit = above[unit]
    return {unit: len(people[unit]) for unit in above if unit not in became}


def _before(cell: str, instant: datetime) -> bool:
    return bool(cell) and _time(cell) < instant


def _played(folder: Path) -> list[Played]:
    """Every attempt that counts."""
    pack: Any = json.loads((folder / "papers" / "tuan-1.1.json").read_text())
    return [
        Played(
            line["participant"],
            line["attempt"],
            line["unit"],
            _score(line, pack["document"], pack["keys"][-1]["document"]["solutions"]),
            int(line["prediction"]),
            round(1e6 * (_time(line["submitted_at"]) - _time(line["started_at"])).total_seconds()),
            _time(line["submitted_at"]),
        )
        for line in _lines(folder, "attempts.csv")
        if line["status"] == "valid"
    ]


def _score(line: dict[str, str], paper: Any, solutions: Any) -> int:
    seed = bytes.fromhex(line["seed"])

    def number(label: str, name: str) -> bytes:
        told = b"quiz-draw-1\0" + len(seed).to_bytes(2, "big") + seed + f"{label}\0{name}".encode()
        return hashlib.sha256(told).digest()

    pool = sorted((one["id"] for one in paper["questions"]), key=lambda name: number("draw", name))
    drawn = sorted(pool[: paper["plan"]["questions"]], key=lambda name: number("order", name))
    masks = line["answers"].split(",") if line["answers"] else [""] * len(drawn)
    right = {name: [1 << choice for choice in solutions[name]["right"]] for name in drawn}
    return sum(bool(mask) and int(mask) in right[name] for name, mask in zip(drawn, masks, strict=True))


def _lines(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(newline="", encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def _time(cell: str) -> datetime:
    return datetime.fromisoformat(cell)
