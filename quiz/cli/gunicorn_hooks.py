"""Configuration of gunicorn: whose the socket is, and what is done when a worker can answer or ends."""

from __future__ import annotations

import contextlib
import operator
import os
import sys
from typing import Any

from prometheus_client.multiprocess import mark_process_dead

from quiz.cli import shortcuts
from quiz.cli.figure_files import FOLDER
from quiz.settings import misspelt

READY = "QUIZ_READY_FD"
logger_class = shortcuts.Quiet


def on_starting(arbiter: Any) -> None:
    """Leave the socket when we end, as gunicorn does with systemd's; and refuse a misspelt setting."""
    # A reload must not bring in a setting that nobody hears: the server before goes on.
    for name in misspelt():
        arbiter.log.error("%s is no setting", name)
        sys.exit(1)
    arbiter.systemd = True


def post_worker_init(worker: Any) -> None:
    """Let it watch how late it is; say with one byte that it is loaded, nobody may be waiting any more."""
    # Threads have a queue of their own; greenlets are as late as their loop.
    threads = getattr(worker, "tpool", None)
    worker.wsgi.extensions["gate"].watch_lateness(threads.submit if threads else operator.call)
    shortcuts.take(worker.cfg)
    if READY in os.environ:
        with contextlib.suppress(OSError):
            os.write(int(os.environ[READY]), b"1")


def child_exit(_arbiter: Any, worker: Any) -> None:
    """Take back what the worker said of its present; what it counted stays counted."""
    if FOLDER in os.environ:
        mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]
