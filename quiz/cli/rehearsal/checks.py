"""What would spoil a rehearsal, said with its remedy before anything is started."""

from __future__ import annotations

import importlib.util
import resource
import shutil
import socket
import tempfile
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import Engine, inspect
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from quiz.rules.refusals.rehearsals import (
    DatabaseInMemory,
    DatabaseNotEmpty,
    DatabaseSilent,
    FewFiles,
    FolderShut,
    FolderUsed,
    LittleDisk,
    LocustMissing,
    PortTaken,
    ProductionDatabase,
)
from quiz.rules.rehearsing import Load, Shape
from quiz.store.engine import make_engine

ROOT = Path(__file__).resolve().parents[3]
# Measured: 350 bytes a person or attempt in SQLite; its log, its export and PostgreSQL's indexes want more.
BYTES_A_ROW, BYTES_A_VISIT, BYTES_BESIDES = 1_500, 6_000, 300_000_000
MEGA = 1_000_000
FILES_A_VISIT, FILES_BESIDES = 2, 300
MOST_AT_ONCE = 20_000
FILE_KIND = "sqlite"


def tools() -> None:
    """Raise LocustMissing where no crowd can be played."""
    if importlib.util.find_spec("locust") is None or not (ROOT / "loadtests").is_dir():
        raise LocustMissing


def disk(folder: Path, rows: int, loads: Iterable[Load], free: int | None = None) -> None:
    """Raise LittleDisk where the copy, its ledger and its export would not fit."""
    there = next(one for one in (folder, *folder.absolute().parents) if one.exists())
    have = shutil.disk_usage(there).free if free is None else free
    visits = sum(one.attempts for one in loads)
    wanted = rows * BYTES_A_ROW + visits * BYTES_A_VISIT + BYTES_BESIDES
    if have < wanted:
        raise LittleDisk(folder=folder, have=have // MEGA, wanted=wanted // MEGA)


def writable(folder: Path) -> None:
    """Raise FolderShut where nothing can be kept: a finished run must not end with nowhere to go."""
    try:
        is_new = not folder.exists()
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
        if is_new:
            folder.rmdir()  # a run that is broken off leaves no empty folder
    except OSError as error:
        raise FolderShut(folder=folder, why=error.strerror or type(error).__name__) from error


def unused(folder: Path) -> None:
    """Raise FolderUsed where an earlier run lies."""
    if any((folder / shape).exists() for shape in Shape):
        raise FolderUsed(folder=folder)


def files(loads: Iterable[Load], hard: int | None = None) -> None:
    """Raise FewFiles where the crowd cannot have its connections; raises the soft limit if it may."""
    visits = min(max(one.attempts for one in loads), MOST_AT_ONCE)
    wanted = visits * FILES_A_VISIT + FILES_BESIDES
    soft, allowed = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = allowed if hard is None else hard
    if most != resource.RLIM_INFINITY and most < wanted:
        raise FewFiles(have=most, wanted=wanted)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, allowed))


def port(asked: int | None) -> int:
    """The port to serve on: the one asked for, raising PortTaken, or a free one."""
    try:
        with socket.create_server(("127.0.0.1", asked or 0)) as listening:
            found: int = listening.getsockname()[1]
            return found
    except OSError as error:
        raise PortTaken(port=asked) from error


def empty_database(url: str, production: str) -> Engine:
    """The engine of the database to rehearse in; refuses production's, a full, a silent one or no file."""
    try:
        address = make_url(url)
        if _lacks_file(address):
            raise DatabaseInMemory(url=url)
        if _same(address, make_url(production)):
            raise ProductionDatabase
        engine = make_engine(url)
        tables = inspect(engine).get_table_names()
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        raise DatabaseSilent(why=error) from error
    except SQLAlchemyError as error:
        raise DatabaseSilent(why=str(getattr(error, "orig", error)).splitlines()[0]) from error
    if tables:
        engine.dispose()
        raise DatabaseNotEmpty(tables=len(tables))
    return engine


def _lacks_file(address: URL) -> bool:
    if address.get_backend_name() != FILE_KIND:
        return False
    file, said = address.database or "", str(address.query.get("mode", ""))
    return not file or ":memory:" in file or "mode=memory" in file or said == "memory"


def _same(one: URL, other: URL) -> bool:
    if one.get_backend_name() != other.get_backend_name():
        return False
    if one.get_backend_name() == FILE_KIND:
        return Path(one.database or "").resolve() == Path(other.database or "").resolve()
    return _place(one) == _place(other)


def _place(address: URL) -> tuple[object, ...]:
    asked = address.query
    host = address.host or asked.get("host") or "localhost"
    nearby = "localhost" if host in ("127.0.0.1", "::1", "localhost") else host
    return nearby, address.port or asked.get("port") or 5432, address.database or address.username
