"""Second part of the script in a result pack: draws a sheet from its seed and marks the answers."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from quiz.actions.recount.reading import Line, microseconds

PLAIN = {"several": "all_or_nothing", "bonus": "ignore"}


@dataclass(frozen=True, slots=True)
class Marks:
    """What an attempt is worth under the newest key; score in thousandths."""

    questions: int
    answered: int
    correct: int
    score: int


@dataclass(frozen=True, slots=True)
class Attempt:
    """A line of the attempts with its marks; instants and duration in microseconds."""

    attempt: str
    participant: str
    round: str
    unit: str
    is_valid: bool
    started: int
    ended: int
    edited: int
    prediction: int | None
    marks: Marks

    @property
    def is_perfect(self) -> bool:
        """Is everything right?"""
        return self.marks.correct == self.marks.questions > 0


def attempt_of(line: Line, marks: Marks, unit: str) -> Attempt:
    """The attempt of a line, for the unit registered where the line names none."""
    ended = microseconds(line["submitted_at"])
    return Attempt(
        line["attempt"],
        line["participant"],
        line["round"],
        line["unit"] or unit,
        line["status"] == "valid",
        microseconds(line["started_at"]),
        ended,
        microseconds(line["last_edit_at"]) if line["last_edit_at"] else ended,
        int(line["prediction"]) if line["prediction"] else None,
        marks,
    )


class Deck:
    """A paper and its newest key, made ready once for all who drew from it."""

    def __init__(self, paper: Any) -> None:
        document, key = paper["document"], paper["keys"][-1]["document"]
        self.plan, self.questions = document["plan"], document["questions"]
        self.position = {one["id"]: number for number, one in enumerate(self.questions)}
        kinds = {one["id"]: one.get("kind") for one in self.questions}
        self.right = {name: _right(one["right"], kinds.get(name)) for name, one in key["solutions"].items()}


def marked(line: Line, deck: Deck, scoring: Any) -> Marks:
    """Mark the answers of a line."""
    drawn = sheet(deck, bytes.fromhex(line["seed"]))
    given = line["answers"].split(",") if line["answers"] else [""] * len(drawn)
    score, correct = 0.0, 0
    for name, mask in zip(drawn, given, strict=True):
        is_right = int(mask or 0) in deck.right[name]
        correct += is_right
        score += scoring["right"] if is_right else scoring["wrong" if mask else "blank"]
    return Marks(len(drawn), sum(map(bool, given)), correct, round(score * 1000))


def sheet(deck: Deck, seed: bytes) -> list[str]:
    """The names of the questions that a seed draws, in displayed order."""
    head = b"quiz-draw-1\0" + len(seed).to_bytes(2, "big") + seed

    def number(label: str, name: str) -> bytes:
        return hashlib.sha256(head + f"{label}\0{name}".encode()).digest()

    plan, pool = deck.plan, deck.questions
    if plan["draw"] != "fixed" or plan["strata"]:
        pool = sorted(pool, key=lambda one: number("draw", one["id"]))
    taken = pool[: plan["questions"]]
    if plan["draw"] == "stratified" or plan["strata"]:
        taken = []
        for stratum in plan["strata"]:
            asked = {name: said for name in ("topic", "difficulty") if (said := stratum.get(name))}
            fits = [one for one in pool if one not in taken and asked.items() <= one.items()]
            taken += fits[: stratum["count"]]
    ordered = sorted(taken, key=lambda one: deck.position[one["id"]])
    if plan["shuffle_questions"]:
        ordered = sorted(ordered, key=lambda one: number("order", one["id"]))
    return [one["id"] for one in ordered]


def leaf_of(line: Line) -> bytes:
    """What a seal holds of an attempt."""
    times = [
        str(microseconds(line[name])) if line[name] else ""
        for name in ("started_at", "last_edit_at", "submitted_at")
    ]
    parts = [line["attempt"], line["receipt_digest"], line["number"], line["seed"], *times]
    told = "\n".join([*parts, line["answers"], line["prediction"]])
    return hashlib.sha256(bytes.fromhex(line["nonce"]) + told.encode()).digest()


def root_of(leaves: Sequence[bytes]) -> str:
    """The root over leaves in their order."""
    level = list(leaves)
    while len(level) > 1:
        level += level[-1:] if len(level) % 2 else []
        level = [
            hashlib.sha256(one + other).digest() for one, other in zip(level[::2], level[1::2], strict=True)
        ]
    return level[0].hex() if level else ""


def _right(solution: list[int], kind: str | None) -> list[int]:
    """One of the right options where one is to be chosen, all of them and no other where several are."""
    right = [1 << choice for choice in solution]
    return [sum(right)] if kind == "multi" else right
