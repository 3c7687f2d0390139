"""Reads CSV and TSV: any delimiter, quotes that were never closed, rows with too many cells."""

import csv
import re
from collections.abc import Iterator
from itertools import islice

from question_bank import columns, rows
from question_bank.codes import Code
from question_bank.decoding import decode
from question_bank.faults import FaultError
from question_bank.intake import MAX_ITEMS, Intake
from question_bank.places import Place
from question_bank.reports import Layout, Meaning
from question_bank.rows import Row
from question_bank.source import Source
from question_bank.texts import has_dangerous, tidy

DELIMITERS = ",;\t|"
LONGEST_RECORD = 200
LONGEST_LINE = 50_000
MAX_CELLS = 300
FORMULA = re.compile(r"'+[=+\-@\t\r]")
OLDER = ("cp1258", "cp1252")


def read(source: Source, intake: Intake) -> None:
    """Read the questions of a text table."""
    text, encoding = decode(source.content)
    if encoding in OLDER:
        intake.warn(Place(), Code.ENCODING, name=encoding)
    whole = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    # a longer line holds no question that could be taken in; its rest would only cost time
    lines = [line[:LONGEST_LINE] for line in whole]
    delimiter, layout = _table(lines, source, intake)
    intake.layouts.append(layout)
    needed = max(number for number, meaning in enumerate(layout.meanings) if meaning in _needed(layout)) + 1
    for row, closed in _records(lines, delimiter):
        if row.where.line > layout.header_row:
            _take(row, layout, needed, intake) if closed else intake.error(row.where, Code.OPEN_QUOTE)


def _take(row: Row, layout: Layout, needed: int, intake: Intake) -> None:
    filled = len(row.cells)
    while filled and not row.cells[filled - 1]:
        filled -= 1
    broken = filled > len(layout.meanings) or len(row.cells) < needed
    if broken and not rows.is_blank(row, layout):
        intake.error(row.where, Code.BROKEN_ROW, got=len(row.cells), wanted=len(layout.meanings))
        return
    rows.take(row, layout, intake)


def _needed(layout: Layout) -> set[Meaning]:
    return {Meaning.TEXT, Meaning.KEY, Meaning.CHOICES} & set(layout.meanings)


def _table(lines: list[str], source: Source, intake: Intake) -> tuple[str, Layout]:
    said = lines[0].strip().lower()
    delimiters = said[4:] if said.startswith("sep=") and len(said) == 5 else DELIMITERS
    found = [(delimiter, _layout(lines, delimiter, source)) for delimiter in delimiters]
    known = [(delimiter, layout) for delimiter, layout in found if layout]
    if not known:
        first = {delimiter: _first_rows(lines, delimiter) for delimiter in delimiters}
        widest = max(first.values(), key=lambda rows_of: max((len(row.cells) for row in rows_of), default=0))
        intake.layouts.append(columns.outline("", [row.cells for row in widest]))
        raise FaultError(Code.NO_HEADER)
    return max(known, key=lambda one: len([meaning for meaning in one[1].meanings if meaning != "ignored"]))


def _layout(lines: list[str], delimiter: str, source: Source) -> Layout | None:
    first = _first_rows(lines, delimiter)
    corrected = columns.corrected(source.layouts, "")
    if corrected:
        width = max((len(row.cells) for row in first), default=0)
        return corrected if width >= len(corrected.meanings) else None
    layout = columns.find("", [row.cells for row in first])
    if layout is None or layout.header_row == 0:
        return layout
    line = first[layout.header_row - 1].where.line
    return Layout("", line, layout.headers, layout.meanings)


def _records(lines: list[str], delimiter: str) -> Iterator[tuple[Row, bool]]:
    number = 0
    while number < len(lines) and number <= MAX_ITEMS * LONGEST_RECORD:
        cells, length, closed = _record(_window(lines, number), delimiter)
        dangerous = any(has_dangerous(cell) for cell in cells)
        yield Row(Place(line=number + 1), tuple(_read(cell) for cell in cells), dangerous), closed
        number += length


def _first_rows(lines: list[str], delimiter: str) -> list[Row]:
    return [row for row, closed in islice(_records(lines, delimiter), 200) if closed]


def _window(lines: list[str], number: int) -> list[str]:
    """Give the line, and after it those that a quote opened in it may reach."""
    if '"' not in lines[number]:
        return [lines[number]]
    window: list[str] = []
    length = 0
    for line in lines[number : number + LONGEST_RECORD]:
        window.append(line)
        length += len(line)
        if length > LONGEST_LINE:
            break
    return window


def _read(cell: str) -> str:
    # an apostrophe before a sign that begins formulas was put there for safety by whoever wrote the file
    return tidy(cell[1:] if FORMULA.match(cell) else cell)


def _record(window: list[str], delimiter: str) -> tuple[list[str], int, bool]:
    if '"' not in window[0]:
        return window[0].split(delimiter, MAX_CELLS), 1, True
    reader = csv.reader((line + "\n" for line in window), delimiter=delimiter)
    try:
        cells = next(reader)
    except (csv.Error, StopIteration):
        return window[0].split(delimiter, MAX_CELLS), 1, False
    length = reader.line_num
    quotes = sum(line.count('"') for line in window[:length])
    if length > 1 and quotes % 2:
        # the quote was never closed: this line alone is broken, the next ones are read as they stand
        return window[0].split(delimiter, MAX_CELLS), 1, False
    return cells[:MAX_CELLS], length, True
