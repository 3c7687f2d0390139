"""The folder in which the workers of `quiz serve` keep the figures of `/metrics`."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# prometheus_client's word; it must be set before a worker loads that library.
FOLDER = "PROMETHEUS_MULTIPROC_DIR"
PREFIX = "quiz-figures-"


@contextmanager
def figure_files() -> Iterator[dict[str, str]]:
    """What the server's environment needs; the folder goes with it, and those of killed servers before."""
    # systemd gives a service a folder in memory; figures are not worth a disk's time.
    above = Path(os.environ.get("RUNTIME_DIRECTORY", "").partition(":")[0] or tempfile.gettempdir())
    _clear(above)
    with tempfile.TemporaryDirectory(prefix=f"{PREFIX}{os.getpid()}-", dir=above) as folder:
        yield {FOLDER: folder}


def _clear(above: Path) -> None:
    for left in above.glob(f"{PREFIX}*"):
        pid = left.name.removeprefix(PREFIX).partition("-")[0]
        if not Path("/proc", pid).exists() and left.stat().st_uid == os.getuid():
            shutil.rmtree(left, ignore_errors=True)
