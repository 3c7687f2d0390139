"""The form of a rulebook as a browser sends it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import Form

from quiz.rules.contest import Contest
from quiz.web.office.rulebook.filling import filled
from quiz.web.office.rulebook.parts import rulebook_form


def sent(contest: Contest, lang: str = "vi") -> Form:
    """The form of this rulebook as a browser sends it."""
    shown = rulebook_form()(data=filled(contest, lang))
    said = [(one.name, value) for one in leaves(shown) for value in values(one)]
    return rulebook_form()(MultiDict(said))


def leaves(form: Form) -> Iterator[Any]:
    """Every field that a browser sends."""
    for one in form:
        if hasattr(one, "entries"):
            for entry in one.entries:
                yield from leaves(entry.form)
        elif hasattr(one, "form"):
            yield from leaves(one.form)
        else:
            yield one


def posted(contest: Contest, **changed: str) -> dict[str, Any]:
    """What a browser sends of this rulebook, with some fields typed anew."""
    said: dict[str, Any] = {}
    for one in leaves(rulebook_form()(data=filled(contest, "vi"))):
        said[one.name] = values(one)
    return {**said, **changed}


def values(one: Any) -> list[str]:
    """What it sends for the field."""
    if isinstance(one.data, bool):
        return ["y"] if one.data else []
    return one.data if isinstance(one.data, list) else [one.data.replace("\n", "\r\n")]
