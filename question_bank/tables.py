"""Reads any list from an Excel or CSV file as rows of texts, in the same closed process as questions."""

import csv
import io
import re
import sys
import warnings
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO

from openpyxl import load_workbook

from question_bank import closed
from question_bank.asking import ask
from question_bank.cells import written
from question_bank.codes import Code
from question_bank.decoding import decode
from question_bank.faults import Fault, FaultError
from question_bank.packages import Package
from question_bank.places import Place
from question_bank.texts import tidy

MAX_FILE = 5_000_000
MAX_ROWS = 20_000
MAX_COLUMNS = 40
SEPARATORS = (",", ";", "\t")
ZIP = b"PK\x03\x04"
ARMOUR = re.compile(r"'[=+\-@]")
Line = tuple[int, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class TableRead:
    """The filled rows of a list, each with its number in the file, or why it cannot be read."""

    rows: tuple[Line, ...] = ()
    fault: Fault | None = None


def read_table(name: str, stream: BinaryIO) -> TableRead:
    """Read the first filled sheet of a workbook, or a text table; dates come as day/month/year."""
    content = stream.read(MAX_FILE + 1)
    if len(content) > MAX_FILE:
        return _refused(FaultError(Code.TOO_BIG, limit=MAX_FILE // 1_000_000))
    answer = ask(__name__, {"suffix": PurePosixPath(name.lower()).suffix}, content)
    if answer is None:
        return _refused(FaultError(Code.UNSAFE_FILE))
    if "fault" in answer:
        return _refused(FaultError(Code[answer["fault"]], **answer["values"]))
    return TableRead(tuple((number, tuple(cells)) for number, cells in answer["rows"]))


def lines_of(suffix: str, content: bytes) -> list[Line]:
    """The filled rows; a FaultError says why there are none."""
    if content.startswith(ZIP):
        lines = _workbook(content)
    elif suffix in (".xlsx", ".xlsm", ".xls") or b"\x00" in content[:200]:
        raise FaultError(Code.NOT_SPREADSHEET)
    else:
        lines = _text(content)
    if not lines:
        raise FaultError(Code.EMPTY_FILE)
    if len(lines) > MAX_ROWS:
        raise FaultError(Code.TOO_MANY, limit=MAX_ROWS)
    return lines


def _workbook(content: bytes) -> list[Line]:
    package = Package(content)
    package.refuse_office_dangers()
    if "xl/workbook.xml" not in package.names:
        raise FaultError(Code.NOT_SPREADSHEET)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    for sheet in book.worksheets:
        rows = sheet.iter_rows(1, MAX_ROWS + 1, 1, MAX_COLUMNS)
        texts = ((number, written(Place(row=number), row, ())[0].cells) for number, row in enumerate(rows, 1))
        lines = [line for line in texts if any(line[1])]
        if lines and sheet.sheet_state == "visible":
            return lines
    return []


def _text(content: bytes) -> list[Line]:
    text, _encoding = decode(content)
    header = next((line for line in text.splitlines() if line.strip()), "")
    reader = csv.reader(io.StringIO(text), delimiter=max(SEPARATORS, key=header.count))
    try:
        rows = [(reader.line_num, tuple(_plain(cell) for cell in row[:MAX_COLUMNS])) for row in reader]
    except csv.Error:
        raise FaultError(Code.OPEN_QUOTE) from None
    return [line for line in rows if any(line[1])]


def _plain(cell: str) -> str:
    return tidy(cell[1:] if ARMOUR.match(cell) else cell)


def _refused(error: FaultError) -> TableRead:
    return TableRead(fault=error.fault)


def _answer(wanted: dict[str, str], content: bytes) -> dict[str, object]:
    try:
        return {"rows": lines_of(wanted["suffix"], content)}
    except FaultError as error:
        return {"fault": error.fault.code.name, "values": dict(error.fault.values)}


if __name__ == "__main__":
    sys.exit(closed.serve(_answer))
