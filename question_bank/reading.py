"""Reads a question file in a process of its own, so that no file can harm the one that asks."""

import os
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from question_bank import asking
from question_bank.codes import Code
from question_bank.faults import FaultError
from question_bank.reports import Layout, Report, documents, report_from

MAX_FILE = 10_000_000
MAX_PACKAGE = 30_000_000
PACKAGES = (".zip", ".h5p", ".imscc", ".xml", ".dat", ".docx")


def read(
    name: str,
    stream: BinaryIO,
    *,
    mapping: Sequence[Layout] = (),
    keys: BinaryIO | None = None,
    today: date | None = None,
) -> Report:
    """Read a question file of any format; see `read_pages`."""
    told = read_pages(name, stream, mapping=mapping, keys=keys, today=today)
    return report_from(next(told), told)


def read_pages(
    name: str,
    stream: BinaryIO,
    *,
    mapping: Sequence[Layout] = (),
    keys: BinaryIO | None = None,
    today: date | None = None,
) -> Iterator[Any]:
    """Give the head of the report and then its items page by page, so that a large file fills no memory.

    `mapping` holds columns as a person corrected them, `keys` the file of keys that belongs to a Word file;
    with `today` the questions are looked over as a careful editor would.
    """
    name = PurePosixPath(name.replace("\\", "/")).name[:200]
    limit = MAX_PACKAGE if name.lower().endswith(PACKAGES) else MAX_FILE
    files = [stream, keys] if keys else [stream]
    sizes = [_size(file) for file in files]
    if max(sizes) > limit:
        return documents(_refused(name, FaultError(Code.TOO_BIG, limit=limit // 1_000_000)))
    wanted = {
        "name": name,
        "size": sizes[0],
        "layouts": [layout.to_document() for layout in mapping],
        "today": today.isoformat() if today else "",
    }
    return _answered(name, asking.lines("question_bank.child", wanted, *files))


def _answered(name: str, told: Iterator[Any]) -> Iterator[Any]:
    head = next(told, None)
    if head is None:
        yield from documents(_refused(name, FaultError(Code.UNSAFE_FILE)))
        return
    yield head
    yield from told


def _size(stream: BinaryIO) -> int:
    size = stream.seek(0, os.SEEK_END)
    stream.seek(0)
    return size


def _refused(name: str, error: FaultError) -> Report:
    return Report(file=name, format="unknown", errors=(error.fault,))
