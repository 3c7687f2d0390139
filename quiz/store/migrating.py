"""Brings a database to the schema of this build, and tells where the two differ."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from quiz.store import tables
from quiz.store.engine import writing

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


def upgrade(engine: Engine) -> None:
    """Migrate from whatever version the database has, none included, to this build's."""
    with writing(engine) as db:
        command.upgrade(_config(db), "head")


def revise(engine: Engine, message: str) -> None:
    """Write a new migration file with what the tables have and this database lacks (for developers)."""
    with writing(engine) as db:
        command.revision(_config(db), message=message, autogenerate=True)


def version(db: Connection) -> str | None:
    """The migration that this database stands at; None when it is empty."""
    return MigrationContext.configure(db).get_current_revision()


def head() -> str | None:
    """The migration that this build wants."""
    return ScriptDirectory(str(MIGRATIONS)).get_current_head()


def differences(db: Connection) -> list[str]:
    """Where the database and the tables of this build differ; empty when they are equal."""
    found = compare_metadata(MigrationContext.configure(db), tables.metadata)
    return [str(difference) for difference in found]


def _config(db: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = db
    return config
