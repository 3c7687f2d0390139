"""Alembic's entry: runs the migrations on the connection that the caller hands over."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection, text

from quiz.store import tables
from quiz.store.schema.columns import Document, Instant

# A migration that waits behind a long reader must not make every hand-in wait behind it.
LOCK_TIMEOUT = "SET lock_timeout = '700ms'"


def plain_type(kind: str, item: Any, _api: Any) -> str | Literal[False]:
    """Our own column types as plain SQL types: a migration must not change when our code does."""
    if kind == "type" and isinstance(item, Instant):
        return "sa.BigInteger()"
    if kind == "type" and isinstance(item, Document):
        return "sa.Text()"
    return False


def run(db: Connection) -> None:
    """Bring the schema of this connection to the version asked for."""
    if db.dialect.name == "postgresql":
        db.execute(text(LOCK_TIMEOUT))
    context.configure(
        connection=db,
        target_metadata=tables.metadata,
        render_as_batch=db.dialect.name == "sqlite",
        render_item=plain_type,
    )
    with context.begin_transaction():
        context.run_migrations()


run(context.config.attributes["connection"])
