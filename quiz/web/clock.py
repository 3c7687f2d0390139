"""The one place that reads the clock for a request; the moment of arrival is read once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask import current_app, g


def utc_now(test_clock: Path | None = None) -> datetime:
    """The present instant, shifted by the seconds in the test clock's file where settings allow one."""
    now = datetime.now(UTC)
    if test_clock is None or not test_clock.exists():
        return now
    return now + timedelta(seconds=float(test_clock.read_text() or 0))


def read_clock() -> None:
    """Remember the arrival of this request, before anything else is done with it."""
    g.now = utc_now(current_app.config["SETTINGS"].test_clock)


def arrival() -> datetime:
    """When this request arrived; the only `now` that it knows."""
    now: datetime = g.now
    return now
