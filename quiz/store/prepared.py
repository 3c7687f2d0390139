"""Statements of the hot path: written in SQLAlchemy, compiled once, and handed straight to the driver.

`Connection.execute` costs 0.10 ms of CPU around the driver's own 0.03 ms, and an attempt takes some fifteen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Connection, Dialect

Process = Callable[[Any], Any] | None
Row = tuple[Any, ...]
Fetch = Callable[[Any], list[Row]]
# What listeners are told of a statement that is not for many rows of values at once.
ONE = False


@dataclass(frozen=True, slots=True)
class _Compiled:
    """One database's SQL with the values that never change, and how each value goes in."""

    sql: str
    positional: bool
    binds: tuple[tuple[str, Process], ...]
    fixed: Mapping[str, Any]
    # Known beforehand: asked for its description, psycopg's cursor builds an object a column (22 µs).
    fetch: Fetch


class Prepared:
    """A statement built once and run very often; whoever listens to the engine hears of it as usual."""

    def __init__(self, statement: Any) -> None:
        self._statement = statement
        self._compiled: dict[str, _Compiled] = {}
        self._work: dict[str, tuple[tuple[int, Callable[[Any], Any]], ...]] = {}

    def rows(self, db: Connection, bound: Mapping[str, Any]) -> list[Row]:
        """Every row that the statement answers; all of them, so that a write is complete by then."""
        dialect = db.dialect
        ready = self._compiled.get(dialect.name) or self._compile(dialect)
        cursor, found = _told(db, ready.sql, _values(ready, bound), ready.fetch)
        work = self._work.get(dialect.name)
        if work is None:
            work = self._learn(dialect, cursor)
        return [_worked(row, work) for row in found] if work else found

    def first(self, db: Connection, bound: Mapping[str, Any]) -> Row | None:
        """The first row, None when there is none."""
        found = self.rows(db, bound)
        return found[0] if found else None

    def _compile(self, dialect: Dialect) -> _Compiled:
        made = self._compiled[dialect.name] = _compiled(self._statement.compile(dialect=dialect), dialect)
        return made

    def _learn(self, dialect: Dialect, cursor: Any) -> tuple[tuple[int, Callable[[Any], Any]], ...]:
        """Which columns of a row need work on their way out; the driver's description tells."""
        columns = zip(self._statement.exported_columns, cursor.description or (), strict=True)
        works = [one.type.dialect_impl(dialect).result_processor(dialect, told[1]) for one, told in columns]
        learnt = tuple((place, work) for place, work in enumerate(works) if work)
        self._work[dialect.name] = learnt
        return learnt


def _compiled(compiled: Any, dialect: Dialect) -> _Compiled:
    given = {name: one for one, name in compiled.bind_names.items()}
    names = compiled.positiontup if compiled.positional else given
    return _Compiled(
        sql=str(compiled),
        positional=compiled.positional,
        binds=tuple((name, given[name].type.dialect_impl(dialect).bind_processor(dialect)) for name in names),
        fixed={name: one.value for name, one in given.items() if not one.required},
        fetch=_every if compiled.statement.exported_columns else _nothing,
    )


def _values(ready: _Compiled, bound: Mapping[str, Any]) -> Any:
    known = {**ready.fixed, **bound}
    if ready.positional:
        return tuple([process(known[name]) if process else known[name] for name, process in ready.binds])
    return {name: process(known[name]) if process else known[name] for name, process in ready.binds}


def tell(db: Connection, sql: str) -> None:
    """Tell the driver one line of SQL without values."""
    _told(db, sql, (), _nothing)


def _told(db: Connection, sql: str, values: Any, fetch: Fetch) -> tuple[Any, list[Row]]:
    cursor: Any = None
    try:
        cursor = db.connection.cursor()
        return cursor, _run(db, cursor, sql, values, fetch)
    except db.dialect.loaded_dbapi.Error as error:
        # The one way to SQLAlchemy's own judgement: wrapped, told to listeners, lost connections let go.
        db._handle_dbapi_exception(error, sql, values, cursor, None)  # noqa: SLF001


def _run(db: Connection, cursor: Any, sql: str, values: Any, fetch: Fetch) -> list[Row]:
    heard = db.engine.dispatch
    if not heard.before_cursor_execute:
        return _executed(cursor, sql, values, fetch)
    execution = SimpleNamespace()  # where listeners keep what they remember from before to after
    heard.before_cursor_execute(db, cursor, sql, values, execution, ONE)
    found = _executed(cursor, sql, values, fetch)
    heard.after_cursor_execute(db, cursor, sql, values, execution, ONE)
    return found


def _executed(cursor: Any, sql: str, values: Any, fetch: Fetch) -> list[Row]:
    cursor.execute(sql, values)
    return fetch(cursor)


def _every(cursor: Any) -> list[Row]:
    found: list[Row] = cursor.fetchall()
    return found


def _nothing(_cursor: Any) -> list[Row]:
    return []


def _worked(row: Row, work: tuple[tuple[int, Callable[[Any], Any]], ...]) -> Row:
    worked = list(row)
    for place, process in work:
        worked[place] = process(worked[place])
    return tuple(worked)
