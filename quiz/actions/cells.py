"""What may stand in a cell or on the tab of a workbook that people open in an office program."""

from __future__ import annotations

import re
from collections.abc import Container

# Signs that make a cell a formula, in ASCII and in full width.
FORMULA = tuple("=+-@\t\r|%＝＋－＠｜％")
LONGEST_NAME = 31
FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


def cell(value: object) -> object:
    """The value; a text that a program would run as a formula gets an apostrophe in front."""
    if isinstance(value, str):
        # Signs that XML cannot carry would break the whole file.
        plain = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", value)
        return f"'{plain}" if plain.startswith(FORMULA) else plain
    return value


def sheet_name(wanted: str, taken: Container[str]) -> str:
    """A name that a sheet may bear and that none of `taken` (in lower case) bears yet."""
    plain = FORBIDDEN.sub(" ", wanted).strip().strip("'") or "-"
    name, number = plain[:LONGEST_NAME].strip(), 1
    while name.casefold() in taken or name.casefold() == "history":
        number += 1
        ending = f" ({number})"
        name = plain[: LONGEST_NAME - len(ending)].strip() + ending
    return name
