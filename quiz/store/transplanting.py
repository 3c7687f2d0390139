"""Carries what one round needs from a contest's database into an empty one, numbers and all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, func, insert, select, text, update

from quiz.store import crowd
from quiz.store.tables import (
    answer_keys,
    banks,
    item_versions,
    items,
    media,
    paper_items,
    papers,
    rounds,
    units,
)

Row = dict[str, Any]
Change = Callable[[Row], Row]
ENDED = "final"


def carry(source: Connection, target: Connection, contest_id: int, into: int, by: Mapping[int, int]) -> None:
    """Copy units and the newest frozen papers with keys, questions and pictures.

    `into` is the contest's number in the target, `by` the numbers of its rounds by those in the source.
    """
    _units(source, target, contest_id, into)
    chosen = _newest_papers(source, list(by))
    versions = _column(source, paper_items.c.item_version_id, paper_items.c.paper_id.in_(chosen))
    kept_items = _column(source, item_versions.c.item_id, item_versions.c.id.in_(versions))
    kept_banks = _column(source, items.c.bank_id, items.c.id.in_(kept_items))
    _copy(source, target, banks, banks.c.id.in_(kept_banks), _with(contest_id=None))
    _copy(source, target, items, items.c.id.in_(kept_items))
    nobody = _with(author_id=None, approved_by=None)
    _copy(source, target, item_versions, item_versions.c.id.in_(versions), nobody)
    _copy(source, target, papers, papers.c.id.in_(chosen), _at_home(into, by))
    _copy(source, target, answer_keys, answer_keys.c.paper_id.in_(chosen))
    _copy(source, target, paper_items, paper_items.c.paper_id.in_(chosen))
    _pictures(source, target, chosen)
    _go_on_counting(target)


def set_stage(db: Connection, contest_id: int, open_round: int) -> None:
    """Let one round be scheduled, hence open by its clock, and every other one be over."""
    others = update(rounds).where(rounds.c.contest_id == contest_id, rounds.c.id != open_round)
    ended = dict.fromkeys(("closed_at", "finalised_at", "published_at"), rounds.c.closes_at)
    db.execute(others.values(state=ENDED, scheduled_at=rounds.c.opens_at, rulebook_number=1, **ended))
    this = update(rounds).where(rounds.c.id == open_round)
    db.execute(this.values(state="scheduled", scheduled_at=rounds.c.opens_at, rulebook_number=1))


def _units(source: Connection, target: Connection, contest_id: int, into: int) -> None:
    here = units.c.contest_id == contest_id
    # Branches first point nowhere: a unit may have been moved below one that is younger.
    _copy(source, target, units, here, _with(contest_id=into, node_id=None, parent_id=None))
    parents = select(units.c.id, units.c.parent_id).where(here, units.c.parent_id.is_not(None))
    for row in source.execute(parents).all():
        target.execute(update(units).where(units.c.id == row.id).values(parent_id=row.parent_id))


def _newest_papers(source: Connection, round_ids: list[int]) -> list[int]:
    query = (
        select(papers.c.id, papers.c.round_id, papers.c.block)
        .where(papers.c.round_id.in_(round_ids), papers.c.frozen_at.is_not(None))
        .order_by(papers.c.version)
    )
    return list({(row.round_id, row.block): row.id for row in source.execute(query)}.values())


def _pictures(source: Connection, target: Connection, chosen: list[int]) -> None:
    documents = _column(source, papers.c.document, papers.c.id.in_(chosen))
    digests = {one for document in documents for one in _digests(document)}
    _copy(source, target, media, media.c.digest.in_(digests))


def _digests(document: Any) -> set[str]:
    return {digest for question in document["questions"] for digest in question.get("media", ())}


def _copy(
    source: Connection,
    target: Connection,
    table: Table,
    condition: ColumnElement[bool],
    change: Change = lambda row: row,
) -> None:
    found = source.execute(select(table).where(condition).order_by(table.c.id)).mappings().all()
    for batch in crowd.batches(change(dict(row)) for row in found):
        target.execute(insert(table), list(batch))


def _column(source: Connection, column: ColumnElement[Any], condition: ColumnElement[bool]) -> list[Any]:
    return list(source.execute(select(column).where(condition)).scalars())


def _with(**values: Any) -> Change:
    return lambda row: row | values


def _at_home(into: int, by: Mapping[int, int]) -> Change:
    return lambda row: row | {"contest_id": into, "round_id": by[row["round_id"]]}


def _go_on_counting(target: Connection) -> None:
    """Let PostgreSQL's own numbers begin after those that were brought along."""
    if target.dialect.name != "postgresql":
        return
    for table in (units, banks, items, item_versions, papers, answer_keys, paper_items, media):
        highest = target.execute(select(func.max(table.c.id))).scalar_one()
        statement = text("SELECT setval(pg_get_serial_sequence(:name, 'id'), CAST(:highest AS bigint))")
        target.execute(statement, {"name": table.name, "highest": highest})
