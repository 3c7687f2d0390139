"""Everything that changes on a contest's home page, in one statement."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Float,
    Integer,
    Select,
    Text,
    bindparam,
    cast,
    func,
    literal,
    null,
    select,
    type_coerce,
    union_all,
)

from quiz.store import open_prizes
from quiz.store.open_prizes import OpenPrize
from quiz.store.schema.columns import instant_of
from quiz.store.snapshots import RESULT
from quiz.store.tables import (
    honours,
    live_counts,
    snapshot_pointers,
    snapshots,
    unit_standings,
    winners,
)

ACROSS = ""
TOP_UNITS = 5
MOST_WINNERS = 60


@dataclass(frozen=True, slots=True)
class Count:
    """Figures of a scope and when they were counted: live, or those of the result that is shown."""

    figures: dict[str, Any]
    counted_at: datetime


@dataclass(frozen=True, slots=True)
class TopUnit:
    """A unit near the top of a collective table."""

    scope: str
    board: str
    place: int | None
    name: str
    value: float | None
    participants: int


@dataclass(frozen=True, slots=True)
class Prized:
    """A prize of a shown result; `names_unit` tells the prize of a collective, `rank` counts in a block."""

    scope: str
    block: str
    rank: int
    prize: str
    name: str
    unit: str
    names_unit: bool


@dataclass(frozen=True, slots=True)
class Front:
    """Figures by scope, the top of each collective table, prizes won and open, and how many honours.

    `results` holds the figures of the results that are shown, `counts` the live ones.
    """

    counts: dict[str, Count]
    results: dict[str, Count]
    units: tuple[TopUnit, ...]
    winners: tuple[Prized, ...]
    undecided: tuple[OpenPrize, ...]
    honours: int


def read(db: Connection, contest_id: int) -> Front:
    """The changing part of the home page of that contest."""
    rows = db.execute(_FRONT, {"contest": contest_id}).all()
    by_kind: dict[str, list[Any]] = {}
    for row in rows:
        by_kind.setdefault(row.kind, []).append(row)
    told = {row.scope: (row, json.loads(row.document or "{}")) for row in by_kind.get("result", ())}
    return Front(
        counts={row.scope: _count(row) for row in by_kind.get("count", ())},
        results={scope: _of_result(row, blocks) for scope, (row, blocks) in told.items() if blocks},
        units=tuple(_unit(row) for row in by_kind.get("unit", ())),
        winners=tuple(sorted(map(_prized, by_kind.get("winner", ())), key=lambda one: (one.scope, one.rank))),
        undecided=tuple(
            one for scope, (_, blocks) in told.items() for one in open_prizes.told(scope, blocks)
        ),
        honours=len(by_kind.get("honour", ())),
    )


def _count(row: Any) -> Count:
    return Count(json.loads(row.document), instant_of(row.at))


def _of_result(row: Any, blocks: Mapping[str, Any]) -> Count:
    # The entry across all blocks, where there is one, counts everybody once.
    told = [blocks[ACROSS]] if ACROSS in blocks else list(blocks.values())
    figures = {
        "participants": sum(one["participants"] for one in told),
        "attempts": sum(one["valid_attempts"] for one in told),
    }
    return Count(figures, instant_of(row.at))


def _unit(row: Any) -> TopUnit:
    return TopUnit(row.scope, row.more, row.place, row.name, row.value, row.people or 0)


def _prized(row: Any) -> Prized:
    return Prized(row.scope, row.block, row.position, row.document, row.name, row.more, bool(row.people))


def _line(
    kind: str,
    scope: ColumnElement[Any],
    position: ColumnElement[Any],
    *,
    name: ColumnElement[Any] | None = None,
    more: ColumnElement[Any] | None = None,
    document: ColumnElement[Any] | None = None,
    block: ColumnElement[Any] | None = None,
    numbers: dict[str, ColumnElement[Any]] | None = None,
) -> Select[Any]:
    """One kind of row in the columns that all kinds share; PostgreSQL wants every null to have a type."""
    given = numbers or {}
    return select(
        literal(kind, literal_execute=True).label("kind"),
        scope.label("scope"),
        position.label("position"),
        given.get("place", cast(null(), Integer)).label("place"),
        given.get("people", cast(null(), Integer)).label("people"),
        given.get("value", cast(null(), Float)).label("value"),
        given.get("at", cast(null(), BigInteger)).label("at"),
        (literal("", literal_execute=True) if name is None else name).label("name"),
        (literal("", literal_execute=True) if more is None else more).label("more"),
        (cast(null(), Text) if document is None else document).label("document"),
        (literal("", literal_execute=True) if block is None else block).label("block"),
    )


def _counts() -> Select[Any]:
    return _line(
        "count",
        live_counts.c.scope,
        literal(0, literal_execute=True),
        document=type_coerce(live_counts.c.counts, Text),
        numbers={"at": type_coerce(live_counts.c.counted_at, BigInteger)},
    ).where(live_counts.c.contest_id == _CONTEST)


def _results() -> Select[Any]:
    told = _line(
        "result",
        snapshot_pointers.c.scope,
        literal(0, literal_execute=True),
        document=open_prizes.BLOCKS_TOLD,
        numbers={"at": type_coerce(snapshots.c.made_at, BigInteger)},
    )
    return told.join(snapshots, snapshots.c.id == snapshot_pointers.c.snapshot_id).where(*_SHOWN)


def _top_units() -> Select[Any]:
    top = _line(
        "unit",
        snapshot_pointers.c.scope,
        unit_standings.c.position,
        name=unit_standings.c.shown_name,
        more=unit_standings.c.board,
        numbers={
            "place": unit_standings.c.place,
            "people": unit_standings.c.participants,
            "value": unit_standings.c.value,
        },
    ).join(unit_standings, unit_standings.c.snapshot_id == snapshot_pointers.c.snapshot_id)
    return top.where(*_SHOWN, unit_standings.c.position <= TOP_UNITS)


def _prizes() -> Select[Any]:
    prized = _line(
        "winner",
        snapshot_pointers.c.scope,
        winners.c.rank,
        name=winners.c.shown_name,
        more=winners.c.shown_unit,
        document=winners.c.prize,
        block=winners.c.block,
        numbers={"people": cast(winners.c.participant_id.is_(None), Integer)},
    ).join(winners, winners.c.snapshot_id == snapshot_pointers.c.snapshot_id)
    # A prize that waits for the decision of a tie is told on the page of winners only, with its mark.
    settled = func.coalesce(type_coerce(winners.c.detail, Text), "").not_like('%"waits"%')
    return prized.where(*_SHOWN, winners.c.rank <= MOST_WINNERS, settled)


def _front() -> Select[Any]:
    honoured = _line("honour", honours.c.kind, honours.c.position).where(honours.c.contest_id == _CONTEST)
    every = union_all(_counts(), _results(), _top_units(), _prizes(), honoured).subquery()
    return select(every).order_by(every.c.kind, every.c.scope, every.c.more, every.c.position)


_CONTEST = bindparam("contest", type_=BigInteger)
_SHOWN = (snapshot_pointers.c.contest_id == _CONTEST, snapshot_pointers.c.kind == RESULT)
_FRONT = _front()
