"""Many rows into a table at once, the quickest way each database has."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Table

Row = Sequence[Any]


def pour(db: Connection, table: Table, columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Write rows whose values stand in the order of `columns`.

    COPY and plain tuples cost a third of `insert()` with dictionaries, measured on 300,000 standings.
    """
    bound = [_bound(db, table, name) for name in columns]
    ready = ([bind(value) if bind else value for bind, value in zip(bound, row, strict=True)] for row in rows)
    named = ", ".join(columns)
    if db.dialect.name == "postgresql":
        _copy(db, f"COPY {table.name} ({named}) FROM STDIN", ready)
        return
    marks = ", ".join("?" for _ in columns)
    statement = f"INSERT INTO {table.name} ({named}) VALUES ({marks})"  # noqa: S608 (names of the schema)
    if every := [tuple(row) for row in ready]:
        db.exec_driver_sql(statement, every)


def _copy(db: Connection, statement: str, rows: Iterable[Row]) -> None:
    driver: Any = db.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def _bound(db: Connection, table: Table, name: str) -> Callable[[Any], Any] | None:
    kind = table.c[name].type
    return kind.dialect_impl(db.dialect).bind_processor(db.dialect)
