"""Writes our template as CSV that Excel opens without asking."""

import csv
import io
import re
from collections.abc import Sequence
from typing import BinaryIO

from question_bank import sheets
from question_bank.faults import Fault
from question_bank.items import Item

DANGEROUS = re.compile(r"'*[=+\-@\t\r]")


def write(items: Sequence[Item], stream: BinaryIO) -> list[Fault]:
    """Write the items as UTF-8 with a mark at its beginning, and no cell that a spreadsheet would compute."""
    faults: list[Fault] = []
    plain = list(sheets.plain_items(items, "CSV", faults))
    width = sheets.width_of(plain)
    into = io.StringIO()
    lines = csv.writer(into)
    lines.writerow(sheets.header(width))
    lines.writerows([_harmless(cell) for cell in sheets.row(item, width)] for item in plain)
    stream.write(into.getvalue().encode("utf-8-sig"))
    return faults


def _harmless(cell: str) -> str:
    return f"'{cell}" if DANGEROUS.match(cell) else cell
