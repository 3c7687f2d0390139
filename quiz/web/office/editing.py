"""The form of one question: from its document to fields and back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import request

from question_bank import Choice, Item, Kind, item_from_document
from quiz.rules.identity import birth_date

SPARE_CHOICES = 2
MOST_CHOICES = 20
LEVELS = ("de", "vua", "kho")


@dataclass(frozen=True, slots=True)
class Fields:
    """What the form shows or said."""

    kind: str
    text: str
    choices: tuple[tuple[str, bool], ...]
    topic: str
    difficulty: str
    explanation: str
    source: str
    valid_to: str


def filled(document: Any) -> Fields:
    """The form as the newest version fills it, with room for more choices."""
    item = item_from_document({**document, "pictures": ()})
    spare = ((("", False),) * SPARE_CHOICES) if item.kind is not Kind.TRUEFALSE else ()
    return Fields(
        kind=item.kind.value,
        text=item.text,
        choices=(*((one.text, one.right) for one in item.choices), *spare),
        topic=item.topic,
        difficulty=item.difficulty,
        explanation=item.explanation,
        source=item.source,
        valid_to=f"{item.valid_to:%d/%m/%Y}" if item.valid_to else "",
    )


def sent() -> Fields:
    """The form as it came back."""
    texts = request.form.getlist("choice")[:MOST_CHOICES]
    right = set(request.form.getlist("right"))
    names = ("kind", "text", "topic", "difficulty", "explanation", "source", "valid_to")
    return Fields(
        choices=tuple((text.strip(), str(number) in right) for number, text in enumerate(texts, 1)),
        **{name: request.form.get(name, "").strip() for name in names},
    )


def item(fields: Fields, document: Any) -> Item:
    """The edited item: what the form does not ask stays as it was."""
    before = item_from_document({**document, "pictures": ()})
    texts = [one for one in fields.choices if one[0] or one[1]]
    return replace(
        before,
        kind=Kind(fields.kind) if fields.kind in tuple(Kind) else before.kind,
        text=fields.text,
        choices=tuple(Choice(text, right=right) for text, right in texts),
        topic=fields.topic,
        difficulty=fields.difficulty if fields.difficulty in LEVELS else before.difficulty,
        explanation=fields.explanation,
        source=fields.source,
        valid_to=_day(fields.valid_to),
    )


def _day(said: str) -> date | None:
    return birth_date(said) if said else None
