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
_Rank = Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True)
class Drawer:
    """Draws sheets from one paper; what does not depend on the seed is made once."""

    paper: Paper
    lines: tuple[SheetLine, ...]  # of the pool, choices as in the paper
    draws: tuple[bytes, ...]
    orders: tuple[bytes, ...]
    choices: tuple[tuple[bytes, ...], ...]  # empty where the order stays
    fitting: tuple[frozenset[int], ...]  # which questions fit each stratum

    @classmethod
    def of(cls, paper: Paper) -> "Drawer":
        """Prepare a paper; ValueError when it asks for an unknown draw version."""
        plan, pool = paper.plan, paper.questions
        if plan.version != DRAW_VERSION:
            raise ValueError(f"draw version {plan.version} is unknown")
        return cls(
            paper,
            lines=tuple(SheetLine(n, tuple(range(len(one.choices))), one.kind) for n, one in enumerate(pool)),
            draws=tuple(_name("draw", one.id) for one in pool),
            orders=tuple(_name("order", one.id) for one in pool),
            choices=tuple(_choice_names(one) if plan.shuffle_choices else () for one in pool),
            fitting=tuple(
                frozenset(n for n, one in enumerate(pool) if _fits(one, stratum)) for stratum in plan.strata
            ),
        )

    def sheet(self, seed: bytes) -> Sheet:
        """Return the sheet that this seed draws."""
        rank = _ranking(seed)
        return tuple([self._shuffled(number, rank) for number in self._numbers(rank)])

    def unshuffled(self, seed: bytes) -> Sheet:
        """Return the same questions in the same order, choices as in the paper: all that marking needs."""
        return tuple([self.lines[number] for number in self._numbers(_ranking(seed))])

    def _numbers(self, rank: _Rank) -> list[int]:
        chosen = self._chosen(rank)
        if not self.paper.plan.shuffle_questions:
            return sorted(chosen)
        return sorted(chosen, key=lambda number: rank(self.orders[number]))

    def _chosen(self, rank: _Rank) -> list[int]:
        plan = self.paper.plan
        if plan.draw is Draw.FIXED:
            return list(range(len(self.lines)))[: plan.questions]
        pool = sorted(range(len(self.lines)), key=[rank(name) for name in self.draws].__getitem__)
        return pool[: plan.questions] if plan.draw is Draw.RANDOM else self._stratified(pool)

    def _stratified(self, pool: list[int]) -> list[int]:
        taken: list[int] = []
        for stratum, fits in zip(self.paper.plan.strata, self.fitting, strict=True):
            free = [number for number in pool if number in fits and number not in taken]
            taken += free[: stratum.count]
        return taken

    def _shuffled(self, number: int, rank: _Rank) -> SheetLine:
        line, names = self.lines[number], self.choices[number]
        if not names:
            return line
        ranked = [rank(name) for name in names]
        return SheetLine(number, tuple(sorted(line.choices, key=ranked.__getitem__)), line.kind)


def sheet(paper: Paper, seed: bytes) -> Sheet:
    """Return the sheet that this seed draws; ValueError when the paper asks for an unknown draw version."""
    return Drawer.of(paper).sheet(seed)


def shortage(paper: Paper) -> str | None:
    """Name what the pool lacks for its plan, None when every sheet can be drawn."""
    if paper.plan.draw is Draw.STRATIFIED:
        return next((_lack(paper, one) for one in paper.plan.strata if _lack(paper, one)), None)
    missing = paper.plan.questions - len(paper.questions)
    return f"{missing}" if missing > 0 else None


def _ranking(seed: bytes) -> _Rank:
    copy = hashlib.sha256(b"quiz-draw-1\0" + len(seed).to_bytes(2, "big") + seed).copy

    def rank(name: bytes) -> bytes:
        ranked = copy()
        ranked.update(name)
        return ranked.digest()

    return rank


def _name(label: str, name: str) -> bytes:
    return f"{label}\0{name}".encode()


def _choice_names(question: Question) -> tuple[bytes, ...]:
    if question.keep_order:
        return ()
    return tuple(_name("choice", f"{question.id}\0{choice}") for choice in range(len(question.choices)))


def _fits(question: Question, stratum: Stratum) -> bool:
    return stratum.topic in ("", question.topic) and stratum.difficulty in ("", question.difficulty)


def _lack(paper: Paper, stratum: Stratum) -> str | None:
    missing = stratum.count - sum(_fits(one, stratum) for one in paper.questions)
    return f"{missing} {stratum.topic} {stratum.difficulty}".strip() if missing > 0 else None
