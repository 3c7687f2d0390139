"""The engine for both databases, and the two ways to open a transaction on it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url

# A writer waits this long for the file before a request is answered "busy" (milliseconds).
SQLITE_BUSY_MS = 10_000
# Page cache of a connection, for long reads and for all others.
SQLITE_WIDE_KB, SQLITE_USUAL_KB = 65_536, 2_000
SQLITE_CLOCK = "SELECT strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')"
SQLITE_PRAGMAS = (
    "journal_mode=WAL",
    # FULL, because NORMAL was measured to lose acknowledged attempts with the power.
    "synchronous=FULL",
    "foreign_keys=ON",
    f"busy_timeout={SQLITE_BUSY_MS}",
)
# libpq waits for ever by default; these bound a cut network to a few seconds.
POSTGRES_CONNECT = {
    "connect_timeout": 3,
    "keepalives": 1,
    "keepalives_idle": 10,
    "keepalives_interval": 3,
    "keepalives_count": 3,
    "tcp_user_timeout": 3000,
}


def make_engine(url: str, *, pool_size: int = 10, pool_timeout: float = 5.0) -> Engine:
    """The engine of a database address: SQLite with WAL and full fsync, or PostgreSQL through psycopg 3."""
    if make_url(url).get_backend_name() == "sqlite":
        return _sqlite(url)
    return create_engine(
        url,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=pool_timeout,
        pool_pre_ping=True,
        connect_args=POSTGRES_CONNECT,
    )


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that may write: committed when the block ends, rolled back when it raises."""
    with engine.connect().execution_options(write=True) as db, db.begin():
        yield db


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection for reads: no transaction on PostgreSQL, a deferred one on SQLite."""
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
            yield db
    else:
        with engine.connect() as db:
            yield db


@contextmanager
def unchanging(engine: Engine) -> Iterator[Connection]:
    """One unchanging view of the database for a long read whose rows are streamed, and nothing else."""
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="REPEATABLE READ") as db, db.begin():
            yield db
    else:
        with engine.connect() as db, _wide_cache(db), db.begin():
            yield db


@contextmanager
def _wide_cache(db: Connection) -> Iterator[None]:
    # A long read looks up people and units at random: with SQLite's 2 MB it read every page many times.
    driver: Any = db.connection.driver_connection
    driver.execute(f"PRAGMA cache_size=-{SQLITE_WIDE_KB}")
    try:
        yield
    finally:
        driver.execute(f"PRAGMA cache_size=-{SQLITE_USUAL_KB}")


def database_now(db: Connection) -> datetime:
    """What the database's own clock says, to compare with ours."""
    if db.dialect.name == "postgresql":
        clock: datetime = db.execute(text("SELECT clock_timestamp()")).scalar_one()
        return clock.astimezone(UTC)
    return datetime.fromisoformat(db.execute(text(SQLITE_CLOCK)).scalar_one())


def _sqlite(url: str) -> Engine:
    engine = create_engine(
        url,
        connect_args={"isolation_level": None, "timeout": SQLITE_BUSY_MS / 1000, "check_same_thread": False},
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    for pragma in SQLITE_PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(db: Connection) -> None:
    # IMMEDIATE takes the write lock at once: a deferred read-then-write fails in spite of the busy timeout.
    db.exec_driver_sql("BEGIN IMMEDIATE" if db.get_execution_options().get("write") else "BEGIN")
