"""Rounds as projections of the rulebook, and their steps by compare and set, so that one of two wins."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, insert, select, update

from quiz.store.tables import blocks, rounds


def project(db: Connection, contest_id: int, projected: list[dict[str, Any]]) -> None:
    """Make the round rows say what the rulebook says: slug, number, kind, window and parent slug of each."""
    known = numbers(db, contest_id)
    for one in projected:
        values = {name: one[name] for name in ("slug", "number", "kind", "opens_at", "closes_at")}
        values["parent_id"] = known.get(one["parent"])
        if one["slug"] in known:
            db.execute(update(rounds).where(rounds.c.id == known[one["slug"]]).values(**values))
        else:
            made = insert(rounds).values(contest_id=contest_id, **values).returning(rounds.c.id)
            known[one["slug"]] = db.execute(made).scalar_one()


def numbers(db: Connection, contest_id: int) -> dict[str, int]:
    """The numbers of the contest's rounds by their slugs."""
    return {row.slug: row.id for row in db.execute(_of(contest_id))}


def project_blocks(db: Connection, contest_id: int, slugs: list[str]) -> None:
    """Add the blocks that are not there yet."""
    known = set(db.execute(select(blocks.c.slug).where(blocks.c.contest_id == contest_id)).scalars())
    fresh = [{"contest_id": contest_id, "slug": slug} for slug in slugs if slug not in known]
    if fresh:
        db.execute(insert(blocks), fresh)


def step(db: Connection, round_id: int, *, to: str, before: tuple[str, ...], **stamps: Any) -> bool:
    """Take a round from one of the states `before` to `to`: whether this call was the one that did it."""
    taken = db.execute(
        update(rounds)
        .where(rounds.c.id == round_id, rounds.c.state.in_(before))
        .values(state=to, **stamps)
        .returning(rounds.c.id)
    ).first()
    return taken is not None


def apply_rulebook(db: Connection, round_ids: list[int], number: int) -> None:
    """Let these rounds be judged by that version of the rulebook."""
    db.execute(update(rounds).where(rounds.c.id.in_(round_ids)).values(rulebook_number=number))


def _of(contest_id: int) -> Any:
    return select(rounds.c.id, rounds.c.slug).where(rounds.c.contest_id == contest_id)
