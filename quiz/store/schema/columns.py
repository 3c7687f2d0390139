"""What every table shares: metadata with named constraints, and the column kinds of this schema."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Column, Dialect, ForeignKey, Integer, MetaData, Text
from sqlalchemy.types import TypeDecorator

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite gives rowids only to INTEGER keys; PostgreSQL needs BIGINT for millions of attempts.
BigId = BigInteger().with_variant(Integer, "sqlite")


def microseconds(instant: datetime) -> int:
    """Microseconds since 1970 in UTC of an aware instant; ValueError for a naive one."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return (instant - EPOCH) // MICROSECOND


def instant_of(value: int) -> datetime:
    """The aware UTC instant of so many microseconds since 1970."""
    return EPOCH + value * MICROSECOND


class Instant(TypeDecorator[datetime]):
    """An aware UTC instant kept as BIGINT microseconds, equal on both databases."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Microseconds for the database."""
        return None if value is None else microseconds(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        """The instant that the database keeps as a number."""
        return None if value is None else instant_of(value)


class Document(TypeDecorator[Any]):
    """A JSON value kept as canonical text (sorted keys, no spaces), so that its hash can be recomputed."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Canonical JSON text."""
        if value is None:
            return None
        return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """The value again."""
        return None if value is None else json.loads(value)


def key() -> Column[int]:
    """The internal number of a row; it never leaves the server."""
    return Column("id", BigId, primary_key=True)


def ref(name: str, target: str, *, index: bool = False) -> Column[int]:
    """A required reference to a row of `target`."""
    return Column(name, BigId, ForeignKey(f"{target}.id"), nullable=False, index=index)


def maybe_ref(name: str, target: str, *, index: bool = False) -> Column[int]:
    """An optional reference to a row of `target`."""
    return Column(name, BigId, ForeignKey(f"{target}.id"), nullable=True, index=index)


def moment(name: str) -> Column[datetime]:
    """A required instant."""
    return Column(name, Instant, nullable=False)


def maybe_moment(name: str) -> Column[datetime]:
    """An instant that may not have come yet."""
    return Column(name, Instant, nullable=True)


def text(name: str, **more: Any) -> Column[str]:
    """A required text."""
    return Column(name, Text, nullable=False, **more)


def maybe_text(name: str, **more: Any) -> Column[str]:
    """An optional text."""
    return Column(name, Text, nullable=True, **more)


def document(name: str) -> Column[Any]:
    """A required JSON value."""
    return Column(name, Document, nullable=False)


def maybe_document(name: str) -> Column[Any]:
    """An optional JSON value."""
    return Column(name, Document, nullable=True)


def one_of(column: str, *values: str) -> str:
    """The SQL condition that a text column holds one of the named values."""
    listed = ", ".join(f"'{value}'" for value in values)
    return f"{column} IN ({listed})"
