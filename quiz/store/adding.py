"""Adds a row, or a few, on the hot path, by statements compiled once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from sqlalchemy import Connection, Insert, Table, bindparam, insert
from sqlalchemy.exc import IntegrityError

from quiz.store.prepared import Prepared, tell


@contextmanager
def all_or_nothing(db: Connection) -> Iterator[None]:
    """Within a transaction that goes on: what is added in this block goes again when one row cannot be."""
    tell(db, "SAVEPOINT adding")  # never released: the transaction ends soon, and that is a round trip less
    try:
        yield
    except IntegrityError:
        tell(db, "ROLLBACK TO SAVEPOINT adding")
        raise


def add(db: Connection, table: Table, **values: Any) -> None:
    """Add one row to this table."""
    _adding(table, tuple(values)).rows(db, _bound(values))


def add_all(db: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Add these few rows of the same columns in one statement."""
    if rows:
        bound = {f"new_{name}_{place}": row[name] for place, row in enumerate(rows) for name in row}
        _adding_all(table, tuple(rows[0]), len(rows)).rows(db, bound)


def number(db: Connection, table: Table, **values: Any) -> int:
    """The number of the row that this adds, in a table whose key is one."""
    [(added,)] = _numbering(table, tuple(values)).rows(db, _bound(values))
    return int(added)


@cache
def _adding(table: Table, columns: tuple[str, ...]) -> Prepared:
    return Prepared(_insert(table, columns).inline())


@cache
def _adding_all(table: Table, columns: tuple[str, ...], rows: int) -> Prepared:
    values = [
        {name: bindparam(f"new_{name}_{place}", type_=table.c[name].type) for name in columns}
        for place in range(rows)
    ]
    return Prepared(insert(table).values(values).inline())


@cache
def _numbering(table: Table, columns: tuple[str, ...]) -> Prepared:
    return Prepared(_insert(table, columns).returning(*table.primary_key))


def _insert(table: Table, columns: tuple[str, ...]) -> Insert:
    return insert(table).values({name: bindparam(f"new_{name}") for name in columns})


def _bound(values: dict[str, Any]) -> dict[str, Any]:
    return {f"new_{name}": value for name, value in values.items()}
