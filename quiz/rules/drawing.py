"""The sheet of one attempt: a pure function of paper and seed, specified in docs/draw.md."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from quiz.rules.clauses import Draw, Stratum
from quiz.rules.paper import DRAW_VERSION, Kind, Paper, Question


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One position of a sheet: which question of the pool, its canonical choices (from 0) as displayed."""

    question: int
    choices: tuple[int, ...]
    kind: Kind = Kind.SINGLE


Sheet = tuple[SheetLine, ...]
_Rank = Callable[[str, str], bytes]


def sheet(paper: Paper, seed: bytes) -> Sheet:
    """Return the sheet that this seed draws; ValueError when the paper asks for an unknown draw version."""
    if paper.plan.version != DRAW_VERSION:
        raise ValueError(f"draw version {paper.plan.version} is unknown")
    rank = _ranking(seed)
    return tuple(_line(paper, number, rank) for number in _numbers(paper, rank))


def shortage(paper: Paper) -> str | None:
    """Name what the pool lacks for its plan, None when every sheet can be drawn."""
    if paper.plan.draw is Draw.STRATIFIED:
        return next((_lack(paper, one) for one in paper.plan.strata if _lack(paper, one)), None)
    missing = paper.plan.questions - len(paper.questions)
    return f"{missing}" if missing > 0 else None


def _ranking(seed: bytes) -> _Rank:
    prefix = hashlib.sha256(b"quiz-draw-1\0" + len(seed).to_bytes(2, "big") + seed)

    def rank(label: str, name: str) -> bytes:
        ranked = prefix.copy()
        ranked.update(f"{label}\0{name}".encode())
        return ranked.digest()

    return rank


def _numbers(paper: Paper, rank: _Rank) -> list[int]:
    chosen = _chosen(paper, rank)
    if not paper.plan.shuffle_questions:
        return sorted(chosen)
    return sorted(chosen, key=lambda number: rank("order", paper.questions[number].id))


def _chosen(paper: Paper, rank: _Rank) -> list[int]:
    pool = list(range(len(paper.questions)))
    if paper.plan.draw is Draw.FIXED:
        return pool[: paper.plan.questions]
    pool.sort(key=lambda number: rank("draw", paper.questions[number].id))
    if paper.plan.draw is Draw.RANDOM:
        return pool[: paper.plan.questions]
    return _stratified(paper, pool)


def _stratified(paper: Paper, pool: list[int]) -> list[int]:
    taken: list[int] = []
    for stratum in paper.plan.strata:
        free = [number for number in pool if number not in taken and _fits(paper.questions[number], stratum)]
        taken += free[: stratum.count]
    return taken


def _fits(question: Question, stratum: Stratum) -> bool:
    return stratum.topic in ("", question.topic) and stratum.difficulty in ("", question.difficulty)


def _lack(paper: Paper, stratum: Stratum) -> str | None:
    missing = stratum.count - sum(_fits(one, stratum) for one in paper.questions)
    return f"{missing} {stratum.topic} {stratum.difficulty}".strip() if missing > 0 else None


def _line(paper: Paper, number: int, rank: _Rank) -> SheetLine:
    question = paper.questions[number]
    choices = list(range(len(question.choices)))
    if paper.plan.shuffle_choices and not question.keep_order:
        choices.sort(key=lambda choice: rank("choice", f"{question.id}\0{choice}"))
    return SheetLine(number, tuple(choices), question.kind)
