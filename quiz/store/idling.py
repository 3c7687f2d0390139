"""A pool tests a connection that has idled, and no other: a test at each checkout is a round trip wasted."""

from __future__ import annotations

from time import monotonic
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.exc import InvalidatePoolError

TRUSTED_SECONDS = 5.0
LEFT = "left"


def distrust_idlers(engine: Engine) -> None:
    """Test connections that come out of the pool after some seconds; one that is dead empties the pool."""
    dialect = engine.dialect

    def leave(_connection: Any, record: Any) -> None:
        record.info[LEFT] = monotonic()

    def take(connection: Any, record: Any, _proxy: Any) -> None:
        if monotonic() - record.info.get(LEFT, 0.0) < TRUSTED_SECONDS:
            return
        try:
            dialect.do_ping(connection)
        except dialect.loaded_dbapi.Error as error:
            raise InvalidatePoolError from error

    event.listen(engine, "connect", leave)
    event.listen(engine, "checkin", leave)
    event.listen(engine, "checkout", take)
