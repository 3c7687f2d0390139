"""The process in which a question file is read: little memory, little time, no network, no writing.

It takes one line of JSON and then the file on standard input, and answers a report as JSON.
"""

import json
import os
import resource
import sys
from typing import Any

from question_bank.codes import Code
from question_bank.confined import confine
from question_bank.faults import FaultError
from question_bank.intake import Intake
from question_bank.parsing import parse
from question_bank.reports import Report, layout_from_document, report_document
from question_bank.source import Source

MEMORY = 512_000_000
SECONDS = 30
MAX_ANSWER = 64_000_000


def main() -> int:
    """Read the request, confine this process, and write the report."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    wanted = json.loads(sys.stdin.buffer.readline())
    source = Source(wanted["name"], sys.stdin.buffer.read(), _layouts(wanted))
    out = os.dup(1)
    confine()
    answer = _answer(source)
    with os.fdopen(out, "wb") as stream:
        stream.write(answer)
    return 0


def _layouts(wanted: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(layout_from_document(document) for document in wanted["layouts"])


def _answer(source: Source) -> bytes:
    try:
        answer = json.dumps(report_document(parse(source)), ensure_ascii=False).encode()
    except MemoryError:
        return _unsafe(source)
    return answer if len(answer) <= MAX_ANSWER else _unsafe(source)


def _unsafe(source: Source) -> bytes:
    intake = Intake()
    intake.refuse(FaultError(Code.UNSAFE_FILE).fault)
    report: Report = intake.report(source.name, "unknown")
    return json.dumps(report_document(report)).encode()


if __name__ == "__main__":
    sys.exit(main())
