"""Frozen values to JSON-able documents and back, by their annotations, collecting every fault."""

import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints
from zoneinfo import ZoneInfo

from quiz.rules.checks.bounds import STORED, Bounds
from quiz.rules.faults import Fault, wrong_value
from quiz.rules.keys import Key, Order, RankKey
from quiz.rules.paper import text_document, text_from
from quiz.rules.text import NO_TEXT, Text
from quiz.rules.timing import parse_instant
from quiz.rules.toml_lines import KeyPath

UNITS = {
    "s": 1, "sec": 1, "second": 1, "seconds": 1, "giây": 1,
    "m": 60, "min": 60, "minute": 60, "minutes": 60, "phút": 60,
    "h": 3600, "hour": 3600, "hours": 3600, "giờ": 3600,
    "d": 86400, "day": 86400, "days": 86400, "ngày": 86400,
}  # fmt: skip
_LENGTH = re.compile(r"\s*(\d+)\s*([^\W\d]+)\s*")


@dataclass(slots=True)
class Reading:
    """One reading of a document: the time zone of its local instants, its bounds and the faults so far."""

    zone: ZoneInfo
    bounds: Bounds = field(default_factory=lambda: STORED)
    faults: list[Fault] = field(default_factory=list)

    def wrong(self, path: KeyPath, raw: Any, example: str, wanted: Any = None) -> Any:
        """Note a value that cannot be read."""
        self.faults.append(wrong_value(path, raw, example, wanted))

    def read(self, kind: Any, raw: Any, path: KeyPath) -> Any:
        """Return the value of this type; after a fault, None stands in its place."""
        if get_origin(kind) is UnionType:
            return self._optional(kind, raw, path)
        if get_origin(kind) is tuple:
            return self._several(get_args(kind)[0], raw, path)
        if kind in READERS:
            return self._plain(kind, raw, path)
        if is_dataclass(kind):
            return self._parts(kind, raw, path)
        return self._word(kind, raw, path)

    def _optional(self, kind: Any, raw: Any, path: KeyPath) -> Any:
        if raw is None or raw == "none":
            return None
        return self.read(next(one for one in get_args(kind) if one is not NoneType), raw, path)

    def _several(self, kind: Any, raw: Any, path: KeyPath) -> Any:
        if not isinstance(raw, list | tuple):
            return self.wrong(path, raw, "[…]")
        return tuple(self.read(kind, one, (*path, number)) for number, one in enumerate(raw))

    def _plain(self, kind: Any, raw: Any, path: KeyPath) -> Any:
        reader, example = READERS[kind]
        try:
            value = reader(raw, self.zone)
        except (ValueError, TypeError, OverflowError, InvalidOperation):
            return self.wrong(path, raw, example, kind)
        bound = self.bounds.get(kind)
        beyond = bound.fault(path, value) if bound else None
        self.faults += [beyond] if beyond else []
        return value

    def _word(self, kind: Any, raw: Any, path: KeyPath) -> Any:
        words = [str(one) for one in kind]
        if raw not in words:
            return self.wrong(path, raw, " | ".join(f'"{word}"' for word in words))
        return kind(raw)

    def _parts(self, kind: Any, raw: Any, path: KeyPath) -> Any:
        if not isinstance(raw, Mapping):
            return self.wrong(path, raw, "key = value")
        hints = annotations(kind)
        self.faults += [unknown_key((*path, key), hints) for key in raw if key not in hints]
        missing = [one.name for one in fields(kind) if _required(one) and one.name not in raw]
        self.faults += [missing_key((*path, name)) for name in missing]
        given = {name: self.read(hints[name], raw[name], (*path, name)) for name in hints if name in raw}
        empty = [one.name for one in fields(kind) if _required(one) and given.get(one.name) == NO_TEXT]
        self.faults += [missing_key((*path, name)) for name in empty]
        return None if missing else kind(**given)


