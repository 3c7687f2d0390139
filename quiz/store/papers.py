"""Papers: what an organiser chose, the frozen document that attempts are drawn from, and its key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from quiz.store.prepared import Prepared
from quiz.store.tables import answer_keys, item_versions, items, paper_items, papers
from quiz.store.writes import added


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A paper of one round and block ("" for none); `document` is None until it is frozen."""

    id: int
    round_id: int
    block: str
    version: int
    choice: Any
    document: Any
    commitment: str | None
    salt: str | None
    frozen_at: datetime | None


@dataclass(frozen=True, slots=True)
class KeyRow:
    """One version of a paper's key; it never leaves the server before its time."""

    version: int
    document: Any
    commitment: str
    salt: str


@dataclass(frozen=True, slots=True)
class ChosenItem:
    """An item version as a paper takes it in."""

    id: int
    item_slug: str
    version: int
    kind: str
    document: Any
    topic: str
    difficulty: str
    approved: bool


def choose(db: Connection, *, contest_id: int, round_id: int, block: str, item_version_ids: list[int]) -> int:
    """The number of the draft that holds this pool from now on; an older frozen paper stays as it is."""
    choice = {"items": item_version_ids}
    draft = latest(db, round_id, block)
    if draft is not None and draft.frozen_at is None:
        db.execute(update(papers).where(papers.c.id == draft.id).values(choice=choice))
        return draft.id
    version = draft.version + 1 if draft else 1
    return added(
        db, papers, contest_id=contest_id, round_id=round_id, block=block, version=version, choice=choice
    )


def latest(db: Connection, round_id: int, block: str) -> PaperRow | None:
    """The newest paper of that round and block, frozen or not."""
    row = db.execute(_LATEST, {"round_id": round_id, "block": block}).first()
    return None if row is None else PaperRow(*row)


def frozen(db: Connection, round_id: int, block: str) -> PaperRow | None:
    """The newest frozen paper of that round and block: what attempts are drawn from."""
    row = db.execute(_FROZEN, {"round_id": round_id, "block": block}).first()
    return None if row is None else PaperRow(*row)


def by_id(db: Connection, paper_id: int) -> PaperRow:
    """That paper; it is immutable once frozen, so callers may keep it."""
    return PaperRow(*db.execute(_BY_ID, {"paper_id": paper_id}).one())


def chosen_items(db: Connection, item_version_ids: list[int]) -> list[ChosenItem]:
    """The item versions of a pool, in the order of the list; unknown numbers are absent."""
    query = (
        select(
            item_versions.c.id,
            items.c.slug,
            item_versions.c.version,
            item_versions.c.kind,
            item_versions.c.document,
            item_versions.c.topic,
            item_versions.c.difficulty,
            item_versions.c.approved_at.is_not(None),
        )
        .join(items, items.c.id == item_versions.c.item_id)
        .where(item_versions.c.id.in_(item_version_ids))
    )
    found = {row.id: ChosenItem(*row) for row in db.execute(query)}
    return [found[number] for number in item_version_ids if number in found]


def commitments(db: Connection, round_id: int) -> list[tuple[str, str, str]]:
    """Block, commitment and salt of every frozen paper of a round; the salt is shown after the close only."""
    query = select(papers.c.block, papers.c.commitment, papers.c.salt).where(
        papers.c.round_id == round_id, papers.c.frozen_at.is_not(None)
    )
    rows = db.execute(query.order_by(papers.c.block))
    return [(row.block, row.commitment or "", row.salt or "") for row in rows]


def freeze(
    db: Connection, paper_id: int, *, document: Any, commitment: str, salt: str, now: datetime
) -> bool:
    """Make a draft immutable: whether this call was the one that did it."""
    taken = db.execute(
        update(papers)
        .where(papers.c.id == paper_id, papers.c.frozen_at.is_(None))
        .values(document=document, commitment=commitment, salt=salt, frozen_at=now)
        .returning(papers.c.id)
    ).first()
    return taken is not None


def remember_items(db: Connection, paper_id: int, item_version_ids: list[int]) -> None:
    """Write down which items a frozen paper uses, for `where used`."""
    db.execute(delete(paper_items).where(paper_items.c.paper_id == paper_id))
    rows = [
        {"paper_id": paper_id, "item_version_id": number, "position": position}
        for position, number in enumerate(item_version_ids, 1)
    ]
    db.execute(insert(paper_items), rows)


def add_key(
    db: Connection, paper_id: int, *, document: Any, commitment: str, salt: str, reason: str, now: datetime
) -> int:
    """The row of a new key, whose version its document names; keys are added, never changed."""
    return added(
        db,
        answer_keys,
        paper_id=paper_id,
        version=document["version"],
        document=document,
        commitment=commitment,
        salt=salt,
        reason=reason,
        made_at=now,
    )


def answer_key(db: Connection, paper_id: int) -> KeyRow:
    """The newest key of a frozen paper."""
    return KeyRow(*_KEY.first(db, {"paper_id": paper_id}) or _no_key(paper_id))


def _no_key(paper_id: int) -> Any:
    raise LookupError(f"paper {paper_id} has no key")


_COLUMNS = (
    papers.c.id,
    papers.c.round_id,
    papers.c.block,
    papers.c.version,
    papers.c.choice,
    papers.c.document,
    papers.c.commitment,
    papers.c.salt,
    papers.c.frozen_at,
)
_LATEST = (
    select(*_COLUMNS)
    .where(papers.c.round_id == bindparam("round_id"), papers.c.block == bindparam("block"))
    .order_by(papers.c.version.desc())
    .limit(1)
)
_FROZEN = _LATEST.where(papers.c.frozen_at.is_not(None))
_BY_ID = select(*_COLUMNS).where(papers.c.id == bindparam("paper_id"))
_KEY = Prepared(
    select(answer_keys.c.version, answer_keys.c.document, answer_keys.c.commitment, answer_keys.c.salt)
    .where(answer_keys.c.paper_id == bindparam("paper_id"))
    .order_by(answer_keys.c.version.desc())
    .limit(1)
)
