"""Adds single rows on the hot path, by statements compiled once."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Connection, Insert, Table, bindparam, insert

from quiz.store.prepared import Prepared


def add(db: Connection, table: Table, **values: Any) -> None:
    """Add one row to this table."""
    _adding(table, tuple(values)).rows(db, _bound(values))


def number(db: Connection, table: Table, **values: Any) -> int:
    """The number of the row that this adds, in a table whose key is one."""
    [(added,)] = _numbering(table, tuple(values)).rows(db, _bound(values))
    return int(added)


@cache
def _adding(table: Table, columns: tuple[str, ...]) -> Prepared:
    return Prepared(_insert(table, columns).inline())


@cache
def _numbering(table: Table, columns: tuple[str, ...]) -> Prepared:
    return Prepared(_insert(table, columns).returning(*table.primary_key))


def _insert(table: Table, columns: tuple[str, ...]) -> Insert:
    return insert(table).values({name: bindparam(f"new_{name}") for name in columns})


def _bound(values: dict[str, Any]) -> dict[str, Any]:
    return {f"new_{name}": value for name, value in values.items()}
