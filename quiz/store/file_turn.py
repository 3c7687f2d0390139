"""The turn to write to an SQLite file: one writer of a process, then one process of the machine."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import TimeoutError as PoolTimeout

from quiz.store.waits import Turns


class FileTurn:
    """Lets the writers of a file follow each other at once.

    SQLite itself lets a writer sleep ever longer between two looks at the file's lock. Two processes of
    eight busy threads wrote half as often that way, and their slowest waits were five times as long.
    """

    def __init__(self, path: str, *, patience_seconds: float) -> None:
        self._beside = f"{path}-turn"
        self._patience = patience_seconds
        self._turns = Turns(1)

    @contextmanager
    def taken(self) -> Iterator[None]:
        """The turn, until the block ends; raises the pool's TimeoutError when this process is too busy.

        A process that is stopped while it writes holds up one writer of each other process for as long;
        the others are told "busy". The kernel ends the turn of a process that dies.
        """
        if not self._turns.take(self._patience):
            raise PoolTimeout("no turn to write")
        try:
            with self._before_other_processes():
                yield
        finally:
            self._turns.end()

    @contextmanager
    def _before_other_processes(self) -> Iterator[None]:
        # A file of its own: closing the database's would drop the locks that SQLite holds on it.
        # Opened each time, so that a child never shares its parent's turn; whoever runs `quiz` may read it.
        held = os.open(self._beside, os.O_RDONLY | os.O_CREAT, 0o644)
        try:
            fcntl.flock(held, fcntl.LOCK_EX)
            yield
        finally:
            # Said aloud, because a program started meanwhile holds the file for a moment too.
            fcntl.flock(held, fcntl.LOCK_UN)
            os.close(held)
