"""Looking through the banks that are open to a contest: words, topic, difficulty, source, use."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    Text,
    and_,
    cast,
    exists,
    func,
    or_,
    select,
)

from quiz.rules.folding import folded
from quiz.store.bank import newest_of_item
from quiz.store.tables import (
    banks,
    item_versions,
    items,
    paper_items,
    papers,
    practice_items,
)

any_version = item_versions.alias("any_version")


class Use(StrEnum):
    """What an item is used for."""

    UNUSED = "unused"
    USED = "used"
    PRACTICE = "practice"
    WAITING = "waiting"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; empty means any."""

    words: str = ""
    bank: str = ""
    topic: str = ""
    difficulty: str = ""
    source: str = ""
    use: Use | None = None
    but_not: Collection[int] = ()
    not_by: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """The newest version of an item, as lists show it: without its key."""

    item_id: int
    version_id: int
    version: int
    slug: str
    bank: str
    bank_slug: str
    shipped: bool
    kind: str
    text: str
    topic: str
    difficulty: str
    source: str
    author_id: int | None
    approved: bool
    retired: bool


def page(db: Connection, contest_id: int, wanted: Wanted, *, after: int = 0, limit: int = 50) -> list[Found]:
    """The items of the open banks that fit, in the order of their making, those after a number only."""
    query = _fitting(contest_id, wanted).where(items.c.id > after).order_by(items.c.id).limit(limit)
    return [_found(row) for row in db.execute(query).mappings()]


def fitting_ids(db: Connection, contest_id: int, wanted: Wanted) -> list[int]:
    """The version numbers of every item that fits."""
    query = _fitting(contest_id, wanted).with_only_columns(item_versions.c.id).order_by(items.c.id)
    return list(db.execute(query).scalars())


def count(db: Connection, contest_id: int, wanted: Wanted) -> int:
    """How many items fit."""
    query = _fitting(contest_id, wanted).with_only_columns(func.count())
    return int(db.execute(query).scalar_one())


def strata(db: Connection, contest_id: int, wanted: Wanted) -> list[tuple[str, str, int]]:
    """How many fitting items there are of each topic and difficulty."""
    topic, difficulty = item_versions.c.topic, item_versions.c.difficulty
    query = _fitting(contest_id, wanted).with_only_columns(topic, difficulty, func.count())
    rows = db.execute(query.group_by(topic, difficulty).order_by(topic, difficulty))
    return [(row[0], row[1], int(row[2])) for row in rows]


def by_versions(db: Connection, contest_id: int, version_ids: Collection[int]) -> list[Found]:
    """These versions, as far as they are of open banks, in the order of the list."""
    query = _rows(item_versions.c.item_id == items.c.id).where(
        open_to(contest_id), item_versions.c.id.in_(version_ids)
    )
    found = {row["version_id"]: _found(row) for row in db.execute(query).mappings()}
    return [found[number] for number in version_ids if number in found]


def topics(db: Connection, contest_id: int) -> list[str]:
    """The topics of the open banks."""
    query = select(item_versions.c.topic).distinct().join(items, newest_of_item())
    query = query.join(banks, banks.c.id == items.c.bank_id).where(open_to(contest_id))
    return sorted(topic for topic in db.execute(query).scalars() if topic)


def shows_picture(db: Connection, contest_id: int, name: str) -> bool:
    """Does a question of an open bank, in any of its versions, hold the picture of that name?"""
    holding = cast(item_versions.c.document, Text).contains(f'"{name}"', autoescape=True)
    query = select(item_versions.c.id).join(items, items.c.id == item_versions.c.item_id)
    query = query.join(banks, banks.c.id == items.c.bank_id).where(open_to(contest_id), holding)
    return db.execute(query.limit(1)).first() is not None


def _fitting(contest_id: int, wanted: Wanted) -> Select[Any]:
    return _rows(newest_of_item()).where(open_to(contest_id), *_conditions(contest_id, wanted))


def _rows(joined: Any) -> Select[Any]:
    return (
        select(
            items.c.id.label("item_id"),
            item_versions.c.id.label("version_id"),
            item_versions.c.version,
            items.c.slug,
            banks.c.title.label("bank"),
            banks.c.slug.label("bank_slug"),
            banks.c.shipped,
            item_versions.c.kind,
            item_versions.c.document,
            item_versions.c.topic,
            item_versions.c.difficulty,
            item_versions.c.source,
            item_versions.c.author_id,
            item_versions.c.approved_at,
            items.c.retired_at,
        )
        .join_from(items, item_versions, joined)
        .join(banks, banks.c.id == items.c.bank_id)
    )


def open_to(contest_id: int) -> ColumnElement[bool]:
    """The condition that a bank is the contest's own or the platform's."""
    return or_(banks.c.contest_id == contest_id, banks.c.contest_id.is_(None))


def _conditions(contest_id: int, wanted: Wanted) -> list[ColumnElement[bool]]:
    found = [item_versions.c.search.contains(word, autoescape=True) for word in folded(wanted.words).split()]
    exact = (
        (banks.c.slug, wanted.bank),
        (item_versions.c.topic, wanted.topic),
        (item_versions.c.difficulty, wanted.difficulty),
    )
    found += [column == value for column, value in exact if value]
    if wanted.source:
        found.append(item_versions.c.source.contains(wanted.source, autoescape=True))
    if wanted.but_not:
        found.append(item_versions.c.id.not_in(wanted.but_not))
    if wanted.not_by is not None:
        found.append(func.coalesce(item_versions.c.author_id, 0) != wanted.not_by)
    return [*found, _use(contest_id, wanted.use)]


def _use(contest_id: int, use: Use | None) -> ColumnElement[bool]:
    used, practised = _in_papers(contest_id), _in_practice(contest_id)
    living = items.c.retired_at.is_(None)
    conditions = {
        None: living,
        Use.UNUSED: and_(living, ~used, ~practised),
        Use.USED: used,
        Use.PRACTICE: practised,
        Use.WAITING: and_(living, item_versions.c.approved_at.is_(None)),
        Use.RETIRED: items.c.retired_at.is_not(None),
    }
    return conditions[use]


def _in_papers(contest_id: int) -> ColumnElement[bool]:
    joined = paper_items.join(papers, papers.c.id == paper_items.c.paper_id)
    joined = joined.join(any_version, any_version.c.id == paper_items.c.item_version_id)
    uses = exists().select_from(joined)
    return uses.where(any_version.c.item_id == items.c.id, papers.c.contest_id == contest_id)


def _in_practice(contest_id: int) -> ColumnElement[bool]:
    joined = practice_items.join(any_version, any_version.c.id == practice_items.c.item_version_id)
    uses = exists().select_from(joined)
    return uses.where(any_version.c.item_id == items.c.id, practice_items.c.contest_id == contest_id)


def _found(row: RowMapping) -> Found:
    values = {name: row[name] for name in Found.__slots__ if name in row}
    values |= {"shipped": bool(row["shipped"]), "text": row["document"]["text"]}
    return Found(**values, approved=row["approved_at"] is not None, retired=row["retired_at"] is not None)
