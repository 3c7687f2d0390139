"""One item through time: its versions, who made and approved them, and the papers that use it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, func, select

from quiz.store.browsing import open_to
from quiz.store.tables import banks, item_versions, items, paper_items, papers, rounds, staff


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an item with who made and who approved it."""

    id: int
    item_id: int
    version: int
    slug: str
    bank: str
    contest_id: int | None
    document: Any
    source: str
    author_id: int | None
    author: str
    made_at: datetime
    approver: str
    approved_at: datetime | None
    retired_at: datetime | None


@dataclass(frozen=True, slots=True)
class Place:
    """A paper in which an item stands, and where in it, counted from 1."""

    paper_id: int
    position: int
    round: str
    state: str
    block: str
    item_version: int
    frozen_at: datetime | None


def versions(db: Connection, contest_id: int, bank_slug: str, item_slug: str) -> list[Version]:
    """Every version of an item of an open bank, newest first; empty for a stranger's."""
    here = (banks.c.slug == bank_slug, items.c.slug == item_slug, open_to(contest_id))
    query = _VERSIONS.where(*here).order_by(item_versions.c.version.desc())
    rows: Any = db.execute(query)
    return [Version(*row) for row in rows]


def where_used(db: Connection, contest_id: int, item_id: int) -> list[Place]:
    """The frozen papers of this contest in which some version of the item stands."""
    query = (
        select(
            papers.c.id,
            paper_items.c.position,
            rounds.c.slug,
            rounds.c.state,
            papers.c.block,
            item_versions.c.version,
            papers.c.frozen_at,
        )
        .join_from(paper_items, papers, papers.c.id == paper_items.c.paper_id)
        .join(rounds, rounds.c.id == papers.c.round_id)
        .join(item_versions, item_versions.c.id == paper_items.c.item_version_id)
        .where(item_versions.c.item_id == item_id, papers.c.contest_id == contest_id)
        .order_by(rounds.c.number, papers.c.block)
    )
    return [Place(*row) for row in db.execute(query)]


def _versions() -> Select[Any]:
    author, approver = staff.alias("author"), staff.alias("approver")
    joined = (
        item_versions.join(items, items.c.id == item_versions.c.item_id)
        .join(banks, banks.c.id == items.c.bank_id)
        .outerjoin(author, author.c.id == item_versions.c.author_id)
        .outerjoin(approver, approver.c.id == item_versions.c.approved_by)
    )
    return select(
        item_versions.c.id,
        items.c.id,
        item_versions.c.version,
        items.c.slug,
        banks.c.title,
        banks.c.contest_id,
        item_versions.c.document,
        item_versions.c.source,
        item_versions.c.author_id,
        func.coalesce(author.c.name, ""),
        item_versions.c.made_at,
        func.coalesce(approver.c.name, ""),
        item_versions.c.approved_at,
        items.c.retired_at,
    ).select_from(joined)


_VERSIONS = _versions()
