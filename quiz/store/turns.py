"""Short writes of a long job, with turns for everybody else between them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine

from quiz.store.engine import writing


class Turns:
    """Takes SQLite's one lock for at most half of the time, because it is not fair.

    Batches without a gap starved people's saves for 10 s. PostgreSQL locks rows, so nobody waits there.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._free_until = 0.0

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction of its own, begun when the lock was free for as long as the last one held it."""
        time.sleep(max(self._free_until - time.monotonic(), 0))
        with writing(self._engine) as db:
            taken = time.monotonic()
            yield db
        if self._engine.dialect.name == "sqlite":
            given_back = time.monotonic()
            self._free_until = given_back + (given_back - taken)
