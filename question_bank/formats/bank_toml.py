"""Reads the TOML in which banks are shipped and reviewed."""

import difflib
import tomllib
from datetime import date
from typing import Any

from question_bank.codes import Code
from question_bank.decoding import decode
from question_bank.faults import FaultError
from question_bank.intake import Intake
from question_bank.items import Choice, Item, Kind
from question_bank.places import Place
from question_bank.source import Source

KINDS: dict[str, type | tuple[type, ...]] = {
    "slug": str,
    "kind": str,
    "difficulty": str,
    "topic": str,
    "text": str,
    "choices": list,
    "right": list,
    "explanation": str,
    "source": str,
    "facts": list,
    "valid_on": date,
    "valid_to": date,
    "situation": bool,
    "asks_number": bool,
}
COPIED = ("slug", "difficulty", "explanation", "source", "valid_on", "valid_to", "situation", "asks_number")


def read(source: Source, intake: Intake) -> None:
    """Read every [[item]] table."""
    text = decode(source.content)[0].replace("\r\n", "\n")
    try:
        document = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise FaultError(Code.BAD_TOML, reason=str(error)[:120]) from error
    found = document.get("item", [])
    if not isinstance(found, list):
        raise FaultError(Code.BAD_VALUE, name="item", value=type(found).__name__)
    lines = [number for number, line in enumerate(text.split("\n"), 1) if line.strip() == "[[item]]"]
    lines += [0] * (len(found) - len(lines))
    for number, (table, line) in enumerate(zip(found, lines, strict=False), 1):
        _take(table, str(document.get("topic", "")), Place(line=line, number=number), intake)


def _take(table: object, topic: str, where: Place, intake: Intake) -> None:
    try:
        intake.take(_item(table, topic, where))
    except FaultError as error:
        intake.refuse(error.fault)


def _item(table: object, topic: str, where: Place) -> Item:
    if not isinstance(table, dict):
        raise FaultError(Code.BAD_VALUE, where, name="item", value=type(table).__name__)
    if isinstance(table.get("slug"), str):
        where = Place(line=where.line, item=table["slug"][:80])
    _check(table, where)
    given = {name: table[name] for name in COPIED if name in table}
    return Item(
        kind=_kind(table, where),
        text=table.get("text", ""),
        choices=_choices(table, where),
        topic=table.get("topic", topic),
        facts=tuple(str(fact) for fact in table.get("facts", [])),
        where=where,
        **given,
    )


def _check(table: dict[str, Any], where: Place) -> None:
    for name, value in table.items():
        if name not in KINDS:
            nearest = difflib.get_close_matches(name, KINDS, 1, 0)[0]
            raise FaultError(Code.UNKNOWN_FIELD, where, name=name[:40], nearest=nearest)
        if not isinstance(value, KINDS[name]):
            raise FaultError(Code.BAD_VALUE, where, name=name, value=str(value)[:40])


def _kind(table: dict[str, Any], where: Place) -> Kind:
    said = table.get("kind", "single")
    if said not in list(Kind):
        raise FaultError(Code.BAD_KIND, where, kind=said[:40])
    return Kind(said)


def _choices(table: dict[str, Any], where: Place) -> tuple[Choice, ...]:
    written, right = table.get("choices", []), table.get("right", [])
    for number in right:
        if not isinstance(number, int) or not 1 <= number <= len(written):
            raise FaultError(Code.BAD_KEY, where, key=str(number)[:40])
    return tuple(Choice(str(text), right=number in right) for number, text in enumerate(written, 1))
