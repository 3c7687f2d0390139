"""The server's side of a comparison: attempts, rounds and papers of a result pack (`docs/result-pack.md`)."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

# `at_close` of a rulebook in which whoever has begun keeps the whole limit.
TO_THE_END = "finish"


@dataclass(frozen=True, slots=True)
class Row:
    """A finished attempt as the server has it; instants are seconds since 1970."""

    attempt: str
    participant: str
    round: str
    number: int
    paper: str
    seed: bytes
    started: float
    deadline: float
    submitted: float
    late: bool
    answers: str
    prediction: int | None
    score: float | None
    valid: bool
    receipt_digest: str


@dataclass(frozen=True, slots=True)
class Window:
    """When a round took starts; `closes` is the earlier of the announced and the real end.

    `beyond` is how many seconds the rulebook lets an attempt go on after it.
    """

    opens: float
    closes: float
    beyond: float = 0.0

    @property
    def ends(self) -> float:
        """The last instant at which an attempt may end."""
        return self.closes + self.beyond


@dataclass(frozen=True, slots=True)
class Standing:
    """A line of a round's result."""

    place: int
    participant: str
    attempt: str
    score: float


@dataclass(frozen=True, slots=True)
class Pack:
    """What the server exported."""

    rows: tuple[Row, ...]
    windows: Mapping[str, Window]
    papers: Mapping[str, Any]
    keys: Mapping[str, Any] = field(default_factory=dict)
    rulebooks: Mapping[str, Any] = field(default_factory=dict)
    standings: Mapping[str, tuple[Standing, ...]] = field(default_factory=dict)
    states: Mapping[str, str] = field(default_factory=dict)


def read(folder: Path) -> Pack:
    """The pack in this folder."""
    rounds = json.loads((folder / "rounds.json").read_text(encoding="utf-8"))
    with (folder / "attempts.csv").open(newline="", encoding="utf-8") as stream:
        rows = tuple(_row(line) for line in csv.DictReader(stream))
    papers = {path.stem: _json(path) for path in sorted((folder / "papers").glob("*.json"))}
    results = {path.stem: path for path in sorted((folder / "results" / "rounds").glob("*.csv"))}
    return Pack(
        rows,
        {one["slug"]: _window(folder, one) for one in rounds},
        {name: one["document"] for name, one in papers.items()},
        {name: one["keys"][-1]["document"]["solutions"] for name, one in papers.items()},
        {slug: _rulebook(folder, path) for slug, path in results.items()},
        {slug: _standings(path) for slug, path in results.items()},
        {one["slug"]: one["state"] for one in rounds},
    )


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _rulebook(folder: Path, result: Path) -> Any:
    """The rulebook that judged a result."""
    number = _json(result.with_suffix(".json"))["rulebook"]
    return _json(folder / "rulebooks" / f"{number}.json")["document"]


def _standings(path: Path) -> tuple[Standing, ...]:
    with path.open(newline="", encoding="utf-8") as stream:
        return tuple(
            Standing(int(line["place"]), line["participant"], line["attempt"], float(line["score"]))
            for line in csv.DictReader(stream)
        )


def _window(folder: Path, one: Mapping[str, Any]) -> Window:
    ends = [_seconds(one[name]) for name in ("closes_at", "closed_at") if one[name]]
    rules = _json(folder / "rulebooks" / f"{one['rulebook']}.json")["document"]
    return Window(_seconds(one["opens_at"]), min(ends), _beyond(rules, one["slug"]))


def _beyond(rules: Mapping[str, Any], slug: str) -> float:
    """Extensions, and the whole limit where attempts are played to their end; the longest of any block."""
    layers = [rules, *(one for one in rules["rounds"] if one["slug"] == slug), *rules["blocks"]]
    times = [one["time"] for one in layers if one["time"]]
    limits = [one["limit"] or 0 for one in times if one["at_close"] == TO_THE_END]
    given = sum(one["extra"] for one in rules["extensions"] if one["round"] == slug)
    return float(max(limits, default=0) + given)


def _row(line: Mapping[str, str]) -> Row:
    return Row(
        attempt=line["attempt"],
        participant=line["participant"],
        round=line["round"],
        number=int(line["number"]),
        paper=".".join(filter(None, (line["round"], line["block"], line["paper"]))),
        seed=bytes.fromhex(line["seed"]),
        started=_seconds(line["started_at"]),
        deadline=_seconds(line["deadline_at"]),
        submitted=_seconds(line["submitted_at"]),
        late=line["late"] in ("1", "True"),
        answers=line["answers"],
        prediction=int(line["prediction"]) if line["prediction"] else None,
        score=float(line["score"]) if line["score"] else None,
        valid=line["status"] == "valid",
        receipt_digest=line["receipt_digest"],
    )


def _seconds(cell: str) -> float:
    return datetime.fromisoformat(cell).timestamp()
