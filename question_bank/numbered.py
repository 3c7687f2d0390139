"""Options that bear numbers instead of letters, as in the questions for driving licences."""

from question_bank.checks import LETTERS
from question_bank.lettered import Asked
from question_bank.marked import Line, Mark
from question_bank.wording import WEAK_START, number_of


def take_options(asked: Asked, *, keyed: bool) -> None:
    """Make the numbered list at the end of a question its options, where a key or a mark tells that it is."""
    if asked.options or not asked.listed:
        return
    starts = [WEAK_START.match(line.text) for line in asked.lines]
    numbers = [number_of(found) if found else 0 for found in starts]
    first = numbers.index(1) if 1 in numbers else 0
    listed = asked.lines[first:]
    if first == 0 or len(listed) < 2 or numbers[first:] != list(range(1, len(listed) + 1)):
        return
    standing_out = sum(any(line.share(mark) >= 0.5 for mark in Mark) for line in listed)
    if (keyed or standing_out == 1) and len(listed) <= len(LETTERS):
        asked.lines = asked.lines[:first]
        asked.options = [
            (letter, _relabelled(letter, line)) for letter, line in zip(LETTERS, listed, strict=False)
        ]


def _relabelled(letter: str, line: Line) -> Line:
    found = WEAK_START.match(line.text)
    rest = line.cut(found.end() if found else 0)
    first = line.marks[:1] or b"\0"
    return Line(f"{letter}. {rest.text}", line.where, first * 2 + b"\0" + rest.marks)
