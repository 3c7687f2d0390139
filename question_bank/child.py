"""The process in which a question file is read: little memory, little time, no network, no writing.

It takes one line of JSON and then the files on standard input, and answers a report as lines of JSON.
"""

import json
import os
import resource
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any, BinaryIO

from question_bank import inspection
from question_bank.closed import MEMORY, SECONDS
from question_bank.codes import Code
from question_bank.confined import confine
from question_bank.faults import FaultError
from question_bank.parsing import parse
from question_bank.reports import Report, documents, layout_from_document
from question_bank.source import Source

MAX_ANSWER = 64_000_000


def main() -> int:
    """Read the request, confine this process, and write the report."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    wanted = json.loads(sys.stdin.buffer.readline())
    content = sys.stdin.buffer.read(wanted["size"])
    source = Source(wanted["name"], content, _layouts(wanted), sys.stdin.buffer.read())
    out = os.dup(1)
    confine()
    with os.fdopen(out, "wb") as stream:
        _tell(source, wanted["today"], stream)
    return 0


def _layouts(wanted: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(layout_from_document(document) for document in wanted["layouts"])


def _tell(source: Source, today: str, stream: BinaryIO) -> None:
    try:
        lines = list(_lines(_looked_over(parse(source), today)))
    except MemoryError:
        lines = []
    if not lines or sum(map(len, lines)) > MAX_ANSWER:
        refused = Report(file=source.name, format="unknown", errors=(FaultError(Code.UNSAFE_FILE).fault,))
        lines = list(_lines(refused))
    stream.writelines(lines)


def _lines(report: Report) -> Iterator[bytes]:
    for document in documents(report):
        yield json.dumps(document, ensure_ascii=False).encode() + b"\n"


def _looked_over(report: Report, today: str) -> Report:
    if not today:
        return report
    found = inspection.inspect(report.items, today=date.fromisoformat(today))
    # a second copy was told already, while the file was read
    return replace(report, remarks=tuple(fault for fault in found if fault.code is not Code.TWIN))


if __name__ == "__main__":
    sys.exit(main())
