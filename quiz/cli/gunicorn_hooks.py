"""Configuration of gunicorn: whose the socket is, and a word to the supervisor once a worker can answer."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import Any

from quiz.settings import misspelt

READY = "QUIZ_READY_FD"


def on_starting(arbiter: Any) -> None:
    """Leave the socket when we end, as gunicorn does with systemd's; and refuse a misspelt setting."""
    # A reload must not bring in a setting that nobody hears: the server before goes on.
    for name in misspelt():
        arbiter.log.error("%s is no setting", name)
        sys.exit(1)
    arbiter.systemd = True


def post_worker_init(_worker: Any) -> None:
    """Write one byte when the application is loaded; nobody may be waiting any more."""
    if READY in os.environ:
        with contextlib.suppress(OSError):
            os.write(int(os.environ[READY]), b"1")
