"""Line numbers of the keys of a TOML text, which tomllib does not keep."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

KeyPath = tuple[str | int, ...]

_HEADER = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?")
_KEY = re.compile(
    r"""\s*((?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*'))*)\s*="""
)
_PART = re.compile(r"""[A-Za-z0-9_-]+|"[^"]*"|'[^']*'""")
_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"""' r"|'''.*?'''" r'|"(?:\\.|[^"\\\n])*"' r"|'[^'\n]*'" r"|#[^\n]*|[\[\]{}\n]",
    re.DOTALL,
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
    """Scan a TOML text for the lines of its keys; inline tables and arrays count as one line."""
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
    return lines


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
