"""The practice pool of a contest: items that everybody may see with their answers."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, delete, insert, select

from quiz.store.tables import contests, item_versions, paper_items, papers, practice_items, rounds


def lock_round(db: Connection, round_id: int) -> str:
    """The state of a round, which nobody changes until this transaction ends."""
    query = select(rounds.c.state).where(rounds.c.id == round_id).with_for_update()
    state: str = db.execute(query).scalar_one()
    return state


def lock_pools(db: Connection, contest_id: int) -> None:
    """Let those who choose questions of a contest follow each other; after `lock_round`, never before."""
    db.execute(select(contests.c.id).where(contests.c.id == contest_id).with_for_update())


def pool(db: Connection, contest_id: int) -> list[int]:
    """The item versions that people practise with, in the order in which they were added."""
    query = select(practice_items.c.item_version_id).where(practice_items.c.contest_id == contest_id)
    return list(db.execute(query.order_by(practice_items.c.id)).scalars())


def has_pool(db: Connection, contest_id: int) -> bool:
    """Is there anything that people may practise with?"""
    query = select(practice_items.c.id).where(practice_items.c.contest_id == contest_id).limit(1)
    return db.execute(query).first() is not None


def add(db: Connection, contest_id: int, version_ids: Collection[int]) -> int:
    """How many of these were not in the pool before and are now."""
    fresh = [number for number in version_ids if number not in set(pool(db, contest_id))]
    if fresh:
        db.execute(
            insert(practice_items),
            [{"contest_id": contest_id, "item_version_id": number} for number in fresh],
        )
    return len(fresh)


def remove(db: Connection, contest_id: int, version_ids: Collection[int]) -> int:
    """How many of these left the pool."""
    gone = delete(practice_items).where(
        practice_items.c.contest_id == contest_id, practice_items.c.item_version_id.in_(version_ids)
    )
    return db.execute(gone).rowcount


def taken_by_rounds(db: Connection, contest_id: int, but_round: int = 0) -> set[int]:
    """The items (not versions) that a paper of this contest's (other) rounds uses, drafts included."""
    here = (papers.c.contest_id == contest_id, papers.c.round_id != but_round)
    frozen = select(paper_items.c.item_version_id).join(papers).where(*here)
    chosen = set(db.execute(frozen).scalars())
    drafts = select(papers.c.choice).where(*here, papers.c.frozen_at.is_(None))
    for choice in db.execute(drafts).scalars():
        chosen.update(choice["items"])
    return items_of(db, chosen)


def items_of(db: Connection, version_ids: Collection[int]) -> set[int]:
    """The items to which these versions belong."""
    query = select(item_versions.c.item_id).where(item_versions.c.id.in_(version_ids))
    return set(db.execute(query).scalars())
