"""How large a value of each type may be where somebody writes a rulebook; stored ones are read without."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from quiz.rules.faults import Fault
from quiz.rules.toml_lines import KeyPath


@dataclass(frozen=True, slots=True)
class Bound:
    """The least and the most, both allowed, with words for them."""

    least: Any
    most: Any
    vi: str
    en: str

    def fault(self, path: KeyPath, value: Any) -> Fault | None:
        """Return what is wrong with a value beyond, None for one inside."""
        if self.least <= value <= self.most:
            return None
        return Fault(path, f"nằm ngoài giới hạn; hãy viết {self.vi}.", f"is out of reach; write {self.en}.")


Bounds = Mapping[type, Bound]
STORED: Bounds = {}
LARGEST = 10**12
NUMBERS = (
    "một số từ -1000000000000 đến 1000000000000",
    "a number from -1000000000000 to 1000000000000",
)
YEARS = ("một ngày trong các năm 2000–2199", "a day in the years 2000–2199")
LENGTH = timedelta(days=3660)
WRITTEN: Bounds = {
    int: Bound(-LARGEST, LARGEST, *NUMBERS),
    Decimal: Bound(Decimal(-LARGEST), Decimal(LARGEST), *NUMBERS),
    timedelta: Bound(-LENGTH, LENGTH, "tối đa 3660 ngày (mười năm)", "at most 3660 days (ten years)"),
    date: Bound(date(2000, 1, 1), date(2199, 12, 31), *YEARS),
    datetime: Bound(datetime(2000, 1, 1, tzinfo=UTC), datetime(2199, 12, 31, tzinfo=UTC), *YEARS),
}
