"""A rulebook as its form shows it: local hours, lengths with their unit, one line a name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, get_args, get_origin
from zoneinfo import ZoneInfo

from quiz.rules.codec import annotations as types_of
from quiz.rules.codec import write
from quiz.rules.contest import Contest
from quiz.rules.keys import RankKey
from quiz.rules.rulebook import to_document
from quiz.rules.sentences.wording import LENGTHS
from quiz.rules.text import NO_TEXT, Text
from quiz.rules.timing import parse_instant
from quiz.rules.toml_text import tables_text
from quiz.web.office.rulebook.parts import (
    FREQUENT,
    LAYERED,
    OTHER,
    OWN,
    is_words,
    layered,
    own_hint,
    own_name,
    plain,
    stated,
)


@dataclass(frozen=True, slots=True)
class Showing:
    """Where and in which words values are shown; `base` is the document that rounds and blocks refine."""

    zone: ZoneInfo
    lang: str
    base: Mapping[str, Any]

    def value(self, hint: Any, value: Any, name: str = "") -> Any:
        """What the field of this type holds for the value."""
        if value is None:
            return ""
        if get_origin(hint) is tuple:
            return self._several(get_args(hint)[0], value)
        if isinstance(value, Text):
            return {
                "vi": value.vi,
                "en": value.en,
                "others": "\n".join(": ".join(one) for one in value.others),
            }
        if isinstance(value, RankKey):
            return {"key": str(value.key), "order": str(value.order or "")}
        if is_dataclass(value):
            return self.part(plain(hint), value)
        return self._leaf(value, name)

    def part(self, kind: Any, value: Any) -> dict[str, Any]:
        """What the form of this dataclass holds."""
        hints = types_of(kind)
        shown = {name: self.value(hints[name], getattr(value, name), name) for name in stated(kind)}
        if kind in LAYERED:
            refined = self._refined(kind, value)
            shown[OWN] = {own_name(*key): self._taken(refined, *key) for key in FREQUENT}
            shown[OTHER] = tables_text(refined)
        return shown

    def _taken(self, refined: dict[str, dict[str, Any]], clause: str, key: str) -> str:
        """What the field of this key holds; it leaves the box, and with its last key the clause."""
        table = refined.get(clause, {})
        if key not in table or table[key] == []:
            return ""
        raw = table.pop(key)
        if not table:
            del refined[clause]
        if raw is None:
            return "none"
        if isinstance(raw, list):
            return "\n".join(raw)
        length = plain(own_hint(clause, key)) is timedelta
        return _length(timedelta(seconds=raw), self.lang) if length else str(raw)

    def _refined(self, kind: Any, value: Any) -> dict[str, dict[str, Any]]:
        own = {name: write(getattr(value, name)) for name in layered(kind)}
        return {
            name: {key: one for key, one in clause.items() if self.base[name][key] != one}
            for name, clause in own.items()
            if clause is not None
        }

    def _several(self, kind: Any, values: tuple[Any, ...]) -> Any:
        if kind is str:
            return "\n".join(values)
        if is_words(kind):
            return [str(one) for one in values]
        return [self.value(kind, one) for one in values]

    def _leaf(self, value: Any, name: str) -> Any:
        if isinstance(value, datetime):
            return self._instant(value, name)
        if isinstance(value, timedelta):
            return _length(value, self.lang)
        if isinstance(value, Decimal):
            return f"{value.normalize():f}"
        if isinstance(value, date):
            return f"{value:%d/%m/%Y}"
        if isinstance(value, time):
            return "24:00" if name == "closes" and value == time(0) else value.isoformat("auto")[:5]
        return value if isinstance(value, bool) else str(value)

    def _instant(self, at: datetime, name: str) -> str:
        local = at.astimezone(self.zone)
        if name == "closes" and local.time() == time(0):
            return f"{local - timedelta(days=1):%d/%m/%Y} 24:00"
        said = f"{local:%d/%m/%Y %H:%M}" + (f":{local:%S}" if local.second else "")
        again = parse_instant(f"{local:%Y-%m-%d %H:%M:%S}", self.zone)
        # An hour that the clocks repeat, or a fraction of a second, is told with its offset.
        return said if again == at else local.isoformat()


def filled(contest: Contest, lang: str) -> dict[str, Any]:
    """The rulebook as its form holds it."""
    return Showing(contest.zone, lang, to_document(contest)).part(Contest, contest)


def blank(kind: Any, lang: str) -> dict[str, Any]:
    """A new line of a list: its usual values, and nothing where none is usual."""
    showing, hints = Showing(ZoneInfo("UTC"), lang, {}), types_of(kind)
    usual = {one.name: _usual(one) for one in fields(kind) if one.name in stated(kind)}
    shown = {name: showing.value(hints[name], value, name) for name, value in usual.items()}
    return {**shown, OWN: {}, OTHER: ""} if kind in LAYERED else shown


def _usual(one: Any) -> Any:
    if one.default is not MISSING:
        return one.default
    if one.default_factory is not MISSING:
        return one.default_factory()
    return NO_TEXT if one.type in (Text, "Text") else None


def _length(span: timedelta, lang: str) -> str:
    seconds = int(span.total_seconds())
    size, unit = next((size, unit) for size, unit in LENGTHS if seconds % size == 0)
    if not seconds:
        size, unit = LENGTHS[-1]
    count = seconds // size
    return f"{count} {unit.say(lang)}{'s' if lang == 'en' and count != 1 else ''}"
