"""Writes invented people and attempts in bulk, for demonstrations and rehearsals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Connection, insert, select

from quiz.store.tables import attempts, participants, person_details, units

T = TypeVar("T")
BATCH = 2_000


def choosable_units(db: Connection, contest_id: int) -> list[tuple[int, int]]:
    """Number and headcount of every unit that a person may choose."""
    query = (
        select(units.c.id, units.c.headcount)
        .where(units.c.contest_id == contest_id, units.c.choosable == 1)
        .order_by(units.c.id)
    )
    return [(row.id, row.headcount or 0) for row in db.execute(query)]


def add_people(db: Connection, people: Iterable[tuple[dict[str, Any], dict[str, Any]]]) -> list[int]:
    """The numbers of new participants, in order; each comes with the row of its personal details."""
    made: list[int] = []
    for batch in batches(people):
        numbers = db.execute(
            insert(participants).returning(participants.c.id, sort_by_parameter_order=True),
            [row for row, _ in batch],
        ).scalars()
        made += numbers
        newest = made[-len(batch) :]
        details = [{**row, "participant_id": number} for number, (_, row) in zip(newest, batch, strict=True)]
        db.execute(insert(person_details), details)
    return made


def add_attempts(db: Connection, rows: Iterable[dict[str, Any]]) -> int:
    """How many attempts were written."""
    count = 0
    for batch in batches(rows):
        db.execute(insert(attempts), list(batch))
        count += len(batch)
    return count


def batches(rows: Iterable[T]) -> Iterator[Sequence[T]]:
    """The rows in lists that one statement takes well."""
    waiting = iter(rows)
    while batch := list(islice(waiting, BATCH)):
        yield batch
