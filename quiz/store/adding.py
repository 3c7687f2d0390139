"""Adds single rows on the hot path, by statements compiled once."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Table, bindparam, insert

from quiz.store.prepared import Prepared


class Adding:
    """Adds rows to one table, always into the same columns."""

    def __init__(self, table: Table, *columns: str) -> None:
        made = insert(table).values({name: bindparam(f"new_{name}") for name in columns})
        self._adding, self._numbering = Prepared(made.inline()), Prepared(made.returning(*table.primary_key))

    def add(self, db: Connection, **values: Any) -> None:
        """Add one row."""
        self._adding.rows(db, _bound(values))

    def number(self, db: Connection, **values: Any) -> int:
        """The number of the row that this adds, in a table whose key is one."""
        [(number,)] = self._numbering.rows(db, _bound(values))
        return int(number)


def _bound(values: dict[str, Any]) -> dict[str, Any]:
    return {f"new_{name}": value for name, value in values.items()}
