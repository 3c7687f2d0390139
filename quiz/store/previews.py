"""Looks ahead that somebody asked for: they wait, the companion works them out, answers are kept a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, delete, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from quiz.store.outdating import CHANGING
from quiz.store.schema.columns import EPOCH
from quiz.store.tables import audit, due_jobs

KIND = "preview"
KEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Looked:
    """A look ahead with its answer as text, None while it waits."""

    outcome: str | None
    done_at: datetime | None


def ground(db: Connection, chain: str) -> int:
    """The number of the last act that may have changed what results are made of."""
    query = select(func.max(audit.c.number)).where(audit.c.chain == chain, audit.c.act.in_(CHANGING))
    return int(db.execute(query).scalar_one() or 0)


def find(db: Connection, contest_id: int, scope: str) -> Looked | None:
    """The look ahead of that name."""
    query = select(due_jobs.c.outcome, due_jobs.c.done_at)
    row = db.execute(query.where(*_of(contest_id), due_jobs.c.scope == scope)).one_or_none()
    return None if row is None else Looked(*row)


def ask(db: Connection, contest_id: int, scope: str, *, now: datetime) -> None:
    """Let this look ahead wait unless it does; forget those that were answered long ago."""
    db.execute(delete(due_jobs).where(*_of(contest_id), due_jobs.c.done_at < now - KEPT))
    dialect = postgresql if db.dialect.name == "postgresql" else sqlite
    row = {"contest_id": contest_id, "scope": scope, "kind": KIND, "due_at": EPOCH}
    db.execute(dialect.insert(due_jobs).values(**row).on_conflict_do_nothing())


def take(db: Connection, contest_id: int, *, by: str, now: datetime, lasts: timedelta) -> str | None:
    """The name of one that waits, for this caller alone until the time is over."""
    waiting = _free(contest_id, now)
    oldest = select(due_jobs.c.id).where(*waiting).order_by(due_jobs.c.id).limit(1).scalar_subquery()
    taken = update(due_jobs).where(due_jobs.c.id == oldest, *waiting)
    taken = taken.values(claimed_by=by, claimed_until=now + lasts)
    found: str | None = db.execute(taken.returning(due_jobs.c.scope)).scalar_one_or_none()
    return found


def is_waiting(db: Connection, contest_id: int, *, now: datetime) -> bool:
    """Is there one without an answer that nobody is working out?"""
    return db.execute(select(due_jobs.c.id).where(*_free(contest_id, now)).limit(1)).first() is not None


def answer(db: Connection, contest_id: int, scope: str, outcome: str, *, now: datetime) -> None:
    """Keep what a look ahead came to."""
    mine = update(due_jobs).where(*_of(contest_id), due_jobs.c.scope == scope)
    db.execute(mine.values(outcome=outcome, done_at=now))


def _free(contest_id: int, now: datetime) -> tuple[ColumnElement[bool], ...]:
    unclaimed = or_(due_jobs.c.claimed_until.is_(None), due_jobs.c.claimed_until <= now)
    return *_of(contest_id), due_jobs.c.done_at.is_(None), unclaimed


def _of(contest_id: int) -> tuple[ColumnElement[bool], ...]:
    return due_jobs.c.contest_id == contest_id, due_jobs.c.kind == KIND
