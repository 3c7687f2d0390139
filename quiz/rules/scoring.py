"""Marks of one sheet under one key."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from quiz.rules.answers import Answers
from quiz.rules.clauses import ScoringRule, Several
from quiz.rules.drawing import Sheet, SheetLine
from quiz.rules.paper import AnswerKey, Kind

STEP = Decimal("0.001")
NOTHING, ALL = Decimal(0), Decimal(1)


@dataclass(frozen=True, slots=True)
class Mark:
    """What a sheet is worth; the score is a multiple of 0.001, without bonus."""

    score: float
    correct: int
    answered: int
    questions: int

    @property
    def complete(self) -> bool:
        """Is every question answered?"""
        return self.answered == self.questions

    @property
    def perfect(self) -> bool:
        """Is every question right?"""
        return self.correct == self.questions


class Marker:
    """Marks sheets under one key and rule; the same answer to the same question is weighed once."""

    def __init__(self, key: AnswerKey, scoring: ScoringRule) -> None:
        self._key, self._scoring = key, scoring
        self._weighed: dict[tuple[int, int], tuple[Decimal, bool]] = {}

    def mark(self, answers: Answers, sheet: Sheet) -> Mark:
        """Mark the answers of a sheet; ValueError when they are not of this sheet's length."""
        weighed = [self._weigh(mask, line) for mask, line in zip(answers, sheet, strict=True)]
        points = sum([worth for worth, _ in weighed], NOTHING)
        return Mark(
            score=float(points.quantize(STEP, ROUND_HALF_UP)),
            correct=sum([right for _, right in weighed]),
            answered=len(answers) - answers.count(0),
            questions=len(sheet),
        )

    def _weigh(self, mask: int, line: SheetLine) -> tuple[Decimal, bool]:
        known = self._weighed.get((line.question, mask))
        if known is None:
            part = share(mask, line, self._key, self._scoring.several)
            known = self._weighed[line.question, mask] = _points(part, self._scoring), part == ALL
        return known


def mark(answers: Answers, sheet: Sheet, key: AnswerKey, scoring: ScoringRule) -> Mark:
    """Mark the answers of one sheet; ValueError when they are not of this sheet's length."""
    return Marker(key, scoring).mark(answers, sheet)


def share(mask: int, line: SheetLine, key: AnswerKey, several: Several) -> Decimal | None:
    """Return which share of a question is right, from 0 to 1, None when it is not answered."""
    if not mask:
        return None
    right = sum(1 << choice for choice in key.solutions[line.question].right)
    if line.kind is not Kind.MULTI:
        return ALL if mask & right and mask.bit_count() == 1 else NOTHING
    hits, misses, wanted = (mask & right).bit_count(), (mask & ~right).bit_count(), right.bit_count()
    if hits == wanted and not misses:
        return ALL
    if several is Several.ALL_OR_NOTHING or (several is Several.PROPORTIONAL and misses):
        return NOTHING
    return Decimal(max(hits - misses, 0)) / wanted


def _points(one: Decimal | None, scoring: ScoringRule) -> Decimal:
    if one is None:
        return scoring.blank
    return scoring.right * one if one else scoring.wrong
