"""Asks a process of its own to read a foreign file, so that no file can harm the one that asks."""

import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, BinaryIO

SECONDS = 30
PIECE = 65_536
log = logging.getLogger(__name__)


def ask(module: str, wanted: Mapping[str, Any], content: bytes) -> Any:
    """Answer what that module of ours made of the file, None when it could not be read safely."""
    return next(lines(module, wanted, BytesIO(content)), None)


def lines(module: str, wanted: Mapping[str, Any], *contents: BinaryIO) -> Iterator[Any]:
    """Give the lines of JSON that the module made of the files, none when they could not be read safely.

    Question, answer and file stay out of this process's memory: a web worker reads large files by the dozen.
    """
    # files without a name: they are gone when they are closed, and no pipe can fill up
    with TemporaryFile() as asked, TemporaryFile() as answer, TemporaryFile() as trouble:
        hashed = _write(asked, wanted, contents)
        try:
            subprocess.run(  # noqa: S603 - one of our own modules under our own interpreter
                [sys.executable, "-P", "-X", "utf8", "-m", module],
                stdin=asked,
                stdout=answer,
                stderr=trouble,
                timeout=SECONDS,
                check=True,
                env=_environment(),
            )
            answer.seek(0)
            yield from map(json.loads, answer)
        except (subprocess.SubprocessError, ValueError) as error:
            log.warning("file %s could not be read: %r %s", hashed, type(error), _last_line(trouble))


def _write(asked: BinaryIO, wanted: Mapping[str, Any], contents: tuple[BinaryIO, ...]) -> str:
    asked.write(json.dumps(wanted).encode() + b"\n")
    digest = sha256()
    for content in contents:
        while piece := content.read(PIECE):
            asked.write(piece)
            digest.update(piece)
    asked.seek(0)
    return digest.hexdigest()


def _last_line(trouble: BinaryIO) -> str:
    trouble.seek(0, os.SEEK_END)
    trouble.seek(max(trouble.tell() - PIECE, 0))
    return trouble.read().strip().rpartition(b"\n")[2].decode(errors="replace")[:200]


def _environment() -> dict[str, str]:
    # none of the web worker's settings, which hold keys, travel into the process that reads foreign files
    return {"PYTHONPATH": str(Path(__file__).parent.parent), "PATH": os.defpath, "LANG": "C.UTF-8"}
