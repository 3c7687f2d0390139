"""Reads what a sheet sends: the fields of the page, or the few bytes of an autosave."""

from __future__ import annotations

import re

from werkzeug.datastructures import MultiDict

from quiz.actions.handing_in import Handed
from quiz.actions.sitting import SEEN_ALL, Sent, next_plain
from quiz.rules.refusals.contest import AnswersMalformed

QUESTION = re.compile(r"q([1-9][0-9]{0,3})")
# People write 156.724, 156,724 and 156 724; 12.5 is no whole number.
NUMBER = re.compile(r"[0-9]{1,18}|[0-9]{1,3}(?:[ .,\u00a0\u202f][0-9]{3}){1,5}")
NO_DIGIT = re.compile(r"[^0-9]")
LONGEST_MASK = 10
LONGEST_KEY = 64

Form = MultiDict[str, str]


def sheet(form: Form) -> Sent:
    """The answers `q1`, `q2` …, the prediction, and the newest revision that the page knew."""
    base = _revision(form.get("base"))
    return Sent(questions(form), prediction(form), next_plain(0 if base == SEEN_ALL else base), base)


def autosave(form: Form) -> Sent:
    """The short form: `a` bitmasks of displayed options, `p` prediction, `r` own and `b` known revision."""
    masks = form.get("a", "").split(".")
    shown = {position: _places(mask, position) for position, mask in enumerate(masks, 1) if mask}
    revision = _revision(form.get("r"))
    if revision == SEEN_ALL:
        raise AnswersMalformed(where="r")
    return Sent(shown, prediction(form, "p"), revision, _revision(form.get("b")))


def hand_in(form: Form) -> Handed:
    """The whole sheet with the page's key; a form without any answer hands in what was saved."""
    key = form.get("key", "")[:LONGEST_KEY] or None
    if not any(QUESTION.fullmatch(name) for name in form) and "prediction" not in form:
        return Handed(None, key)
    kept = "prediction" not in form
    return Handed(sheet(form), key, keeps_prediction=kept, unreadable=is_unreadable(form))


def prediction(form: Form, name: str = "prediction") -> int | None:
    """The number that was guessed; what is no number is no guess."""
    return whole_number(form.get(name, "").strip())


def whole_number(typed: str) -> int | None:
    """The number that somebody wrote with or without separators; None where it is none."""
    return int(NO_DIGIT.sub("", typed)) if NUMBER.fullmatch(typed) else None


def is_unreadable(form: Form) -> bool:
    """Was a prediction typed that is no number?"""
    return bool(form.get("prediction", "").strip()) and prediction(form) is None


def questions(form: Form) -> dict[int, tuple[int, ...]]:
    """The displayed options by position, from the fields `q1`, `q2` and so on."""
    return {
        int(match[1]): tuple(_place(value, name) for value in values if value)
        for name, values in form.lists()
        if (match := QUESTION.fullmatch(name))
    }


def _place(value: str, name: str) -> int:
    if not (value.isascii() and value.isdigit() and len(value) <= 2):
        raise AnswersMalformed(where=name)
    return int(value)


def _places(mask: str, position: int) -> tuple[int, ...]:
    if not (mask.isascii() and mask.isdigit() and len(mask) <= LONGEST_MASK):
        raise AnswersMalformed(where=f"q{position}")
    bits = int(mask)
    return tuple(place for place in range(1, bits.bit_length() + 1) if bits >> (place - 1) & 1)


def _revision(text: str | None) -> int:
    if not text:
        return SEEN_ALL
    if not (text.isascii() and text.isdigit() and int(text) < SEEN_ALL):
        raise AnswersMalformed(where="revision")
    return int(text)
