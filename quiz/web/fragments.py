"""The HTML of questions: rendered once for a paper and a language, then only put together for each sheet.

A frozen paper never changes. What belongs to one sheet (positions, ticks, addresses of pictures) is left open
as a gap of a `%` pattern, so nothing of a person is ever kept here.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass

from flask import render_template
from markupsafe import Markup, escape

from quiz.rules.drawing import SheetLine
from quiz.rules.paper import Kind, Question
from quiz.rules.text import Text

GAPS = ("position", "total", "choices", "missing", "given", "sheet", "value", "checked", "pictures")
# Random, so that no text of a question can look like a gap.
_EDGE = secrets.token_hex(8)
_CUT = Markup(f"{_EDGE}cut{_EDGE}")  # noqa: S704
_GAP = {name: Markup(f"{_EDGE}{name}{_EDGE}") for name in GAPS}  # noqa: S704
_FILLED = re.compile(f"{_EDGE}([a-z]+){_EDGE}")
IN_TEXT = 'src="media/'
CHECKED, MISSING = " checked", ' class="missing"'


@dataclass(frozen=True, slots=True)
class Fragments:
    """One question in one language: patterns of its field set, its row on the check page and its choices."""

    fieldset: str
    row: str
    choices: tuple[str, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """A question where a sheet has it, with the displayed options that were chosen."""

    position: int
    line: SheetLine
    chosen: tuple[int, ...]
    html: Fragments


def of_question(question: Question, lang: str) -> Fragments:
    """Render the parts of one question."""
    texts = tuple(said(choice, question, lang, _GAP["pictures"]) for choice in question.choices)
    whole = render_template(
        "play/_question.html",
        text=said(question.text, question, lang, _GAP["pictures"]),
        choices=texts,
        several=question.kind is Kind.MULTI,
        gap=_GAP,
        cut=_CUT,
    )
    fieldset, row, *choices = map(_pattern, whole.split(_CUT))
    return Fragments(fieldset, row, tuple(choices), tuple(_pattern(escape(text)) for text in texts))


def fieldsets(questions: tuple[Placed, ...], pictures: str) -> Markup:
    """Every question of a sheet with its choices; `pictures` is the address of its pictures."""
    total, own = len(questions), escape(pictures)
    return Markup("\n  ".join(_fieldset(one, total, own) for one in questions))  # noqa: S704 (rendered by a template)


def rows(questions: tuple[Placed, ...], sheet: str, pictures: str, none_given: str) -> Markup:
    """Every question of a sheet with the answer given, for the check page."""
    address, own, none = escape(sheet), escape(pictures), escape(none_given)
    return Markup("\n  ".join(_row(one, address, own, none) for one in questions))  # noqa: S704 (as above)


def said(text: Text, question: Question, lang: str, pictures: str) -> str:
    """A text of a question; the pictures in it stand under `pictures`."""
    words = text.say(lang)
    if question.markup != "html":
        return words
    # Cleaned against an allow-list when the file was read; pictures stand in it under a name of ours.
    return Markup(words.replace(IN_TEXT, f'src="{pictures}'))  # noqa: S704


def _pattern(html: str) -> str:
    return _FILLED.sub(r"%(\1)s", str(html).replace("%", "%%"))


def _fieldset(one: Placed, total: int, pictures: str) -> str:
    gaps = {"position": one.position, "total": total, "pictures": pictures}
    return one.html.fieldset % {**gaps, "choices": "\n    ".join(_choices(one, gaps))}


def _choices(one: Placed, gaps: dict[str, object]) -> Iterator[str]:
    for value, choice in enumerate(one.line.choices, 1):
        checked = CHECKED if value in one.chosen else ""
        yield one.html.choices[choice] % {**gaps, "value": value, "checked": checked}


def _row(one: Placed, sheet: str, pictures: str, none_given: str) -> str:
    texts = [one.html.texts[one.line.choices[value - 1]] % {"pictures": pictures} for value in one.chosen]
    return one.html.row % {
        "position": one.position,
        "pictures": pictures,
        "sheet": sheet,
        "missing": "" if texts else MISSING,
        "given": "; ".join(texts) or none_given,
    }
