"""Who wants to know hears of every slow statement and of every failure of the database."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.engine import ExceptionContext

LONGEST_SHOWN = 500


def watch(
    engine: Engine, *, slow_ms: float, slow: Callable[[str, float], None], failed: Callable[[str], None]
) -> None:
    """Call `slow` with SQL, never its values, and milliseconds; `failed` with the kind of an error."""

    def begin(_db: Any, _cursor: Any, _sql: str, _values: Any, context: Any, _many: bool) -> None:  # noqa: FBT001 (SQLAlchemy's)
        context.began = time.perf_counter()

    def end(_db: Any, _cursor: Any, sql: str, _values: Any, context: Any, _many: bool) -> None:  # noqa: FBT001 (SQLAlchemy's)
        spent = (time.perf_counter() - context.began) * 1000
        if spent >= slow_ms:
            slow(" ".join(sql.split())[:LONGEST_SHOWN], spent)

    def fail(context: ExceptionContext) -> None:
        failed(type(context.original_exception).__name__)

    event.listen(engine, "before_cursor_execute", begin)
    event.listen(engine, "after_cursor_execute", end)
    event.listen(engine, "handle_error", fail)
