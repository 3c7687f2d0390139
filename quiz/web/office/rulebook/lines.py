"""Adding, removing and ordering the lines of a list in a form that was sent; all else stays as typed."""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import is_dataclass
from datetime import date, timedelta
from typing import Any, get_args

from wtforms import Form

from quiz.rules.codec import annotations as types_of
from quiz.rules.contest import Contest
from quiz.web.office.rulebook.filling import blank
from quiz.web.office.rulebook.parts import SPOKEN, plain, rulebook_form

WEEK = timedelta(days=7)
NO_TITLE = {"vi": "", "en": "", "others": ""}
_DAY = re.compile(r"(\d{2})/(\d{2})/(\d{4})", re.ASCII)
_NUMBER = re.compile(r"\d{1,6}")
EMPTY_LINE: dict[str, dict[str, str]] = {
    "Text": NO_TITLE,
    "RankKey": {"key": "score", "order": ""},
}


def rearranged(form: Form, act: str, name: str, lang: str) -> Form:
    """The form after `add` to a list, or `remove`, `up` or `down` of a line; other acts change nothing."""
    shown, path = form.data, name.split("-")
    holder = _at(shown, path if act == "add" else path[:-1])
    if isinstance(holder, list):
        _change(holder, act, path, lang)
    return rulebook_form()(data=shown)


def _change(lines: list[Any], act: str, path: list[str], lang: str) -> None:
    if act == "add":
        lines.extend(_next_round(lines) if path == ["rounds"] else _new(path, lang))
        return
    number = int(path[-1]) if _NUMBER.fullmatch(path[-1]) else len(lines)
    if number >= len(lines):
        return
    line = lines.pop(number)
    if act != "remove":
        lines.insert(max(number - 1, 0) if act == "up" else number + 1, line)


def _next_round(rounds: list[Any]) -> list[Any]:
    """A round like the last one, a week later: most contests go on like that."""
    if not rounds:
        return _new(["rounds"], "vi")
    last = rounds[-1]
    number = str(len(rounds) + 1)
    instants = {name: _DAY.sub(_week_later, last[name] or "") for name in ("opens", "closes")}
    return [deepcopy({**last, **instants, "number": number, "slug": f"vong-{number}", "title": NO_TITLE})]


def _week_later(found: re.Match[str]) -> str:
    try:
        return f"{date(int(found[3]), int(found[2]), int(found[1])) + WEEK:%d/%m/%Y}"
    except (ValueError, OverflowError):
        return found[0]


def _at(shown: Any, path: list[str]) -> Any:
    for part in path:
        if isinstance(shown, list) and _NUMBER.fullmatch(part) and int(part) < len(shown):
            shown = shown[int(part)]
        elif isinstance(shown, dict) and part in shown:
            shown = shown[part]
        else:
            return None
    return shown


def _new(path: list[str], lang: str) -> list[Any]:
    kind: Any = Contest
    for part in path:
        hint = get_args(kind)[0] if _NUMBER.fullmatch(part) else types_of(kind)[part]
        kind = plain(hint)
    line = get_args(kind)[0]
    if line in SPOKEN:
        return [dict(EMPTY_LINE[line.__name__])]
    return [blank(line, lang)] if is_dataclass(line) else []
