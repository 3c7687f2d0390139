"""Configuration of gunicorn: whose the socket is, and a word to the supervisor once a worker can answer."""

from __future__ import annotations

import contextlib
import os
from typing import Any

READY = "QUIZ_READY_FD"


def on_starting(arbiter: Any) -> None:
    """Treat the socket as gunicorn treats systemd's: a successor listens on it, so it is not removed."""
    arbiter.systemd = True


def post_worker_init(_worker: Any) -> None:
    """Write one byte when the application is loaded; nobody may be waiting any more."""
    if READY in os.environ:
        with contextlib.suppress(OSError):
            os.write(int(os.environ[READY]), b"1")
