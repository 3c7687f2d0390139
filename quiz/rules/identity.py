"""When two entries are one person: names and telephones in one spelling, and their digest's input."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date

LONGEST_PHONE, SHORTEST_PHONE = 11, 9


def same_name(name: str) -> str:
    """Return a name for comparing: NFKC, single spaces, no case; diacritics distinguish people and stay."""
    return unicodedata.normalize("NFKC", shown_name(name).casefold())


def shown_name(name: str) -> str:
    """Return a name for keeping: NFKC, single spaces, no control characters."""
    plain = unicodedata.normalize("NFKC", name)
    kept = "".join(" " if char.isspace() else char for char in plain if char.isspace() or char.isprintable())
    return " ".join(kept.split())


def phone(text: str) -> str | None:
    """Return a Vietnamese telephone as 0xxxxxxxxx, or None when it is none; spaces, dots and +84 are fine."""
    digits = re.sub(r"[\s.\-()]+", "", unicodedata.normalize("NFKC", text))
    national = re.sub(r"^(?:\+84|0084|84(?=\d{9,10}$))0?", "0", digits)
    if not re.fullmatch(r"0[1-9][0-9]+", national, re.ASCII):
        return None
    return national if SHORTEST_PHONE <= len(national) <= LONGEST_PHONE else None


def birth_date(text: str) -> date | None:
    """Read 31/12/2001, 31-12-2001, 31.12.2001 or 2001-12-31; None when it is no date."""
    parts = re.split(r"[/.\-\s]+", unicodedata.normalize("NFKC", text).strip())
    if len(parts) != len(("day", "month", "year")) or not all(part.isdecimal() for part in parts):
        return None
    first, month, last = (int(part) for part in parts)
    year, day = (first, last) if first > 31 else (last, first)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def normal(field: str, value: str) -> str:
    """Return one field's value in the spelling in which equal values are equal."""
    if field == "phone":
        return phone(value) or ""
    if field == "birth_date":
        day = birth_date(value)
        return day.isoformat() if day else ""
    return same_name(value)


def identity_input(details: Mapping[str, str], identity: tuple[str, ...]) -> bytes:
    """Return what is hashed (under a key) to know a person again by the rulebook's identity fields."""
    return "\x1f".join(f"{field}={normal(field, details.get(field, ''))}" for field in identity).encode()
