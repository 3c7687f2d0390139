"""The rows of a snapshot: people in their order, collectives by table, winners."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from quiz.store.pouring import pour
from quiz.store.tables import (
    participants,
    person_details,
    standings,
    unit_standings,
    units,
    winners,
)

PERSON_COLUMNS = tuple(column.name for column in standings.c if column.name != "id")


def add_people(db: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Write a batch of individual rows, each with every key of `PERSON_COLUMNS`."""
    pour(db, standings, PERSON_COLUMNS, map(itemgetter(*PERSON_COLUMNS), rows))


def add_units(db: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Write a batch of rows of collective tables."""
    if rows:
        db.execute(insert(unit_standings), rows)


def add_winners(db: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Write the winners."""
    if rows:
        db.execute(insert(winners), rows)


def top(db: Connection, snapshot_id: int, *, limit: int) -> Sequence[Row[Any]]:
    """The first rows of every block of a snapshot, as the public sees them."""
    query = select(standings).where(standings.c.snapshot_id == snapshot_id, standings.c.position <= limit)
    return db.execute(query.order_by(standings.c.block, standings.c.position)).all()


def by_place(db: Connection, snapshot_id: int) -> Iterator[Any]:
    """Every individual row with the full name, in the order of the board."""
    return _named(db, snapshot_id, standings.c.block, standings.c.position)


def by_unit(db: Connection, snapshot_id: int) -> Iterator[Any]:
    """The same rows gathered unit by unit."""
    return _named(db, snapshot_id, units.c.path, units.c.id, standings.c.block, standings.c.position)


def collectives(db: Connection, snapshot_id: int) -> Sequence[Row[Any]]:
    """All rows of all collective tables of a snapshot."""
    query = select(unit_standings).where(unit_standings.c.snapshot_id == snapshot_id)
    return db.execute(query.order_by(unit_standings.c.board, unit_standings.c.position)).all()


def winners_shown(db: Connection, snapshot_id: int) -> Sequence[Row[Any]]:
    """The winners of a snapshot as the public sees them."""
    query = select(winners).where(winners.c.snapshot_id == snapshot_id)
    return db.execute(query.order_by(winners.c.block, winners.c.rank, winners.c.id)).all()


def prizes(db: Connection, snapshot_id: int) -> set[tuple[str, str, str, bool]]:
    """Block, prize, participant (code) and whether it waits, of every prize of a person in a snapshot."""
    query = (
        select(winners.c.block, winners.c.prize, participants.c.code, winners.c.detail)
        .join(participants, participants.c.id == winners.c.participant_id)
        .where(winners.c.snapshot_id == snapshot_id)
    )
    return {(row[0], row[1], row[2], bool((row[3] or {}).get("waits"))) for row in db.execute(query)}


def winners_by_name(db: Connection, snapshot_id: int) -> Sequence[Row[Any]]:
    """The winners of a snapshot with name and telephone, for those who hand the prizes out."""
    query = (
        select(
            winners,
            participants.c.code,
            participants.c.standing,
            person_details.c.name,
            person_details.c.phone,
            person_details.c.birth_date,
            units.c.path,
        )
        .select_from(
            winners.outerjoin(participants, participants.c.id == winners.c.participant_id)
            .outerjoin(person_details, person_details.c.participant_id == winners.c.participant_id)
            .outerjoin(units, units.c.id == participants.c.unit_id)
        )
        .where(winners.c.snapshot_id == snapshot_id)
    )
    return db.execute(query.order_by(winners.c.block, winners.c.rank, winners.c.id)).all()


def _named(db: Connection, snapshot_id: int, *order: Any) -> Iterator[Any]:
    query = (
        select(standings, participants.c.code, person_details.c.name, units.c.name.label("unit_name"))
        .select_from(
            standings.join(participants, participants.c.id == standings.c.participant_id)
            .outerjoin(person_details, person_details.c.participant_id == standings.c.participant_id)
            .outerjoin(units, units.c.id == standings.c.unit_id)
        )
        .where(standings.c.snapshot_id == snapshot_id)
        .order_by(*order)
    )
    return iter(db.execute(query))
