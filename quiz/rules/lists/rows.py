"""The rows of a CSV list as spreadsheets write them: whatever parts the cells, one row a line."""

import csv
from collections.abc import Iterable, Iterator
from itertools import chain

from quiz.rules.lists.faults import LineFault

SEPARATORS = (",", ";", "\t")
LONGEST = 100_000  # characters of a line; the reader ends at a cell of 131072


class ListRows:
    """Header and rows; lines that cannot be read become faults and leave empty rows in their places.

    A line with an open quote is one of them: it would take the lines behind it as its own.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        unread = iter(lines)
        first = next(unread, "").removeprefix("\ufeff")
        self.faults: list[LineFault] = []
        self._separator = max(SEPARATORS, key=first.count)
        self.reader = csv.reader(self._whole(chain((first,), unread)), delimiter=self._separator)
        self.header = next(self.reader, [])

    def _whole(self, lines: Iterable[str]) -> Iterator[str]:
        for number, line in enumerate(lines, 1):
            if len(line) > LONGEST:
                self.faults.append(_endless(number))
                yield ""
            elif '"' in line and self._stays_open(line):
                self.faults.append(_open_quote(number))
                yield ""
            else:
                yield line

    def _stays_open(self, line: str) -> bool:
        return len(list(csv.reader((line, ""), delimiter=self._separator))) == 1


def _open_quote(number: int) -> LineFault:
    return LineFault(
        number,
        'dấu ngoặc kép (") mở ở dòng này mà không đóng: đóng hoặc bỏ đi; trong ô không xuống dòng.',
        'a quote (") opens in this line and does not close: close it or take it away; no cell has two lines.',
    )


def _endless(number: int) -> LineFault:
    return LineFault(
        number,
        f"dòng dài hơn {LONGEST} ký tự: xem lại ô nào dài bất thường.",
        f"the line has more than {LONGEST} characters: look for a cell of unusual length.",
    )
