"""Answers of a sheet: one option bitmask a position, its text column and the displayed form values."""

from collections.abc import Mapping, Sequence

from quiz.rules.drawing import Sheet, SheetLine
from quiz.rules.paper import Kind
from quiz.rules.refusals.contest import AnswersMalformed

Answers = tuple[int, ...]  # bit n = canonical choice n of the question at this position; 0 = not answered


def empty(sheet: Sheet) -> Answers:
    """Return the answers of an untouched sheet."""
    return (0,) * len(sheet)


def encode(answers: Answers) -> str:
    """Return the column's text, such as "1,4,,3"."""
    return ",".join(str(mask) if mask else "" for mask in answers)


def decode(column: str, sheet: Sheet) -> Answers:
    """Read the column's text; an empty text is an untouched sheet; refuses what does not fit the sheet."""
    if not column:
        return empty(sheet)
    parts = column.split(",")
    if len(parts) != len(sheet):
        raise AnswersMalformed(where=f"{len(parts)} ≠ {len(sheet)}")
    return tuple(
        _mask(part, line, position) for position, (part, line) in enumerate(zip(parts, sheet, strict=True), 1)
    )


def shown_to_answers(sheet: Sheet, shown: Mapping[int, Sequence[int]]) -> Answers:
    """Map displayed positions (both from 1) to answers; refuses positions that the sheet does not have."""
    for position in shown:
        if not 1 <= position <= len(sheet):
            raise AnswersMalformed(where=f"q{position}")
    return tuple(
        _from_shown(line, shown.get(position, ()), position) for position, line in enumerate(sheet, 1)
    )


def answers_to_shown(sheet: Sheet, answers: Answers) -> dict[int, tuple[int, ...]]:
    """Map answers back to the displayed positions (from 1) of the answered questions."""
    return {
        position: tuple(place for place, choice in enumerate(line.choices, 1) if mask >> choice & 1)
        for position, (line, mask) in enumerate(zip(sheet, answers, strict=True), 1)
        if mask
    }


def is_blank(column: str) -> bool:
    """Does the column's text hold no answer at all?"""
    return not column.strip(",")


def answered(answers: Answers) -> int:
    """Count the answered questions."""
    return sum(1 for mask in answers if mask)


def _from_shown(line: SheetLine, places: Sequence[int], position: int) -> int:
    mask = 0
    for place in places:
        if not 1 <= place <= len(line.choices):
            raise AnswersMalformed(where=f"q{position}={place}")
        mask |= 1 << line.choices[place - 1]
    if line.kind is not Kind.MULTI and mask.bit_count() > 1:
        raise AnswersMalformed(where=f"q{position}")
    return mask


def _mask(part: str, line: SheetLine, position: int) -> int:
    if not part:
        return 0
    if not part.isascii() or not part.isdigit() or int(part) >> len(line.choices):
        raise AnswersMalformed(where=f"q{position}")
    return int(part)
