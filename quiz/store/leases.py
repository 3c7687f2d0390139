"""A lease on a long job of a round: one works, the others learn that somebody does."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, or_
from sqlalchemy.dialects import postgresql, sqlite

from quiz.store.schema.columns import EPOCH
from quiz.store.tables import due_jobs


def take(
    db: Connection, contest_id: int, scope: str, kind: str, *, by: str, now: datetime, lasts: timedelta
) -> bool:
    """Take the lease unless somebody holds it; one whose holder died falls free after its time."""
    dialect = postgresql if db.dialect.name == "postgresql" else sqlite
    until = now + lasts
    row = {"contest_id": contest_id, "scope": scope, "kind": kind, "due_at": EPOCH}
    insert = dialect.insert(due_jobs).values(**row, claimed_by=by, claimed_until=until)
    free = or_(due_jobs.c.claimed_until.is_(None), due_jobs.c.claimed_until <= now)
    taken = insert.on_conflict_do_update(
        index_elements=["contest_id", "scope", "kind", "due_at"],
        set_={"claimed_by": by, "claimed_until": until},
        where=free,
    )
    return db.execute(taken.returning(due_jobs.c.id)).first() is not None


def give_back(db: Connection, contest_id: int, scope: str, kind: str, *, by: str) -> None:
    """End the own lease."""
    own = (
        due_jobs.c.contest_id == contest_id,
        due_jobs.c.scope == scope,
        due_jobs.c.kind == kind,
        due_jobs.c.due_at == EPOCH,
        due_jobs.c.claimed_by == by,
    )
    db.execute(delete(due_jobs).where(*own))
