"""Single values of a list: instants, numbers, days."""

import math
from datetime import date, datetime

from quiz.rules.line_faults import LineError

SMALL = {str(n): n for n in range(1000)}  # most numbers of a list; a look-up is faster than reading


def instant(text: str) -> datetime:
    """Read an ISO 8601 instant that names its offset."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise LineError(
            f"thời điểm “{text}” không đúng ISO 8601.", f"“{text}” is no ISO 8601 instant."
        ) from None
    if found.tzinfo is None:
        raise LineError(f"thời điểm “{text}” thiếu múi giờ (+07:00).", f"“{text}” names no offset (+07:00).")
    return found


def day(text: str) -> date:
    """Read an ISO 8601 day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise LineError(
            f"ngày “{text}” phải viết như 2001-12-31.", f"“{text}” must be written like 2001-12-31."
        ) from None


def number(text: str, name: str) -> float:
    """Read a finite number with a decimal point."""
    try:
        found = float(text)
    except ValueError:
        found = math.nan
    if not math.isfinite(found):
        raise LineError(f"{name} “{text}” không phải là số.", f"{name} “{text}” is no number.")
    return found


def whole(text: str, name: str, absent: int) -> int:
    """Read a whole number from 0 up; an empty text stands for the value given."""
    found = SMALL.get(text)
    if found is not None:
        return found
    if not text:
        return absent
    if not (text.isascii() and text.isdigit()):
        raise LineError(f"{name} “{text}” không phải số nguyên.", f"{name} “{text}” is no whole number.")
    return int(text)
