"""Consistent copies of a running database, and their way back into an empty one."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import cast

from sqlalchemy import Engine, inspect

from quiz.rules.refusals.backups import BackupExists, NotABackup, NotEmpty, ProgramFailed, ProgramMissing

SQLITE_HEAD, POSTGRES_HEAD = b"SQLite format 3\0", b"PGDMP"
# Names and telephones are in it.
OWNER_ONLY = 0o600


def write(engine: Engine, file: Path) -> int:
    """The size of the new backup in bytes; it bears its name only when it is whole and on the disk."""
    if file.exists():
        raise BackupExists(file=file)
    with _partial(file) as partial:
        if engine.dialect.name == "postgresql":
            _dump(engine, partial)
        else:
            _copy(engine, partial)
    return file.stat().st_size


def restore(engine: Engine, file: Path) -> None:
    """Bring a backup into an empty database; raises NotEmpty, NotABackup."""
    head = SQLITE_HEAD if engine.dialect.name == "sqlite" else POSTGRES_HEAD
    with file.open("rb") as stream:
        if stream.read(len(head)) != head:
            raise NotABackup(file=file, kind=engine.dialect.name)
    if inspect(engine).get_table_names():
        raise NotEmpty
    if engine.dialect.name == "postgresql":
        options = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]
        _run("pg_restore", engine, [*options, str(file)])
    else:
        _bring_back(engine, file)


@contextmanager
def _partial(file: Path) -> Iterator[Path]:
    partial = file.with_name(f"{file.name}.partial")
    os.close(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWNER_ONLY))
    try:
        yield partial
        with partial.open("rb") as stream:
            os.fsync(stream.fileno())
        partial.rename(file)
    finally:
        partial.unlink(missing_ok=True)


def _copy(engine: Engine, partial: Path) -> None:
    with closing(engine.raw_connection()) as source, closing(sqlite3.connect(partial)) as copy:
        # One step: measured to let writers wait 19 ms at most, while the stepped form never ends under them.
        cast("sqlite3.Connection", source.driver_connection).backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        _refuse_broken(copy, partial)


def _bring_back(engine: Engine, file: Path) -> None:
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as copy:
        _refuse_broken(copy, file)
        with closing(engine.raw_connection()) as target:
            copy.backup(cast("sqlite3.Connection", target.driver_connection))
    # The copy brought its own journal mode; a fresh connection sets ours again.
    engine.dispose()


def _refuse_broken(copy: sqlite3.Connection, file: Path) -> None:
    try:
        [(verdict,)] = copy.execute("PRAGMA quick_check(1)").fetchall()
    except sqlite3.DatabaseError:
        verdict = "broken"
    if verdict != "ok":
        raise NotABackup(file=file, kind="sqlite")


def _dump(engine: Engine, partial: Path) -> None:
    options = ["--format=custom", "--no-owner", "--no-privileges", f"--file={partial}"]
    _run("pg_dump", engine, options)


def _run(program: str, engine: Engine, options: list[str]) -> None:
    found = shutil.which(program)
    if found is None:
        raise ProgramMissing(program=program)
    address = engine.url.set(drivername="postgresql", password=None).render_as_string()
    # Other people of the machine may read the words of a command, not its environment.
    environment = {**os.environ, "PGPASSWORD": engine.url.password or "", "PGCONNECT_TIMEOUT": "5"}
    done = subprocess.run(  # noqa: S603 (our own words)
        [found, *options, f"--dbname={address}"],
        env=environment,
        check=False,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    if done.returncode:
        said = done.stderr.strip().splitlines() or [str(done.returncode)]
        raise ProgramFailed(program=program, said=said[0])
