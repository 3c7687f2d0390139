"""Reads the clock for the shells: the only place in the product that does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path


def utc_now(test_clock: Path | None) -> datetime:
    """The present instant, shifted by the seconds in the test clock's file where settings allow one."""
    now = datetime.now(UTC)
    if test_clock is None or not test_clock.exists():
        return now
    return now + timedelta(seconds=float(test_clock.read_text() or 0))
