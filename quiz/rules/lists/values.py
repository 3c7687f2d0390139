"""Single values of a list: instants, numbers, days."""

import math
from datetime import date, datetime

from quiz.rules.lists.faults import LineError

SMALL = {str(n): n for n in range(1000)}  # most numbers of a list; a look-up is faster than reading
SCORES = {text: float(n) for text, n in SMALL.items()}
PLAIN = "+-.0123456789"  # an exponent is none of it: 1e5 is rarely what a list means
DIGITS = 18  # no count, guess or limit of a rulebook has more


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
    """Read a finite number in plain digits with a decimal point."""
    found = SCORES.get(text)
    if found is not None:
        return found
    try:
        found = math.nan if text.strip(PLAIN) else float(text)
    except ValueError:
        found = math.nan
    if not math.isfinite(found):
        raise LineError(
            f"{name} “{text[:40]}” không phải là số; viết như 17 hoặc 17.5.",
            f"{name} “{text[:40]}” is no number; write it like 17 or 17.5.",
        )
    return found


def whole(text: str, name: str, absent: int) -> int:
    """Read a whole number from 0 up; an empty text stands for the value given."""
    found = SMALL.get(text)
    if found is not None:
        return found
    if not text:
        return absent
    if not has_digits(text):
        raise LineError(
            f"{name} “{text[:40]}” không phải số nguyên.", f"{name} “{text[:40]}” is no whole number."
        )
    return int(text)


def has_digits(text: str) -> bool:
    """Is this a whole number from 0 up in plain digits, of a length that makes sense?"""
    return text.isdigit() and text.isascii() and len(text) <= DIGITS
