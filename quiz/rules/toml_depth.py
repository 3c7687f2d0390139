"""TOML texts that nest deeper than any rulebook does, refused before they cost memory or the stack."""

import re
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from quiz.rules.toml_lines import KeyPath

MOST_LEVELS = 50
SAID = (
    "có giá trị lồng nhau quá sâu; hãy bớt các dấu [ ], { } hoặc dấu chấm lồng vào nhau.",
    "a value nests too deeply; put fewer brackets [ ], { } or dots inside each other.",
)
_LONG_KEY = re.compile(rf"(?:^|[\[{{,])[ \t]*(?:[\w-]+[ \t]*\.[ \t]*){{{MOST_LEVELS}}}", re.MULTILINE)

_FIRST_NAME = re.compile(r"[\s\[]*([\w-]+)")


class TooDeep(ValueError):  # noqa: N818 - a finding about a text, told as a fault of it
    """The text nests too deeply; `line` is the one that opens most, `path` its key."""

    def __init__(self, text: str) -> None:
        super().__init__(SAID[1])
        lines = text.splitlines()
        opened = [sum(line.count(mark) for mark in "[{.") for line in lines]
        at = opened.index(max(opened))
        self.line, named = at + 1, _FIRST_NAME.match(lines[at])
        self.path: KeyPath = (named[1],) if named else ()


def loads(text: str) -> dict[str, Any]:
    """Return what the text states, with exact numbers; TooDeep, or tomllib's own error."""
    # A key of thousands of parts takes the parser memory in the square of their number.
    if _LONG_KEY.search(text):
        raise TooDeep(text)
    try:
        found = tomllib.loads(text, parse_float=Decimal)
    except RecursionError as error:
        raise TooDeep(text) from error
    if _levels_beyond(found):
        raise TooDeep(text)
    return found


def _levels_beyond(found: Any) -> bool:
    level = [found]
    for _ in range(MOST_LEVELS):
        level = [
            below
            for one in level
            for below in (one.values() if isinstance(one, Mapping) else one)
            if isinstance(below, dict | list)
        ]
    return bool(level)
