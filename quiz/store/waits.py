"""A pool of connections that serves its callers in their order, and knows how long the latest waited."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from typing import Any

from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

LATEST = 1_000
# Of this process; a number of callers would tell how many people come, so only the latest are kept.
SECONDS: deque[float] = deque(maxlen=LATEST)
# SQLAlchemy keeps its own pools' chatter down, by the name of their module.
logging.getLogger(__name__).setLevel(logging.WARNING)


class Turns:
    """So many may be in at once; a turn that ends is handed to whoever has waited longest."""

    # Named in full: gevent replaces them in a worker that inherited this module from its server.
    def __init__(self, free: int) -> None:
        self._free = free
        self._waiting: deque[threading.Event] = deque()
        self._lock = threading.Lock()

    def take(self, seconds: float) -> bool:
        """Whether there was a turn within that time."""
        with self._lock:
            if self._free:
                self._free -= 1
                return True
            mine = threading.Event()
            self._waiting.append(mine)
        if mine.wait(seconds):
            return True
        with self._lock:
            if mine not in self._waiting:
                return True  # handed over at the last moment
            self._waiting.remove(mine)
            return False

    def end(self) -> None:
        """Give the turn back."""
        with self._lock:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._free += 1


class WaitingPool(QueuePool):
    """SQLAlchemy's pool in the order of arrival.

    In its own whoever comes just then goes first: under load some waited five seconds in vain.
    """

    def __init__(self, creator: Any, pool_size: int = 5, max_overflow: int = 10, **more: Any) -> None:
        super().__init__(creator, pool_size=pool_size, max_overflow=max_overflow, **more)
        self._turns = Turns(pool_size + max_overflow)

    def _do_get(self) -> ConnectionPoolEntry:
        began = time.perf_counter()
        if not self._turns.take(self._timeout):
            raise PoolTimeout(f"no connection within {self._timeout} s")
        SECONDS.append(time.perf_counter() - began)
        try:
            return super()._do_get()
        except BaseException:
            self._turns.end()
            raise

    def _do_return_conn(self, record: ConnectionPoolEntry) -> None:
        super()._do_return_conn(record)
        self._turns.end()
