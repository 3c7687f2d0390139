"""What a command of its own process spends."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Spent:
    """Wall and CPU time of a command, and its largest memory, which Linux begins with that of the caller."""

    seconds: float
    cpu_seconds: float
    megabytes: float


def spent(words: Sequence[str], output: Path, environment: Mapping[str, str] | None = None) -> Spent:
    """Run Python with these words, its standard output kept in a file; RuntimeError where it fails."""
    began = time.monotonic()
    with output.open("w") as kept:
        child = subprocess.Popen([sys.executable, *words], stdout=kept, env=environment)  # noqa: S603 (our own)
        _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise RuntimeError(f"{' '.join(words)} ended with {child.returncode}: {output.read_text()[:500]}")
    return Spent(time.monotonic() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
