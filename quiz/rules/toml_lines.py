"""Line numbers of the keys of a TOML text, which tomllib does not keep."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

KeyPath = tuple[str | int, ...]

_HEADER = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?")
_NAME = r"""(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')"""
_DOTTED = rf"{_NAME}(?:\s*\.\s*{_NAME})*"
_KEY = re.compile(rf"\s*({_DOTTED})\s*=")
_PART = re.compile(_NAME)
_LONG = r'"""(?:\\.|[^\\])*?"""' r"|'{3}.*?'{3}"
_SHORT = r'"(?:\\.|[^"\\\n])*"' r"|'[^'\n]*'" r"|#[^\n]*"
_TOKEN = re.compile(rf"{_LONG}|{_SHORT}|[\[\]{{}}\n]", re.DOTALL)
_INNER = re.compile(
    rf"{_LONG}|(?P<key>{_DOTTED})\s*=|{_SHORT}|(?P<mark>[\[\]{{}},])|\n|[^\s,\[\]{{}}]+", re.DOTALL
)


@dataclass(slots=True)
class Lines:
    """Key paths with the line at which each first stands."""

    known: dict[KeyPath, int] = field(default_factory=dict)

    def of(self, path: KeyPath) -> int:
        """Return the line of a key, or of the nearest one above it, 0 for none."""
        while path and path not in self.known:
            path = path[:-1]
        return self.known.get(path, 0)


def key_lines(text: str) -> Lines:
    """Scan a TOML text for the lines of its keys, and of the items of its lists with their keys."""
    lines, tables = Lines(), dict[KeyPath, int]()
    table: KeyPath = ()
    for number, statement in _statements(text):
        header = _HEADER.match(statement)
        if header:
            table = _enter(header, tables)
            lines.known.setdefault(table, number)
        elif key := _KEY.match(statement):
            path = table
            for part in _parts(key[1]):
                path = (*path, part)
                lines.known.setdefault(path, number)
            for below, at in _within(path, number, statement[key.end() :]):
                lines.known.setdefault(below, at)
    return lines


def _within(path: KeyPath, number: int, value: str) -> Iterator[tuple[KeyPath, int]]:
    """Yield the items of lists and the keys of tables inside a value that begins on this line."""
    here, around = path, list[KeyPath]()
    for token in _INNER.finditer(value):
        found, mark = token[0], token["mark"] or ""
        if token["key"]:
            here = (*around[-1][:-1], *_parts(token["key"]))
        if not found.startswith(("#", "\n", "]", "}", ",")):
            yield here, number
        if mark:
            here = _moved(here, mark, around)
        number += found.count("\n")


def _moved(here: KeyPath, mark: str, around: list[KeyPath]) -> KeyPath:
    """Return whose value comes after a bracket or comma; `around` ends in an item's number or in ""."""
    if mark in "[{":
        around.append((*here, 0 if mark == "[" else ""))
    elif mark == ",":
        *above, item = around[-1]
        around[-1] = (*above, item + 1 if isinstance(item, int) else item)
    else:
        around.pop()
    return around[-1] if around else here


def _enter(header: re.Match[str], tables: dict[KeyPath, int]) -> KeyPath:
    path: KeyPath = ()
    *above, last = _parts(header[2])
    for part in above:
        path = (*path, part)
        if path in tables:
            path = (*path, tables[path])
    path = (*path, last)
    if header[1] == "[[":
        tables[path] = tables.get(path, -1) + 1
        return (*path, tables[path])
    return path


def _parts(dotted: str) -> list[str]:
    return [part.strip("\"'") for part in _PART.findall(dotted)]


def _statements(text: str) -> Iterator[tuple[int, str]]:
    number, begin, begun, depth = 1, 0, 1, 0
    for token in _TOKEN.finditer(text):
        found = token[0]
        number += found.count("\n")
        depth += (found in "[{") - (found in "]}")
        if found == "\n" and depth <= 0:
            yield begun, text[begin : token.start()]
            begin, begun, depth = token.end(), number, 0
    yield begun, text[begin:]
