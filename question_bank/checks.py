"""What makes a single question unfit to be taken in."""

import unicodedata
from collections.abc import Iterator

from question_bank import markup
from question_bank.codes import Code
from question_bank.faults import Fault
from question_bank.items import Item, Kind, Markup

MAX_CHOICES = 20
MAX_TEXT = 20_000
LETTERS = "ABCDEFGHIJKLMNOPQRST"


def faults_of(item: Item) -> list[Fault]:
    """List what must be mended before the question can be used."""
    found = [*_text_faults(item), *_choice_faults(item)]
    return found or _key_faults(item)


def _text_faults(item: Item) -> Iterator[Fault]:
    if _empty(item, item.text):
        yield Fault(item.where, Code.NO_TEXT)
    longest = max(
        len(text) for text in (item.text, item.explanation, *(choice.text for choice in item.choices))
    )
    if longest > MAX_TEXT:
        yield Fault(item.where, Code.TOO_LONG, {"limit": MAX_TEXT})


def _choice_faults(item: Item) -> Iterator[Fault]:
    if len(item.choices) < 2:
        yield Fault(item.where, Code.FEW_CHOICES)
    if len(item.choices) > MAX_CHOICES:
        yield Fault(item.where, Code.MANY_CHOICES, {"limit": MAX_CHOICES})
        return
    seen: dict[str, str] = {}
    for letter, choice in zip(LETTERS, item.choices, strict=False):
        if _empty(item, choice.text):
            yield Fault(item.where, Code.EMPTY_CHOICE, {"letter": letter})
            continue
        words = " ".join(unicodedata.normalize("NFC", choice.text).split())
        if words in seen:
            yield Fault(item.where, Code.EQUAL_CHOICES, {"first": seen[words], "second": letter})
        seen.setdefault(words, letter)


def _key_faults(item: Item) -> list[Fault]:
    if not item.right:
        return [Fault(item.where, Code.NO_KEY)]
    if item.kind is Kind.SINGLE and len(item.right) == len(item.choices):
        return [Fault(item.where, Code.UNCLEAR_KEY, {"marked": len(item.right)})]
    if item.kind is Kind.TRUEFALSE and (len(item.choices), len(item.right)) != (2, 1):
        return [Fault(item.where, Code.TRUEFALSE_KEY)]
    return []


def _empty(item: Item, text: str) -> bool:
    return markup.is_empty(text) if item.markup is Markup.HTML else not text
