"""Fixtures for both databases: whoever asks for `db` or `engine` runs on SQLite and PostgreSQL."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine

from quiz.store import tables
from quiz.store.engine import make_engine, writing
from quiz.store.migrating import upgrade
from tests.provision import postgresql

TEMPLATE = "quiz_template"
CLUSTER = pytest.StashKey[postgresql.Cluster]()
# Rows go without asking triggers and references; a test that left a lock behind fails instead of hanging.
EMPTYING = "SET lock_timeout = '10s'; SET session_replication_role = replica; " + "".join(
    f'DELETE FROM "{name}"; ' for name in tables.metadata.tables
)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell each xdist worker of the one server."""
    node.workerinput["postgresql"] = str(_server(node.config))


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server that this run started."""
    if cluster := config.stash.get(CLUSTER, None):
        cluster.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def store_kind(request: pytest.FixtureRequest) -> str:
    """Which database; `pytest.mark.parametrize("store_kind", ["postgresql"], indirect=True)` narrows it."""
    kind: str = request.param
    return kind


@pytest.fixture
def database_url(store_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Address of a migrated, empty database for several connections or processes; nothing stays behind."""
    if store_kind == "sqlite":
        yield f"sqlite:///{shutil.copy(request.getfixturevalue('sqlite_template'), tmp_path / 'quiz.sqlite')}"
        return
    cleaner: Engine = request.getfixturevalue("postgresql_engine")
    yield cleaner.url.render_as_string(hide_password=False)
    with writing(cleaner) as db:
        db.exec_driver_sql(EMPTYING)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """An engine on `database_url`, for tests with several connections."""
    made = make_engine(database_url, pool_size=50)
    yield made
    made.dispose()


@pytest.fixture
def db(store_kind: str, request: pytest.FixtureRequest) -> Iterator[Connection]:
    """One connection in a transaction that is rolled back: the quick way where one connection is enough."""
    shared: Engine = request.getfixturevalue(f"{store_kind}_engine")
    with shared.connect().execution_options(write=True) as connection, connection.begin() as transaction:
        yield connection
        transaction.rollback()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    template = tmp_path_factory.mktemp("sqlite") / "template.sqlite"
    made = make_engine(f"sqlite:///{template}")
    upgrade(made)
    made.dispose()  # the last connection to close writes the log back, so that the file alone is the database
    return template


@pytest.fixture(scope="session")
def sqlite_engine(sqlite_template: Path) -> Iterator[Engine]:
    """This worker's SQLite file whose transactions are always rolled back."""
    own = shutil.copy(sqlite_template, sqlite_template.with_name("rolled-back.sqlite"))
    made = make_engine(f"sqlite:///{own}")
    yield made
    made.dispose()


@pytest.fixture(scope="session")
def postgresql_url(request: pytest.FixtureRequest) -> str:
    """Address of this worker's own PostgreSQL database, a copy of the migrated template."""
    told: dict[str, str] = getattr(request.config, "workerinput", {})
    folder = Path(told["postgresql"]) if told else _server(request.config)
    database = f"quiz_{told.get('workerid', 'alone')}"
    _create(folder, f"CREATE DATABASE {database} TEMPLATE {TEMPLATE}")
    return postgresql.address(folder, database)


@pytest.fixture(scope="session")
def postgresql_engine(postgresql_url: str) -> Iterator[Engine]:
    """An engine on this worker's PostgreSQL database."""
    made = make_engine(postgresql_url)
    yield made
    made.dispose()


def _server(config: pytest.Config) -> Path:
    """The folder of this run's server, started and given its template at the first call."""
    if CLUSTER not in config.stash:
        config.stash[CLUSTER] = postgresql.start()
        folder = config.stash[CLUSTER].folder
        _create(folder, f"CREATE DATABASE {TEMPLATE}")
        template = make_engine(postgresql.address(folder, TEMPLATE))
        upgrade(template)
        template.dispose()
    return config.stash[CLUSTER].folder


def _create(folder: Path, statement: str) -> None:
    maintenance = make_engine(postgresql.address(folder, "postgres"))
    with maintenance.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
        db.exec_driver_sql(statement)
    maintenance.dispose()
