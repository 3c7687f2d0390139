"""Due jobs: several nodes see that something is due, one row decides who does it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from quiz.store.schema.columns import EPOCH
from quiz.store.tables import contests, due_jobs


def slot(now: datetime, every: timedelta) -> datetime:
    """The beginning of the stretch of length `every` that holds `now`; equal on all nodes."""
    return EPOCH + (now - EPOCH) // every * every


def claim(db: Connection, contest_id: int, kind: str, due_at: datetime, *, by: str, now: datetime) -> bool:
    """Whether this caller is the one who does that job of that slot; its transaction carries the job."""
    dialect = postgresql if db.dialect.name == "postgresql" else sqlite
    claimed = db.execute(
        dialect.insert(due_jobs)
        .values(
            contest_id=contest_id,
            scope="",
            kind=kind,
            due_at=due_at,
            claimed_by=by,
            done_at=now,
        )
        .on_conflict_do_nothing()
        .returning(due_jobs.c.id)
    ).first()
    if claimed is None:
        return False
    forget = (due_jobs.c.contest_id == contest_id) & (due_jobs.c.kind == kind) & (due_jobs.c.due_at < due_at)
    db.execute(delete(due_jobs).where(forget))
    return True


def last_done(db: Connection) -> dict[str, datetime]:
    """When each kind of job was last done, in the living contest that was served worst."""
    each = (
        select(due_jobs.c.kind, func.max(due_jobs.c.done_at).label("at"))
        .join(contests, contests.c.id == due_jobs.c.contest_id)
        # Jobs with a scope were asked for once; they fall due no second time.
        .where(due_jobs.c.done_at.is_not(None), due_jobs.c.scope == "", contests.c.archived_at.is_(None))
        .group_by(due_jobs.c.contest_id, due_jobs.c.kind)
        .subquery()
    )
    query = select(each.c.kind, func.min(each.c.at).label("at")).group_by(each.c.kind)
    return {row.kind: row.at for row in db.execute(query)}
