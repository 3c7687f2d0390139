"""Recounts this result pack: python3 recount.py [FOLDER]. Needs Python 3.11 and nothing else.

Written from docs/result-pack.md, docs/draw.md and docs/units.md, sharing no line with the program that made
the results. It checks every file against manifest, commitments and seals, draws every sheet again, marks it,
works out places, prizes and tables of units, and names, result by result, what it does not work out.

First part: the files. One that is missing, broken or without what it must tell ends the recount by its name.
"""

import csv
import hashlib
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn, TextIO

Line = dict[str, str]
UNREADABLE = (
    LookupError,
    TypeError,
    ValueError,
    AttributeError,
    ArithmeticError,
    RuntimeError,
    StopIteration,
)
COMMITTED = {"document": dict, "salt": str, "commitment": str}
QUESTION = {"id": str}
# What must stand in a file before it is used; a list stands for all of its entries, "*" for all keys.
SHAPES: dict[str, Any] = {
    "manifest.json": {"format": int, "files": {"*": {"sha256": str}}},
    "rounds.json": [{"slug": str, "state": str, "rulebook": object}],
    "seals.json": [{"number": int, "root": str, "previous": str}],
    "rulebooks": {
        "document": {
            "blocks": list,
            "collectives": [{"slug": str}],
            "eligibility": dict,
            "overall": {"combine": str},
            "progressions": list,
            "rounds": [{"slug": str, "opens": str, "closes": str}],
            **dict.fromkeys(("time", "scoring", "counting", "ranking", "qualification", "prediction"), dict),
            "paper": dict,
            "prizes": {"tiers": [{"slug": str, "count": int}]},
        },
        "digest": str,
    },
    "papers": {
        **COMMITTED,
        "document": {"plan": {"questions": int, "draw": str, "strata": list}, "questions": [QUESTION]},
        "keys": [{**COMMITTED, "document": {"solutions": {"*": {"right": [int]}}}}],
    },
    "results": {
        "rulebook": int,
        "rounds": object,
        "figures": {"*": dict},
        "fixed_truths": list,
        "collectives": {"*": [{"unit": str}]},
    },
}


def missing(names: list[str]) -> NoReturn:
    """Ends the recount for files that are not there."""
    sys.exit(f"{', '.join(names)}: thiếu trong gói kết quả / missing from the result pack")


@contextmanager
def understood(name: str) -> Iterator[None]:
    """Names the file, or the line of it, in which something cannot be understood."""
    try:
        yield
    except UNREADABLE as error:
        sys.exit(
            f"{name}: có nội dung thiếu hoặc không đọc được / something is missing or unreadable ({error})"
        )


def read_json(folder: Path, name: str) -> Any:
    """A JSON document that has what its kind must have."""
    try:
        document = json.loads(_text(folder, name))
    except json.JSONDecodeError as error:
        sys.exit(f"{name}:{error.lineno}: bị cắt hoặc không phải JSON / cut off or no JSON")
    except (ValueError, RecursionError):
        sys.exit(f"{name}: không phải JSON đọc được / no readable JSON")
    shape = SHAPES[name if name in SHAPES else name.split("/")[0]]
    if not isinstance(document, type(shape)):
        vi, en = ("danh sách", "list") if isinstance(shape, list) else ("đối tượng", "object")
        sys.exit(f"{name}: cả tệp phải là một {vi} JSON / the whole file must be a JSON {en}")
    if lack := lacks(document, shape):
        sys.exit(f"{name}: thiếu hoặc sai mục “{lack}” / “{lack}” is missing or wrong")
    return document


def read_lines(folder: Path, name: str, needed: set[str]) -> list[Line]:
    """The lines of a table that has these columns and as many cells in every line."""
    return list(each_line(folder, name, needed))


def each_line(folder: Path, name: str, needed: set[str]) -> Iterator[Line]:
    """The same line by line: of the attempts of a province there are more than memory should hold."""
    with _opened(folder, name) as stream:
        reader = csv.DictReader(stream, strict=True)
        try:
            if lack := needed - set(reader.fieldnames or ()):
                sys.exit(f"{name}:1: thiếu cột / lacks columns: {', '.join(sorted(lack))}")
            for line in reader:
                if None in line or None in line.values():
                    sys.exit(
                        f"{name}:{reader.line_num}: số ô khác dòng tiêu đề / not as many cells as the header"
                    )
                yield line
        except UnicodeDecodeError:
            _text(folder, name)
            raise
        except csv.Error as error:
            # The reader counts a line when it is read: what could not be read begins on the next one.
            sys.exit(f"{name}:{reader.line_num + 1}: dòng không đọc được / unreadable line ({error})")


def lacks(value: Any, shape: Any, path: str = "") -> str:
    """Where a document is not as it must be; empty when it is."""
    if isinstance(shape, list):
        if not isinstance(value, list):
            return path
        inside = [(one, shape[0], f"{path}[{number}]") for number, one in enumerate(value)]
    elif isinstance(shape, dict):
        if not isinstance(value, dict):
            return path
        names = {name: shape.get(name, shape.get("*")) for name in (value if "*" in shape else shape)}
        inside = [(value.get(name), told, f"{path}.{name}".strip(".")) for name, told in names.items()]
    else:
        return "" if isinstance(value, shape) else path
    return next((lack for each in inside if (lack := lacks(*each))), "")


def canonical(document: Any) -> bytes:
    """JSON as digests are made of it."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def sha_of(path: Path) -> str:
    """SHA-256 of a file in hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def sha(content: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(content).hexdigest()


def microseconds(cell: str) -> int:
    """An instant in microseconds since 1970."""
    since = datetime.fromisoformat(cell) - datetime.fromisoformat("1970-01-01T00:00:00+00:00")
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def _opened(folder: Path, name: str) -> TextIO:
    try:
        return (folder / name).open(encoding="utf-8", newline="")
    except FileNotFoundError:
        missing([name])
    except OSError as error:
        sys.exit(f"{name}: không mở được / cannot be opened ({error.strerror})")


def _text(folder: Path, name: str) -> str:
    try:
        content = (folder / name).read_bytes()
    except FileNotFoundError:
        missing([name])
    except OSError as error:
        sys.exit(f"{name}: không mở được / cannot be opened ({error.strerror})")
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        sys.exit(f"{name}:{line}: không phải UTF-8 / no UTF-8")
