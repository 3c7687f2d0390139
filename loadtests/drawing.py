"""Recounts which sheet a seed gives, from `docs/draw.md` and a paper of the result pack alone."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

Question = dict[str, Any]
# A drawn question: for each displayed place the number of the choice in the paper.
Places = Sequence[int]


def canonical(paper: Any, seed: bytes, masks: Sequence[int]) -> str:
    """Displayed answers as the pack spells them: by position the bit mask of the paper's own choices."""
    sheet = [places for _, places in drawn(paper, seed)]
    told = [
        str(sum(1 << places[place] for place in range(len(places)) if mask >> place & 1) or "")
        for places, mask in zip(sheet, masks, strict=True)
    ]
    return ",".join(told)


def drawn(paper: Any, seed: bytes) -> list[tuple[str, Places]]:
    """For every question of the sheet, in displayed order, its name and its choices in displayed order."""
    plan, number = paper["plan"], _ranking(seed)
    chosen = _chosen(paper["questions"], plan, number)
    chosen = sorted(chosen, key=paper["questions"].index)
    if plan["shuffle_questions"]:
        chosen = sorted(chosen, key=lambda one: number("order", one["id"]))
    return [(one["id"], _places(one, plan, number)) for one in chosen]


def _chosen(questions: list[Question], plan: Any, number: Callable[[str, str], bytes]) -> list[Question]:
    if plan["draw"] == "fixed":
        return questions[: plan["questions"]]
    pool = sorted(questions, key=lambda one: number("draw", one["id"]))
    if plan["draw"] == "random":
        return pool[: plan["questions"]]
    taken: list[Question] = []
    for stratum in plan["strata"]:
        fitting = [one for one in pool if one not in taken and _fits(one, stratum)]
        taken += fitting[: stratum["count"]]
    return taken


def _fits(question: Question, stratum: Any) -> bool:
    return all(stratum.get(name) in ("", None, question.get(name)) for name in ("topic", "difficulty"))


def _places(question: Question, plan: Any, number: Callable[[str, str], bytes]) -> Places:
    count = range(len(question["choices"]))
    if not plan["shuffle_choices"] or question.get("keep_order"):
        return count
    return sorted(count, key=lambda choice: number("choice", f"{question['id']}\0{choice}"))


def _ranking(seed: bytes) -> Callable[[str, str], bytes]:
    head = b"quiz-draw-1\0" + len(seed).to_bytes(2, "big") + seed

    def number(label: str, name: str) -> bytes:
        return hashlib.sha256(head + f"{label}\0{name}".encode()).digest()

    return number
