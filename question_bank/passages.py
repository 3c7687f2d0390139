"""Texts that several questions share, as school templates mark them."""

import re
from collections.abc import Sequence

from question_bank.marked import Line

OPEN = re.compile(r"^\s*\[<sg>\]\s*", re.IGNORECASE)
CLOSE = re.compile(r"\s*\[</sg>\]\s*$", re.IGNORECASE)
SPAN = re.compile(r"\(?(\d{1,4})\)?\s*[-–]\s*\(?(\d{1,4})\)?")
LONGEST_SPAN = 50


def taken_out(lines: Sequence[Line]) -> tuple[list[Line], dict[int, str]]:
    """Answer the lines without shared passages, and the passage of each question number."""
    rest: list[Line] = []
    passages: dict[int, str] = {}
    inside: list[str] | None = None
    for line in lines:
        if OPEN.match(line.text):
            inside = []
        if inside is None:
            rest.append(line)
            continue
        inside.append(CLOSE.sub("", OPEN.sub("", line.text)))
        if CLOSE.search(line.text):
            passages |= dict.fromkeys(_numbers(rest), "\n".join(inside).strip("\n"))
            inside = None
    return rest, passages


def _numbers(before: list[Line]) -> range:
    """Answer the questions that the line before the passage announces, and take that line away."""
    span = SPAN.search(before[-1].text) if before else None
    if span is None:
        return range(0)
    before.pop()
    first, last = int(span.group(1)), int(span.group(2))
    return range(first, min(last, first + LONGEST_SPAN) + 1)
