"""A fresh database for a bench, with every commit on the disk."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from quiz.store.engine import make_engine
from tests.provision import postgresql

STORES = ("sqlite", "postgresql")


@dataclass(frozen=True, slots=True)
class Fresh:
    """An empty database, a folder to write in, and the server's first process (0: there is none)."""

    url: str
    folder: Path
    postmaster: int


@contextmanager
def fresh(store: str) -> Iterator[Fresh]:
    """The database of one run; it is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="quiz-bench-") as made:
        folder = Path(made)
        if store == "sqlite":
            yield Fresh(f"sqlite:///{folder}/bench.sqlite", folder, 0)
            return
        cluster = postgresql.start(postgresql.DURABLE)
        try:
            _create(postgresql.address(cluster.folder, "postgres"))
            postmaster = int((cluster.folder / "cluster" / "postmaster.pid").read_text().split()[0])
            yield Fresh(postgresql.address(cluster.folder, "bench"), folder, postmaster)
        finally:
            cluster.stop()


def _create(maintenance: str) -> None:
    engine = make_engine(maintenance)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
        db.exec_driver_sql("CREATE DATABASE bench")
    engine.dispose()
