"""The words of a rehearsal's report, Vietnamese and English, and how numbers are spelled in each."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGES = ("vi", "en")
FILE = Path(__file__).with_name("words.toml")


@cache
def words() -> dict[str, Any]:
    """Every word in both languages, and the pages in Vietnamese."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def word(lang: str, name: str) -> str:
    """A word of the report in that language."""
    return str(words()[name][LANGUAGES.index(lang)])


def page(lang: str, name: str) -> str:
    """What people call a page of the crowd's statistics."""
    if lang == "en":
        return name
    known: dict[str, str] = words()["page_names"]
    base, sign, rest = name.partition(" (")
    said = known.get(base, base)
    return f"{said} {known.get(f'({rest}', f'({rest}')}" if sign else said


def number(lang: str, value: float, places: int = 0) -> str:
    """1.234,5 in Vietnamese, 1,234.5 in English."""
    said = f"{value:,.{places}f}"
    return said.translate(str.maketrans(",.", ".,")) if lang == "vi" else said


def short(lang: str, value: float) -> str:
    """A number with as many places as its size wants."""
    places = 0 if value >= 20 or value == int(value) else 1 if value >= 2 else 2
    return number(lang, value, places)
