"""Reads single files of a result pack; what cannot be read is named by file and line."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from quiz.rules.refusals.packs import PackColumnsMissing, PackFileBroken, PackFileOdd, PackLineBroken
from quiz.rules.text import Text as Said

Line = Mapping[str, str]
# What values of another kind than expected raise when they are taken for what they should be.
ODD = (LookupError, ValueError, TypeError, AttributeError)


def text(folder: Path, name: str) -> str:
    """A file as text; raises PackFileBroken with the line that is no UTF-8."""
    content = (folder / name).read_bytes()
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise PackFileBroken(file=name, line=content[: error.start].count(b"\n") + 1) from error


def document(folder: Path, name: str) -> Any:
    """A JSON file; raises PackFileBroken with the line where it ends or stops being JSON."""
    try:
        return json.loads(text(folder, name))
    except json.JSONDecodeError as error:
        raise PackFileBroken(file=name, line=error.lineno) from error
    except RecursionError as error:
        raise PackFileBroken(file=name, line=1) from error


def lines(folder: Path, name: str, needed: Sequence[str]) -> Iterator[Line]:
    """The lines of a CSV file, one by one; raises PackColumnsMissing, PackLineBroken and PackFileBroken."""
    with (folder / name).open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream, strict=True)
        try:
            missing = [column for column in needed if column not in (reader.fieldnames or ())]
            if missing:
                raise PackColumnsMissing(file=name, line=1, columns=", ".join(missing))
            for line in reader:
                if None in line or None in line.values():
                    raise PackLineBroken(file=name, line=reader.line_num)
                yield line
        except UnicodeDecodeError:
            text(folder, name)
            raise
        except csv.Error as error:
            # The reader counts a line when it is read: what could not be read begins on the next one.
            raise PackLineBroken(file=name, line=reader.line_num + 1) from error


@contextmanager
def understood(name: str) -> Iterator[None]:
    """Whoever takes values out of this JSON file: raises PackFileOdd where they are not of their kind."""
    try:
        yield
    except ODD as error:
        raise PackFileOdd(file=name, why=_why(error)) from error


@contextmanager
def line_understood(name: str, line: int) -> Iterator[None]:
    """Whoever takes values out of this line of a CSV file: raises PackLineBroken likewise."""
    try:
        yield
    except ODD as error:
        raise PackLineBroken(file=name, line=line) from error


def _why(error: Exception) -> Said:
    if isinstance(error, KeyError):
        return Said(f"thiếu mục “{error.args[0]}”", f"“{error.args[0]}” is missing")
    return Said("có giá trị sai kiểu", "a value is of another kind")
