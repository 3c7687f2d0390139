"""Asks a process of its own to read a foreign file, so that no file can harm the one that asks."""

import json
import logging
import os
import subprocess
import sys
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

SECONDS = 30
log = logging.getLogger(__name__)


def ask(module: str, wanted: Mapping[str, Any], content: bytes) -> Any:
    """Answer what that module of ours made of the file, None when it could not be read safely."""
    try:
        done = subprocess.run(  # noqa: S603 - one of our own modules under our own interpreter
            [sys.executable, "-P", "-X", "utf8", "-m", module],
            input=json.dumps(wanted).encode() + b"\n" + content,
            capture_output=True,
            timeout=SECONDS,
            check=True,
            env=_environment(),
        )
        return json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError) as error:
        stderr = getattr(error, "stderr", None) or b""
        last_line = stderr.strip().rpartition(b"\n")[2].decode(errors="replace")[:200]
        log.warning("file %s could not be read: %r %s", sha256(content).hexdigest(), type(error), last_line)
        return None


def _environment() -> dict[str, str]:
    # none of the web worker's settings, which hold keys, travel into the process that reads foreign files
    return {"PYTHONPATH": str(Path(__file__).parent.parent), "PATH": os.defpath, "LANG": "C.UTF-8"}
