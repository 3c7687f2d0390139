"""The one way to add a row and learn its number."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Table, insert


def added(db: Connection, table: Table, **values: Any) -> int:
    """The number of the new row of that table."""
    number = db.execute(insert(table).values(**values).returning(table.c.id)).scalar_one()
    return int(number)
