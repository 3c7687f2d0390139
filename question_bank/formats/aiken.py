"""Reads Aiken, and the looser ways in which people type it."""

import re

from question_bank import answering, passages
from question_bank.codes import Code
from question_bank.decoding import decode
from question_bank.faults import FaultError
from question_bank.intake import Intake
from question_bank.lettered import Splitter
from question_bank.marked import Line
from question_bank.places import Place
from question_bank.source import Source
from question_bank.texts import has_dangerous, tidy

MAX_LINES = 300_000
LOWER = re.compile(r"^[a-z][.)]\s", re.MULTILINE)


def read(source: Source, intake: Intake) -> None:
    """Read every question."""
    text = decode(source.content)[0].replace("\r\n", "\n").replace("\r", "\n")
    if text.count("\n") > MAX_LINES:
        raise FaultError(Code.TOO_MANY, limit=MAX_LINES)
    if LOWER.search(text):
        intake.warn(Place(), Code.LOWER_CASE_LETTER)
    if has_dangerous(text):
        intake.warn(Place(), Code.CONTROL_CHARACTERS)
    lines, shared = passages.taken_out(_lines(text))
    found = Splitter(lines).run()
    for asked in found.asked:
        asked.passage = shared.get(asked.number, "")
        if len(asked.lines) > 1:
            intake.warn(asked.lines[0].where, Code.WRAPPED_LINE)
    answering.take(found, " ", intake)


def _lines(text: str) -> list[Line]:
    lines = []
    after_blank = False
    for number, written in enumerate(text.split("\n"), 1):
        shown = tidy(written)
        if shown:
            lines.append(Line(shown, Place(line=number), after_blank=after_blank))
        after_blank = not shown
    return lines
