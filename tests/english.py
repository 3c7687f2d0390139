"""Tells the Vietnamese that is left in an English page from names and other people's own words."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

from lxml import html
from sqlalchemy import Connection, select

from quiz.store import tables

SPOKEN = ("alt", "aria-label", "placeholder", "title")


def is_vietnamese(text: str) -> bool:
    """Does the text hold a letter that English has not?"""
    letters = unicodedata.normalize("NFD", text)
    return any(letter in "đĐ" or unicodedata.combining(letter) for letter in letters)


def told_by_people(db: Connection) -> list[str]:
    """What names, units, questions and reasons say in Vietnamese alone, long ones before short ones."""
    rows = [row for table in tables.metadata.sorted_tables for row in db.execute(select(table))]
    found = {text for row in rows for cell in row for text in words_of(cell) if is_vietnamese(text)}
    parts = {part for text in found for part in (text, *text.split(" › "))}
    return sorted((" ".join(part.split()) for part in parts), key=len, reverse=True)


def words_of(value: Any) -> Iterator[str]:
    """Every text in a stored value that has no English beside it."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict) and not value.get("en"):
        yield from (text for one in value.values() for text in words_of(one))
    elif isinstance(value, (list, tuple)):
        yield from (text for one in value for text in words_of(one))


def spoken(page: str) -> Iterator[str]:
    """What a page says to eyes and ears, but for what people type and the way to the other language."""
    for element in html.fromstring(page).iter():
        if not isinstance(element.tag, str) or element.tag in ("script", "style", "textarea"):
            continue
        own = () if element.get("lang") == "vi" else (element.text,)
        heard = (value for name, value in element.items() if name in SPOKEN or name.startswith("data-"))
        yield from (" ".join(one.split()) for one in (*own, element.tail, *heard) if one)


def left_in(page: str, told: Sequence[str]) -> list[str]:
    """The Vietnamese that stands in an English page and is nobody's own word."""
    return [piece for piece in spoken(page) if is_vietnamese(piece) and is_vietnamese(_rest(piece, told))]


def _rest(piece: str, told: Sequence[str]) -> str:
    if piece in told:
        return ""
    for one in told:
        if " " in one:  # a single word would excuse the sentences that it occurs in
            piece = piece.replace(one, "")
    return piece
