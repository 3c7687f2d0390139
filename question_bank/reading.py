"""Reads a question file in a process of its own, so that no file can harm the one that asks."""

import json
import logging
import os
import subprocess
import sys
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from question_bank.codes import Code
from question_bank.faults import FaultError
from question_bank.reports import Layout, Report, report_from_document

MAX_FILE = 10_000_000
MAX_PACKAGE = 30_000_000
PACKAGES = (".zip", ".h5p", ".imscc", ".xml", ".dat", ".docx")
SECONDS = 30
log = logging.getLogger(__name__)


def read(name: str, stream: BinaryIO, *, mapping: Sequence[Layout] = ()) -> Report:
    """Read a question file of any format; `mapping` holds columns as a person corrected them."""
    name = PurePosixPath(name.replace("\\", "/")).name[:200]
    limit = MAX_PACKAGE if name.lower().endswith(PACKAGES) else MAX_FILE
    content = stream.read(limit + 1)
    if len(content) > limit:
        return _refused(name, FaultError(Code.TOO_BIG, limit=limit // 1_000_000))
    answer = _asked(name, content, mapping)
    return _refused(name, FaultError(Code.UNSAFE_FILE)) if answer is None else answer


def _asked(name: str, content: bytes, mapping: Sequence[Layout]) -> Report | None:
    wanted = {"name": name, "layouts": [layout.to_document() for layout in mapping]}
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-X", "utf8", "-m", "question_bank.child"],
            input=json.dumps(wanted).encode() + b"\n" + content,
            capture_output=True,
            timeout=SECONDS,
            check=True,
            env=_environment(),
        )
        return report_from_document(json.loads(done.stdout))
    except (subprocess.SubprocessError, ValueError) as error:
        stderr = getattr(error, "stderr", None) or b""
        last_line = stderr.strip().rpartition(b"\n")[2].decode(errors="replace")[:200]
        log.warning("file %s could not be read: %r %s", sha256(content).hexdigest(), type(error), last_line)
        return None


def _environment() -> dict[str, str]:
    # none of the web worker's settings, which hold keys, travel into the process that reads foreign files
    return {"PYTHONPATH": str(Path(__file__).parent.parent), "PATH": os.defpath, "LANG": "C.UTF-8"}


def _refused(name: str, error: FaultError) -> Report:
    return Report(file=name, format="unknown", errors=(error.fault,))
