"""What office forms say: ticked lines, a reason, a page of a list."""

from __future__ import annotations

from flask import abort, request

from quiz.rules.refusals.contest import ReasonMissing
from quiz.rules.refusals.office import SizeUnreadable
from quiz.web.sheet_forms import whole_number

LONGEST_REASON = 500
MOST_PEOPLE = 10**9


def ticked(name: str = "items") -> list[int]:
    """The numbers of the ticked lines; 400 for anything that is no number."""
    values = request.form.getlist(name)
    if not all(value.isascii() and value.isdigit() for value in values):
        abort(400)
    return [int(value) for value in values]


def reason() -> str:
    """The reason that the form gives; raises ReasonMissing."""
    said = " ".join(request.form.get("reason", "").split())[:LONGEST_REASON]
    if not said:
        raise ReasonMissing
    return said


def whole(name: str, *, least: int = 0) -> int:
    """A whole number of the address or the form, `least` where there is none."""
    said = request.values.get(name, "")
    return max(int(said), least) if said.isascii() and said.isdigit() and len(said) < 18 else least


def size(name: str) -> int | None:
    """A number of people of the form, None where it is left empty; raises SizeUnreadable."""
    said = text(name)
    if not said:
        return None
    number = whole_number(said)
    if number is None or number > MOST_PEOPLE:
        raise SizeUnreadable(said=said[:40])
    return number


def text(name: str) -> str:
    """A text of the address or the form without blanks around it."""
    return request.values.get(name, "").strip()
