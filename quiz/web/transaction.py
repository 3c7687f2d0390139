"""Opens the database for a view: `with writing() as db`, `with reading() as db`."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import cast

from flask import current_app
from sqlalchemy import Connection, Engine

from quiz.store import engine as store_engine


def engine() -> Engine:
    """The engine of this application."""
    return cast("Engine", current_app.extensions["engine"])


def writing() -> AbstractContextManager[Connection]:
    """A transaction that may write; it commits when the block ends and rolls back when it raises."""
    return store_engine.writing(engine())


def at_once() -> AbstractContextManager[Connection]:
    """A connection whose every statement is a transaction of its own."""
    return store_engine.at_once(engine())


def reading() -> AbstractContextManager[Connection]:
    """A connection for reads."""
    return store_engine.reading(engine())
