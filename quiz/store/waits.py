"""A pool of connections that remembers how long its latest callers waited for one."""

from __future__ import annotations

import logging
import time
from collections import deque

from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

LATEST = 1_000
# Of this process; a number of callers would tell how many people come, so only the latest are kept.
SECONDS: deque[float] = deque(maxlen=LATEST)

# SQLAlchemy keeps its own pools' chatter down, by the name of their module.
logging.getLogger(__name__).setLevel(logging.WARNING)


class WaitingPool(QueuePool):
    """SQLAlchemy's usual pool, with an eye on the clock."""

    def _do_get(self) -> ConnectionPoolEntry:
        began = time.perf_counter()
        try:
            return super()._do_get()
        finally:
            SECONDS.append(time.perf_counter() - began)
