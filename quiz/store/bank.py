"""Banks, their items and versions: an item is never edited, it gets another version."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, func, insert, or_, select, update

from quiz.store.tables import banks, item_versions, items, media
from quiz.store.writes import added


@dataclass(frozen=True, slots=True)
class BankRow:
    """A bank; one without a contest is the platform's, ships with it and is public."""

    id: int
    slug: str
    title: str
    contest_id: int | None
    shipped: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """The newest version of an item."""

    item_id: int
    version_id: int
    version: int
    document: Any
    retired: bool = False


@dataclass(frozen=True, slots=True)
class NewVersion:
    """What a version of an item is made of."""

    kind: str
    document: Any
    fingerprint: str
    search: str
    topic: str
    difficulty: str
    source: str
    valid_on: date | None
    valid_to: date | None


def find(db: Connection, slug: str) -> BankRow | None:
    """The bank of that slug."""
    row = db.execute(select(*_BANK).where(banks.c.slug == slug)).mappings().first()
    return None if row is None else _bank(row)


def slugs(db: Connection) -> list[str]:
    """The names of all banks in their order."""
    return list(db.execute(select(banks.c.slug).order_by(banks.c.slug)).scalars())


def open_to(db: Connection, contest_id: int) -> list[BankRow]:
    """The banks that a contest may draw from: its own, then the platform's."""
    mine = or_(banks.c.contest_id == contest_id, banks.c.contest_id.is_(None))
    query = select(*_BANK).where(mine).order_by(banks.c.shipped, banks.c.title)
    return [_bank(row) for row in db.execute(query).mappings()]


def add_bank(db: Connection, slug: str, title: str, contest_id: int | None, *, now: datetime) -> int:
    """The number of a new bank."""
    shipped = int(contest_id is None)
    return added(db, banks, slug=slug, title=title, contest_id=contest_id, shipped=shipped, created_at=now)


def is_shipped(db: Connection, bank_id: int) -> bool:
    """Does this bank ship with the platform?"""
    return bool(db.execute(select(banks.c.shipped).where(banks.c.id == bank_id)).scalar_one())


def newest(db: Connection, bank_id: int, slugs: Collection[str] = ()) -> dict[str, Kept]:
    """The newest version of every item of a bank, or of those of these slugs, by the item's slug."""
    query = (
        select(
            items.c.slug,
            items.c.id,
            item_versions.c.id,
            items.c.version,
            item_versions.c.document,
            items.c.retired_at.is_not(None),
        )
        .join(item_versions, newest_of_item())
        .where(items.c.bank_id == bank_id)
    )
    if slugs:
        query = query.where(items.c.slug.in_(slugs))
    return {slug: Kept(*kept) for slug, *kept in db.execute(query)}


def newest_of_item() -> Any:
    """The condition that joins an item with its newest version."""
    return (item_versions.c.item_id == items.c.id) & (item_versions.c.version == items.c.version)


def add_items(
    db: Connection,
    bank_id: int,
    made: Mapping[str, NewVersion],
    *,
    author_id: int | None,
    approved_at: datetime | None,
    now: datetime,
) -> None:
    """Add these items, each with its first version, under their slugs."""
    rows = [{"bank_id": bank_id, "slug": slug, "version": 1} for slug in made]
    numbers = db.execute(insert(items).returning(items.c.id, sort_by_parameter_order=True), rows).scalars()
    also = {"version": 1, "author_id": author_id, "made_at": now, "approved_at": approved_at}
    first = zip(numbers, made.values(), strict=True)
    db.execute(
        insert(item_versions), [{"item_id": item_id, **_values(one), **also} for item_id, one in first]
    )


def add_version(
    db: Connection,
    item_id: int,
    made: NewVersion,
    *,
    author_id: int | None,
    approved_at: datetime | None,
    now: datetime,
) -> int:
    """The number of the item's next version, which is its newest from now on."""
    raised = update(items).where(items.c.id == item_id).values(version=items.c.version + 1)
    version = db.execute(raised.returning(items.c.version)).scalar_one()
    return added(
        db,
        item_versions,
        item_id=item_id,
        version=version,
        author_id=author_id,
        made_at=now,
        approved_at=approved_at,
        **_values(made),
    )


def approve(
    db: Connection, version_ids: Collection[int], contest_id: int, staff_id: int, now: datetime
) -> int:
    """How many of these versions of the contest's own banks this call approved; nobody approves the own."""
    own_banks = select(items.c.id).join(banks, banks.c.id == items.c.bank_id)
    approved = (
        update(item_versions)
        .where(
            item_versions.c.id.in_(version_ids),
            item_versions.c.approved_at.is_(None),
            func.coalesce(item_versions.c.author_id, 0) != staff_id,
            item_versions.c.item_id.in_(own_banks.where(banks.c.contest_id == contest_id)),
        )
        .values(approved_by=staff_id, approved_at=now)
    )
    return db.execute(approved).rowcount


def retire(db: Connection, item_id: int, *, now: datetime) -> None:
    """Offer this item to no further paper."""
    db.execute(
        update(items).where(items.c.id == item_id, items.c.retired_at.is_(None)).values(retired_at=now)
    )


def keep_picture(db: Connection, digest: str, kind: str, content: bytes, *, now: datetime) -> None:
    """Keep a picture once, under its digest."""
    if db.execute(select(media.c.id).where(media.c.digest == digest)).first() is None:
        db.execute(insert(media).values(digest=digest, kind=kind, content=content, stored_at=now))


def picture(db: Connection, digest: str) -> tuple[str, bytes] | None:
    """Media type and content of a picture."""
    row = db.execute(select(media.c.kind, media.c.content).where(media.c.digest == digest)).first()
    return None if row is None else (row.kind, row.content)


def _values(made: NewVersion) -> dict[str, Any]:
    return {name: getattr(made, name) for name in NewVersion.__slots__}


_BANK = (banks.c.id, banks.c.slug, banks.c.title, banks.c.contest_id, banks.c.shipped)


def _bank(row: RowMapping) -> BankRow:
    return BankRow(row["id"], row["slug"], row["title"], row["contest_id"], bool(row["shipped"]))
