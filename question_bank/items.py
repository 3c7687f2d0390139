"""One question with its choices, and the document in which it is kept."""

import base64
import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from question_bank.places import Place


class Kind(StrEnum):
    """How a question is answered; a single accepts any one of its right choices."""

    SINGLE = "single"
    MULTI = "multi"
    TRUEFALSE = "truefalse"


class Markup(StrEnum):
    """Whether the texts of an item are to be escaped, or are HTML that was already cleaned."""

    PLAIN = "plain"
    HTML = "html"


@dataclass(frozen=True, slots=True)
class Picture:
    """A re-encoded picture; the name is its hash and stands in the HTML as src="media/NAME"."""

    name: str
    media_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Choice:
    """One option; the weight is what the file gave it in per cent, kept but not used for marking."""

    text: str
    right: bool = False
    weight: float | None = None
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One question as a file or a bank holds it."""

    kind: Kind
    text: str
    choices: tuple[Choice, ...]
    markup: Markup = Markup.PLAIN
    topic: str = ""
    difficulty: str = ""
    explanation: str = ""
    source: str = ""
    valid_on: date | None = None
    valid_to: date | None = None
    slug: str = ""
    title: str = ""
    facts: tuple[str, ...] = ()
    situation: bool = False
    asks_number: bool = False
    seconds: int = 0
    pictures: tuple[Picture, ...] = ()
    where: Place = field(default=Place(), compare=False)

    @property
    def right(self) -> tuple[int, ...]:
        """Answer which choices are right, counted from 1."""
        return tuple(number for number, choice in enumerate(self.choices, 1) if choice.right)


def truth_choices(is_true: bool) -> tuple[Choice, ...]:  # noqa: FBT001 - it is the answer itself
    """Give the two choices of a true/false question, with the right one marked."""
    return (Choice("Đúng", right=is_true), Choice("Sai", right=not is_true))


PLAIN_FIELDS = ("topic", "difficulty", "explanation", "source", "slug", "title", "situation", "asks_number")
DAYS = ("valid_on", "valid_to")


def item_document(item: Item) -> dict[str, Any]:
    """Give the item as a JSON-able document without its place in the file; absent means default."""
    document: dict[str, Any] = {
        "kind": item.kind.value,
        "text": item.text,
        "choices": [_choice_document(choice) for choice in item.choices],
        "markup": item.markup.value,
        "seconds": item.seconds,
        "facts": list(item.facts),
        "pictures": [_picture_document(picture) for picture in item.pictures],
    }
    document |= {name: getattr(item, name) for name in PLAIN_FIELDS}
    document |= {name: day.isoformat() for name in DAYS if (day := getattr(item, name))}
    return {
        name: document[name] for name in sorted(document) if document[name] or name in ("text", "choices")
    }


def item_from_document(document: Mapping[str, Any], where: Place | None = None) -> Item:
    """Rebuild the item that `item_document` wrote."""
    given: dict[str, Any] = {name: document[name] for name in PLAIN_FIELDS if name in document}
    given |= {name: date.fromisoformat(document[name]) for name in DAYS if name in document}
    return Item(
        kind=Kind(document["kind"]),
        text=document["text"],
        choices=tuple(Choice(**choice) for choice in document["choices"]),
        markup=Markup(document.get("markup", "plain")),
        seconds=document.get("seconds", 0),
        facts=tuple(document.get("facts", ())),
        pictures=tuple(_picture(picture) for picture in document.get("pictures", ())),
        where=where or Place(),
        **given,
    )


def fingerprint(item: Item) -> str:
    """Answer a hash that two copies of the same question share, whatever their order, case or spacing."""
    parts = [same_words(item.text), *sorted(same_words(choice.text) for choice in item.choices)]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def same_words(text: str) -> str:
    """Reduce a text to lower-case words with their diacritics, for comparing."""
    composed = unicodedata.normalize("NFC", text).casefold()
    words = re.sub(r"[\s\u200b-\u200d\ufeff]+", " ", composed)
    return words.strip(" .?:;!…")


def _choice_document(choice: Choice) -> dict[str, Any]:
    document: dict[str, Any] = {"text": choice.text, "right": choice.right}
    if choice.weight is not None:
        document["weight"] = choice.weight
    if choice.feedback:
        document["feedback"] = choice.feedback
    return document


def _picture_document(picture: Picture) -> dict[str, str]:
    content = base64.b64encode(picture.content).decode()
    return {"name": picture.name, "media_type": picture.media_type, "content": content}


def _picture(document: Mapping[str, str]) -> Picture:
    return Picture(document["name"], document["media_type"], base64.b64decode(document["content"]))
