"""What the public sees of results: one indexed read of the snapshot that its pointer shows, never a sum."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, Table, bindparam, case, func, select, true

from quiz.store import open_prizes
from quiz.store.open_prizes import OpenPrize
from quiz.store.snapshots import RESULT
from quiz.store.tables import (
    honours,
    snapshot_pointers,
    snapshots,
    standings,
    unit_standings,
    units,
    winners,
)
from quiz.store.units import words_in

PAGE = 50


@dataclass(frozen=True, slots=True)
class BoardPage:
    """Up to fifty rows of a board, when it was made, and the position to go on after (None: the end)."""

    made_at: datetime
    summary: Any
    rows: tuple[Row[Any], ...]
    next_after: int | None


@dataclass(frozen=True, slots=True)
class Prizes:
    """The prizes of the results that are shown, in their order: those won, and those still open.

    `truths` are the numbers that predictions asked for, by scope and block.
    """

    won: tuple[Row[Any], ...]
    undecided: tuple[OpenPrize, ...]
    truths: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Honour:
    """An honour that the organisers entered by hand, with the decision that gave it."""

    kind: str
    position: int
    name: str
    reason: str
    decision_number: str
    decision_date: date
    signer: str


def people(
    db: Connection, contest_id: int, scope: str, block: str, *, after: int = 0, typed: str = ""
) -> BoardPage | None:
    """Fifty rows of individuals after a position, of those whose name or unit holds the words typed.

    None while there is no result of that scope (a round's slug, "" for the contest).
    """
    conditions = [standings.c.block == block, standings.c.position > after]
    conditions += words_in(standings.c.search, typed)
    return _page(db, standings, conditions, contest_id, scope)


def collectives(
    db: Connection, contest_id: int, scope: str, board: str, *, after: int = 0, typed: str = ""
) -> BoardPage | None:
    """Fifty rows of a table of collectives after a position; None while there is no result of that scope."""
    conditions = [unit_standings.c.board == board, unit_standings.c.position > after]
    if typed:
        found = select(units.c.id).where(units.c.contest_id == contest_id, *words_in(units.c.search, typed))
        conditions.append(unit_standings.c.unit_id.in_(found))
    return _page(db, unit_standings, conditions, contest_id, scope)


def all_prizes(db: Connection, contest_id: int) -> Prizes:
    """Every prize of every result that is shown, with its scope."""
    rows = db.execute(_PRIZES, {"contest": contest_id, "kind": RESULT}).all()
    # A result tells what it leaves open once a block, beside its first winner, or alone.
    blocks = {row.scope: json.loads(row.blocks) for row in rows if row.blocks}
    left = [one for scope, told in blocks.items() for one in open_prizes.told(scope, told)]
    truths = {scope: truths_of(told) for scope, told in blocks.items()}
    return Prizes(tuple(row for row in rows if row.id is not None), tuple(left), truths)


def truths_of(blocks: Mapping[str, Any]) -> dict[str, int]:
    """The numbers that predictions asked for, by block, in the blocks of a result's summary."""
    found = {block: told.get("truth") for block, told in blocks.items()}
    return {block: number for block, number in found.items() if number is not None}


def all_honours(db: Connection, contest_id: int) -> list[Honour]:
    """The honours of a contest: collectives first, each kind in the order it was entered."""
    return [Honour(**row._asdict()) for row in db.execute(_HONOURS, {"contest": contest_id})]


def _page(
    db: Connection, table: Table, conditions: list[ColumnElement[bool]], contest_id: int, scope: str
) -> BoardPage | None:
    rows = db.execute(_of_table(table, conditions, contest_id, scope)).all()
    if not rows:
        return None
    found = tuple(row for row in rows[:PAGE] if row.position is not None)
    after = found[-1].position if len(rows) > PAGE else None
    return BoardPage(rows[0].made_at, rows[0].summary, found, after)


def _of_table(
    table: Table, conditions: list[ColumnElement[bool]], contest_id: int, scope: str
) -> Select[Any]:
    """The snapshot that is shown, with the rows of a page if it has any."""
    pointed = (*of_result(contest_id), snapshot_pointers.c.scope == scope)
    # As one value, so that the index gives the rows in their order: joined, PostgreSQL sorted all of them.
    shown = select(snapshot_pointers.c.snapshot_id).where(*pointed).scalar_subquery()
    page = select(table).where(table.c.snapshot_id == shown, *conditions)
    rows = page.order_by(table.c.position).limit(PAGE + 1).subquery()
    query = select(snapshots.c.made_at, snapshots.c.summary, rows)
    return (
        query.outerjoin_from(snapshots, rows, true()).where(snapshots.c.id == shown).order_by(rows.c.position)
    )


def of_result(contest_id: int) -> tuple[ColumnElement[bool], ...]:
    """The conditions under which a pointer shows a result of that contest."""
    return (snapshot_pointers.c.contest_id == contest_id, snapshot_pointers.c.kind == RESULT)


_FIRST = func.coalesce(winners.c.rank, 1) == 1
_PRIZES = (
    select(snapshot_pointers.c.scope, case((_FIRST, open_prizes.BLOCKS_TOLD)).label("blocks"), winners)
    .join(snapshots, snapshots.c.id == snapshot_pointers.c.snapshot_id)
    .outerjoin(winners, winners.c.snapshot_id == snapshots.c.id)
    .where(
        snapshot_pointers.c.contest_id == bindparam("contest"), snapshot_pointers.c.kind == bindparam("kind")
    )
    .order_by(snapshot_pointers.c.scope, winners.c.block, winners.c.rank, winners.c.id)
)
_HONOURS = (
    select(
        honours.c.kind,
        honours.c.position,
        honours.c.name,
        honours.c.reason,
        honours.c.decision_number,
        honours.c.decision_date,
        honours.c.signer,
    )
    .where(honours.c.contest_id == bindparam("contest"))
    .order_by(honours.c.kind, honours.c.position)
)
