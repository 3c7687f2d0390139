"""The rulebook that a filled form states, read by the same reader as a file; nothing is checked twice."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, get_args, get_origin

from wtforms import Form

from quiz.rules.codec import annotations as types_of
from quiz.rules.codec import unknown_key
from quiz.rules.contest import Contest
from quiz.rules.faults import Fault, RulebookFaults
from quiz.rules.keys import RankKey
from quiz.rules.rulebook import from_form
from quiz.rules.text import Text
from quiz.rules.toml_depth import SAID, TooDeep, loads
from quiz.rules.toml_lines import KeyPath
from quiz.web.office.rulebook.parts import (
    FREQUENT,
    LAYERED,
    OTHER,
    OWN,
    is_optional,
    layered,
    own_hint,
    own_name,
    plain,
    stated,
)

_DAY = re.compile(r"\s*(\d{1,2})/(\d{1,2})/(\d{4})(.*)", re.DOTALL)
STATED_TWICE = (
    "điều này đã ghi trong ô TOML bên dưới; chỉ ghi ở một nơi.",
    "the box of TOML below states this too; state it in one place only.",
)
_AT = re.compile(r"at line (\d+), column (\d+)")
_GROUPED = re.compile(r"\d{1,3}(?:[.\s]\d{3})+")


@dataclass(slots=True)
class Hearing:
    """One reading of a form and the faults of its boxes so far."""

    faults: list[Fault] = field(default_factory=list)

    def value(self, hint: Any, asked: Any, path: KeyPath) -> Any:
        """What the field of this type states, as a file would."""
        if get_origin(hint) is tuple:
            return self._several(get_args(hint)[0], asked, path)
        kind = plain(hint)
        if kind in SPOKEN:
            return SPOKEN[kind](asked)
        if kind is bool or not isinstance(asked.data, str):
            return asked.data if kind is bool else self.part(kind, asked.form, path)
        said = asked.data.strip()
        if not said and is_optional(hint):
            return None
        return LEAVES.get(kind, str)(said)

    def part(self, kind: Any, form: Form, path: KeyPath = ()) -> dict[str, Any]:
        """What the form of this dataclass states."""
        hints = types_of(kind)
        said = {name: self.value(hints[name], form[name], (*path, name)) for name in stated(kind)}
        if kind in LAYERED:
            said |= self._own(form[OWN], self._box(layered(kind), form[OTHER].data or "", path), path)
        return said

    def _own(self, asked: Any, box: dict[str, Any], path: KeyPath) -> dict[str, Any]:
        """What the box states together with the fields beside it."""
        for clause, key in FREQUENT:
            name = own_name(clause, key)
            said, table = _stated(own_hint(clause, key), asked.form[name]), box.get(clause, {})
            if not said or not isinstance(table, dict):
                continue
            if key in table:
                self.faults.append(Fault((*path, OWN, name), *STATED_TWICE))
            box[clause] = {key: said[0], **table}
        return box

    def _several(self, kind: Any, asked: Any, path: KeyPath) -> Any:
        if kind is str:
            return [line.strip() for line in asked.data.splitlines() if line.strip()]
        if not hasattr(asked, "entries"):
            return list(asked.data or ())
        return [self.value(kind, one, (*path, number)) for number, one in enumerate(asked.entries)]

    def _box(self, known: tuple[str, ...], text: str, path: KeyPath) -> dict[str, Any]:
        try:
            said = loads(text.replace("\r\n", "\n"))
        except TooDeep:
            self.faults.append(Fault((*path, OTHER), *SAID))
            return {}
        except tomllib.TOMLDecodeError as error:
            at = _AT.search(str(error))
            where = f"dòng {at[1]}, cột {at[2]}" if at else "cuối ô"
            found = f"không đúng cú pháp TOML ({where}); xem ví dụ bên cạnh.", f"not valid TOML: {error}."
            self.faults.append(Fault((*path, OTHER), *found))
            return {}
        names = dict.fromkeys(known)
        self.faults += [unknown_key((*path, OTHER, key), names) for key in said if key not in names]
        return {key: one for key, one in said.items() if key in names}


def contest_of(form: Form) -> Contest:
    """The rulebook that the form states; RulebookFaults names every fault with its key."""
    hearing = Hearing()
    document = hearing.part(Contest, form)
    document.update(document.pop("clauses"))
    try:
        contest = from_form(document)
    except RulebookFaults as refused:
        raise RulebookFaults([*hearing.faults, *refused.faults]) from None
    if hearing.faults:
        raise RulebookFaults(hearing.faults)
    return contest


def _stated(hint: Any, asked: Any) -> list[Any]:
    """The value of a field of a round or block's own, in a list; an empty list where it says nothing."""
    said = (asked.data or "").strip()
    if not said:
        return []
    if get_origin(hint) is tuple:
        return [[line.strip() for line in said.splitlines() if line.strip()]]
    return [LEAVES.get(plain(hint), str)(said)]


def _text(asked: Any) -> dict[str, str]:
    form: Mapping[str, Any] = asked.form
    said = {lang: _lines(form[lang].data) for lang in ("vi", "en")}
    for line in _lines(form["others"].data).split("\n"):
        lang, _, sentence = line.partition(":")
        said[lang.strip()] = sentence.strip()
    return {lang: one for lang, one in said.items() if lang and one.strip()}


def _lines(typed: str | None) -> str:
    return (typed or "").replace("\r\n", "\n")


def _key(asked: Any) -> str:
    return f"{asked.form['key'].data} {asked.form['order'].data or ''}".strip()


def _whole(said: str) -> Any:
    plain_number = re.sub(r"[.\s]", "", said) if _GROUPED.fullmatch(said) else said
    return int(plain_number) if re.fullmatch(r"-?\d{1,18}", plain_number, re.ASCII) else said


def _day(said: str) -> str:
    """A day as files have it: 08/09/2022 is 2022-09-08."""
    found = _DAY.fullmatch(said)
    return f"{found[3]}-{found[2]:0>2}-{found[1]:0>2}{found[4]}" if found else said


def _length(said: str) -> Any:
    return int(said) if re.fullmatch(r"\d{1,9}", said, re.ASCII) else said


def _points(said: str) -> str:
    return said.replace(",", ".")


SPOKEN: dict[Any, Callable[[Any], Any]] = {Text: _text, RankKey: _key}
LEAVES: dict[Any, Callable[[str], Any]] = {
    int: _whole,
    datetime: _day,
    date: _day,
    timedelta: _length,
    Decimal: _points,
}
