"""The engine for both databases, and the two ways to open a transaction on it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url

from quiz.store.file_turn import FileTurn
from quiz.store.idling import distrust_idlers
from quiz.store.prepared import tell
from quiz.store.waits import WaitingPool

# A writer waits this long for the file before a request is answered "busy" (milliseconds).
SQLITE_BUSY_MS = 10_000
# Page cache of a connection, for long reads and for all others. The system has the file in memory anyway, and
# each thread of a worker has a connection.
SQLITE_WIDE_KB, SQLITE_USUAL_KB = 65_536, 1_000
SQLITE_CLOCK = "SELECT strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')"
SQLITE_PRAGMAS = (
    "journal_mode=WAL",
    # FULL, because NORMAL was measured to lose acknowledged attempts with the power.
    "synchronous=FULL",
    "foreign_keys=ON",
    f"busy_timeout={SQLITE_BUSY_MS}",
    f"cache_size=-{SQLITE_USUAL_KB}",
)
BEGIN = {
    # IMMEDIATE takes the write lock at once: a deferred read-then-write fails in spite of the busy timeout.
    "sqlite": {"write": "BEGIN IMMEDIATE", "snapshot": "BEGIN"},
    "postgresql": {"write": "BEGIN", "snapshot": "BEGIN ISOLATION LEVEL REPEATABLE READ"},
}
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
    """The engine of a database address: SQLite with WAL and full fsync, or PostgreSQL through psycopg 3.

    Its connections stay in autocommit: a transaction is what `_begin` opens, everything else stands alone.
    """
    pool = {"poolclass": WaitingPool, "pool_size": pool_size, "max_overflow": 0, "pool_timeout": pool_timeout}
    made = _sqlite(url, pool) if make_url(url).get_backend_name() == "sqlite" else _postgresql(url, pool)
    event.listen(made, "begin", _begin)
    return made


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that may write: committed when the block ends, rolled back when it raises."""
    with _turn(engine), engine.connect().execution_options(begin="write") as db, db.begin():
        yield db


@contextmanager
def at_once(engine: Engine) -> Iterator[Connection]:
    """A connection whose every statement is a transaction of its own, for verbs that write but one."""
    with _turn(engine), engine.connect().execution_options(begin=None) as db:
        yield db


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection for reads; every statement sees the database as it is at that moment."""
    with engine.connect().execution_options(begin=None) as db:
        yield db


@contextmanager
def unchanging(engine: Engine) -> Iterator[Connection]:
    """One unchanging view of the database for a long read whose rows are streamed, and nothing else."""
    wide = _wide_cache if engine.dialect.name == "sqlite" else nullcontext
    with engine.connect().execution_options(begin="snapshot") as db, wide(db), db.begin():
        yield db


def _turn(engine: Engine) -> AbstractContextManager[None]:
    turn: FileTurn | None = engine.get_execution_options().get("turn")
    return turn.taken() if turn else nullcontext()


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


def _postgresql(url: str, pool: dict[str, Any]) -> Engine:
    engine = create_engine(url, isolation_level="AUTOCOMMIT", connect_args=POSTGRES_CONNECT, **pool)
    distrust_idlers(engine)
    return engine


def _sqlite(url: str, pool: dict[str, Any]) -> Engine:
    path = make_url(url).database
    engine = create_engine(
        url,
        execution_options={"turn": FileTurn(path, patience_seconds=SQLITE_BUSY_MS / 1000) if path else None},
        connect_args={"isolation_level": None, "timeout": SQLITE_BUSY_MS / 1000, "check_same_thread": False},
        **pool,
    )
    event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    for pragma in SQLITE_PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(db: Connection) -> None:
    options = db.get_execution_options()
    how = options.get("begin", "write")
    if how is not None and options.get("isolation_level") != "AUTOCOMMIT":
        tell(db, BEGIN[db.dialect.name][how])
