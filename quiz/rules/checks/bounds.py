"""How large a value of each type may be where somebody writes a rulebook; stored ones are read without."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from quiz.rules.faults import Fault
from quiz.rules.toml_lines import KeyPath

NEGATIVE = ("không được âm; hãy viết 0 hoặc số lớn hơn.", "must not be negative; write 0 or more.")
MAY_BE_NEGATIVE = frozenset({"right", "wrong", "blank"})


@dataclass(frozen=True, slots=True)
class Bound:
    """The least and the most, both allowed, with words for them; below `zero` only where a key may be."""

    least: Any
    most: Any
    vi: str
    en: str
    zero: Any = None

    def fault(self, path: KeyPath, value: Any) -> Fault | None:
        """Return what is wrong with a value beyond, None for one inside."""
        if self.least <= value <= self.most:
            below = self.zero is not None and value < self.zero and path[-1] not in MAY_BE_NEGATIVE
            return Fault(path, *NEGATIVE) if below else None
        return Fault(path, f"nằm ngoài giới hạn; hãy viết {self.vi}.", f"is out of reach; write {self.en}.")


Bounds = Mapping[type, Bound]
STORED: Bounds = {}
LARGEST = 10**12
NUMBERS = (f"một số không quá {LARGEST}", f"a number of at most {LARGEST}")
YEARS = ("một ngày trong các năm 2000–2199", "a day in the years 2000–2199")
LENGTH = timedelta(days=3660)
LENGTHS = ("tối đa 3660 ngày (mười năm)", "at most 3660 days (ten years)")
WRITTEN: Bounds = {
    int: Bound(-LARGEST, LARGEST, *NUMBERS, 0),
    Decimal: Bound(Decimal(-LARGEST), Decimal(LARGEST), *NUMBERS, Decimal(0)),
    timedelta: Bound(-LENGTH, LENGTH, *LENGTHS, timedelta(0)),
    date: Bound(date(2000, 1, 1), date(2199, 12, 31), *YEARS),
    datetime: Bound(datetime(2000, 1, 1, tzinfo=UTC), datetime(2199, 12, 31, tzinfo=UTC), *YEARS),
}
