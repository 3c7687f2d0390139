"""A ledger and a pack of one acknowledged attempt, made for comparing, and ways to spoil either."""

from __future__ import annotations

import csv
import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from loadtests.drawing import canonical, drawn
from loadtests.pack import Pack, Row, Window

BEGINS = 1_000.0
SEED = b"\x01" * 16
MASKS = [1, 2, 0]
RECEIPT = "ABCD1234EFGH"
PAPER: dict[str, Any] = {
    "plan": {
        "draw": "random",
        "questions": 3,
        "strata": [],
        "shuffle_questions": True,
        "shuffle_choices": True,
        "version": 1,
    },
    "questions": [{"id": f"q{n}", "choices": [{}] * 4, "keep_order": False} for n in range(30)],
}
ANSWERS = canonical(PAPER, SEED, MASKS)
RULEBOOK: dict[str, Any] = {
    "blocks": [],
    "scoring": {"right": 1, "wrong": 0, "blank": 0, "several": "all_or_nothing", "bonus": "ignore"},
    "counting": {"which": "best", "by": ["score", "duration", "submitted"]},
    "ranking": {"chain": ["score", "prediction", "duration", "submitted"], "precision": "second"},
    "qualification": {"minimum_score": None, "perfect": False},
    "prediction": {"quantity": "all_correct_people"},
}

Lines = list[dict[str, Any]]


def lines() -> Lines:
    """What one person was told: started, saved, handed in, receipt."""
    me = {"person": "a-0", "attempt": "one"}
    given = {"answers": MASKS, "prediction": 7}
    told: Lines = [{"at": BEGINS, "event": "begin"}]
    told += _both(1, {"act": "start", "round": "week-1"} | me)
    told += _both(2, {"act": "save", "revision": 10_001} | given | me)
    told += _both(3, {"act": "hand_in", "key": "k", "receipt": RECEIPT} | given | me)
    told.append({"at": BEGINS + 4, "event": "ack", "act": "receipt", "number": 1, "score": 2.0} | me)
    return told


def row(**other: Any) -> Row:
    """The same attempt as the server has it."""
    made = Row(
        attempt="one",
        participant="P1",
        round="week-1",
        number=1,
        paper="week-1.1",
        seed=SEED,
        started=BEGINS + 1,
        deadline=BEGINS + 600,
        submitted=BEGINS + 3,
        late=False,
        answers=ANSWERS,
        prediction=7,
        score=2.0,
        valid=True,
        receipt_digest=hashlib.sha256(RECEIPT.encode()).hexdigest(),
    )
    return replace(made, **other)


def pack(*rows: Row, closes: float = BEGINS + 1_000) -> Pack:
    """A pack with these attempts."""
    return Pack(rows, {"week-1": Window(BEGINS - 1_000, closes)}, {"week-1.1": PAPER})


def write(folder: Path, told: Lines) -> Path:
    """The ledger as a generator leaves it."""
    folder.mkdir()
    (folder / "0.jsonl").write_text("".join(json.dumps(line) + "\n" for line in told))
    return folder


def export(folder: Path, answers: str) -> Path:
    """The pack as the server writes it, with these answers in its only attempt."""
    (folder / "papers").mkdir(parents=True)
    window = {"slug": "week-1", "opens_at": _at(0), "closes_at": _at(2_000), "closed_at": "", "rulebook": 1}
    window |= {"state": "closed"}
    rules = {"time": {"at_close": "cut", "limit": 600}, "rounds": [], "blocks": [], "extensions": []}
    (folder / "rulebooks").mkdir()
    (folder / "rulebooks" / "1.json").write_text(json.dumps({"document": rules}))
    (folder / "rounds.json").write_text(json.dumps([window]))
    paper = {"document": PAPER, "keys": [{"document": {"solutions": {}}}]}
    (folder / "papers" / "week-1.1.json").write_text(json.dumps(paper))
    told = {
        name: getattr(row(), name) for name in ("attempt", "participant", "round", "number", "receipt_digest")
    }
    told |= {"block": "", "paper": "1", "seed": SEED.hex(), "answers": answers, "prediction": 7, "score": 2.0}
    told |= {"started_at": _at(BEGINS + 1), "deadline_at": _at(BEGINS + 600), "submitted_at": _at(BEGINS + 3)}
    told |= {"late": 0, "status": "valid"}
    with (folder / "attempts.csv").open("w", newline="") as stream:
        table = csv.DictWriter(stream, list(told))
        table.writeheader()
        table.writerow(told)
    return folder


def publish(folder: Path, place: int) -> Path:
    """The same pack with a final result, in which this is the place of the only attempt; it has two right."""
    names = [name for name, _ in drawn(PAPER, SEED)]
    masks = zip(names, ANSWERS.split(","), strict=True)
    right = {name: {"right": [int(mask).bit_length() - 1 if mask else 0]} for name, mask in masks}
    paper = {"document": PAPER, "keys": [{"document": {"solutions": right}}]}
    (folder / "papers" / "week-1.1.json").write_text(json.dumps(paper))
    for file, more in (("rulebooks/1.json", RULEBOOK), ("rounds.json", {"state": "final"})):
        told = json.loads((folder / file).read_text())
        (told[0] if file == "rounds.json" else told["document"]).update(more)
        (folder / file).write_text(json.dumps(told))
    results = folder / "results" / "rounds"
    results.mkdir(parents=True)
    (results / "week-1.json").write_text(json.dumps({"rulebook": 1}))
    (results / "week-1.csv").write_text(f"place,participant,attempt,score\n{place},P1,one,2.0\n")
    return folder


def _at(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat()


def _both(after: float, told: dict[str, Any]) -> Lines:
    return [
        {"at": BEGINS + after + part / 10, "event": event} | told
        for part, event in enumerate(("intent", "ack"))
    ]