def write(value: Any) -> Any:
    """Return the JSON-able form of a value."""
    if isinstance(value, tuple):
        return [write(one) for one in value]
    for kind, writer in WRITERS.items():
        if isinstance(value, kind):
            return writer(value)
    if is_dataclass(value):
        return {one.name: write(getattr(value, one.name)) for one in fields(value)}
    return value


@cache
def annotations(kind: Any) -> Mapping[str, Any]:
    """Return the types of a dataclass's fields."""
    return get_type_hints(kind)


def unknown_key(path: KeyPath, known: Mapping[str, Any]) -> Fault:
    """Say that a key is unknown and which is nearest."""
    near = difflib.get_close_matches(str(path[-1]), list(known), 1, 0.5)
    names = near[0] if near else ", ".join(known)
    return Fault(
        path, f"không có khoá này; có phải bạn muốn viết: {names}?", f"unknown key; did you mean: {names}?"
    )


def missing_key(path: KeyPath) -> Fault:
    """Say that a key must be stated."""
    return Fault(path, "thiếu khoá bắt buộc này; hãy thêm vào.", "this key is required; add it.")


def _required(one: Any) -> bool:
    return one.default is MISSING and one.default_factory is MISSING


def _text(raw: Any, _: ZoneInfo) -> Text:
    if isinstance(raw, str):
        return Text(raw)
    if not isinstance(raw, Mapping) or not all(isinstance(said, str) for said in raw.values()):
        raise TypeError
    return text_from(raw) if raw else NO_TEXT


def _instant(raw: Any, zone: ZoneInfo) -> datetime:
    if isinstance(raw, date):
        raw = raw.isoformat()
    return parse_instant(_only(str, raw), zone)


def _day(raw: Any, _: ZoneInfo) -> date:
    return raw if type(raw) is date else date.fromisoformat(_only(str, raw))


def _clock(raw: Any, _: ZoneInfo) -> time:
    if isinstance(raw, time):
        return raw
    return time(0) if raw == "24:00" else time.fromisoformat(_only(str, raw))


def _length(raw: Any, _: ZoneInfo) -> timedelta:
    if type(raw) is int:
        return timedelta(seconds=raw)
    found = _LENGTH.fullmatch(_only(str, raw))
    if found is None or found[2] not in UNITS:
        raise ValueError
    return timedelta(seconds=int(found[1]) * UNITS[found[2]])


def _number(raw: Any, _: ZoneInfo) -> Decimal:
    if isinstance(raw, bool):
        raise TypeError
    number = Decimal(str(raw)).normalize()
    if not number.is_finite():
        raise ValueError
    return number


def _rank_key(raw: Any, _: ZoneInfo) -> RankKey:
    return RankKey.parse(_only(str, raw))


def _only(kind: type, raw: Any) -> Any:
    if type(raw) is not kind:
        raise TypeError
    return raw


READERS: dict[Any, tuple[Callable[[Any, ZoneInfo], Any], str]] = {
    str: (lambda raw, _: _only(str, raw), '"…"'),
    int: (lambda raw, _: _only(int, raw), "10"),
    bool: (lambda raw, _: _only(bool, raw), "true | false"),
    Text: (_text, '{ vi = "…", en = "…" }'),
    datetime: (_instant, '"2022-09-08 09:30"'),
    date: (_day, '"2022-09-08"'),
    time: (_clock, '"09:30"'),
    timedelta: (_length, '"20 min"'),
    Decimal: (_number, "0.5"),
    RankKey: (_rank_key, f'"{Key.DURATION}" | "{Key.AGE} {Order.ASC}" ({", ".join(Key)})'),
}
WRITERS: dict[Any, Callable[[Any], Any]] = {
    StrEnum: str,
    Text: text_document,
    RankKey: str,
    datetime: lambda one: one.astimezone(UTC).isoformat().replace("+00:00", "Z"),
    date: date.isoformat,
    time: time.isoformat,
    timedelta: lambda one: int(one.total_seconds()),
    Decimal: lambda one: int(one) if one == int(one) else str(one.normalize()),
}
