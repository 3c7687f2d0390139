"""Reads a question file in a process of its own, so that no file can harm the one that asks."""

from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import BinaryIO

from question_bank.asking import ask
from question_bank.codes import Code
from question_bank.faults import FaultError
from question_bank.reports import Layout, Report, report_from_document

MAX_FILE = 10_000_000
MAX_PACKAGE = 30_000_000
PACKAGES = (".zip", ".h5p", ".imscc", ".xml", ".dat", ".docx")


def read(name: str, stream: BinaryIO, *, mapping: Sequence[Layout] = ()) -> Report:
    """Read a question file of any format; `mapping` holds columns as a person corrected them."""
    name = PurePosixPath(name.replace("\\", "/")).name[:200]
    limit = MAX_PACKAGE if name.lower().endswith(PACKAGES) else MAX_FILE
    content = stream.read(limit + 1)
    if len(content) > limit:
        return _refused(name, FaultError(Code.TOO_BIG, limit=limit // 1_000_000))
    wanted = {"name": name, "layouts": [layout.to_document() for layout in mapping]}
    answer = ask("question_bank.child", wanted, content)
    return _refused(name, FaultError(Code.UNSAFE_FILE)) if answer is None else report_from_document(answer)


def _refused(name: str, error: FaultError) -> Report:
    return Report(file=name, format="unknown", errors=(error.fault,))
