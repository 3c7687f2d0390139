"""The moment of a request's arrival, read once."""

from __future__ import annotations

from datetime import datetime

from flask import current_app, g

from quiz.clock import utc_now


def read_clock() -> None:
    """Remember the arrival of this request, before anything else is done with it."""
    g.now = utc_now(current_app.config["SETTINGS"].test_clock)


def arrival() -> datetime:
    """When this request arrived; the only `now` that it knows."""
    now: datetime = g.now
    return now
