"""The keys that stand in a file of their own: “1.A 2.C”, one a line, or in a table."""

import re
from collections.abc import Iterable

from question_bank.codes import Code
from question_bank.faults import FaultError
from question_bank.wording import key_pairs

ALONE = re.compile(
    r"\W*(?:câu\s*)?(\d{1,4})\s*[.:)/\-–]\s*(?:đáp án|chọn)?[\s:]*([A-Ha-h])(?:[\s.,;:)(]|$)", re.IGNORECASE
)


def keys_of(lines: Iterable[str], tables: dict[int, str]) -> dict[int, str]:
    """Answer the key letter of each number; a FaultError where there are none, or two for one question."""
    found = dict(tables)
    for line in lines:
        for number, letter in _pairs(line).items():
            known = found.setdefault(number, letter)
            if known != letter:
                raise FaultError(Code.TWO_KEYS_OF_NUMBER, number=number, first=known, second=letter)
    if not found:
        raise FaultError(Code.NO_KEYS_IN_FILE)
    return found


def _pairs(line: str) -> dict[int, str]:
    alone = ALONE.match(line)
    return key_pairs(line) or ({int(alone.group(1)): alone.group(2).upper()} if alone else {})
