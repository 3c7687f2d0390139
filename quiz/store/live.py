"""Live figures of a contest: counted by a due job, read by pages; what is hidden is decided when shown."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, distinct, func, select
from sqlalchemy.dialects import postgresql, sqlite

from quiz.store.pacing import subtree
from quiz.store.tables import attempts, live_counts, participants, units

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Live:
    """The counts of one scope (a round's slug, or "" for the contest) and when they were counted."""

    counts: Any
    counted_at: datetime


def count_round(db: Connection, round_id: int, *, now: datetime) -> dict[str, Any]:
    """What happened in a round so far: people, attempts, the last hour, and by unit."""
    standing = (attempts.c.round_id == round_id, attempts.c.voided_at.is_(None))
    finished = attempts.c.finished_at.is_not(None)
    recent = attempts.c.started_at > now - HOUR
    row = db.execute(
        select(
            func.count(distinct(attempts.c.participant_id)).label("participants"),
            func.count().label("attempts"),
            func.count().filter(finished).label("finished"),
            func.count().filter(recent).label("last_hour"),
        ).where(*standing)
    ).one()
    by_unit = (
        select(units.c.code, func.count(distinct(attempts.c.participant_id)), func.count())
        .join(units, units.c.id == attempts.c.unit_id)
        .where(*standing)
        .group_by(units.c.code)
    )
    return {**row._asdict(), "units": {code: [people, tries] for code, people, tries in db.execute(by_unit)}}


def count_contest(db: Connection, contest_id: int) -> dict[str, Any]:
    """How many people signed up, took part and made attempts in the whole contest."""
    signed_up = select(func.count()).select_from(participants).where(participants.c.contest_id == contest_id)
    row = db.execute(
        select(
            func.count(distinct(attempts.c.participant_id)).label("participants"),
            func.count().label("attempts"),
        ).where(attempts.c.contest_id == contest_id, attempts.c.voided_at.is_(None))
    ).one()
    return {**row._asdict(), "registered": db.execute(signed_up).scalar_one()}


def write(db: Connection, contest_id: int, scope: str, counts: Any, *, now: datetime) -> None:
    """Replace the counts of a scope; an older count never replaces a newer one."""
    dialect = postgresql if db.dialect.name == "postgresql" else sqlite
    values = {"counts": counts, "counted_at": now}
    db.execute(
        dialect.insert(live_counts)
        .values(contest_id=contest_id, scope=scope, **values)
        .on_conflict_do_update(
            index_elements=["contest_id", "scope"], set_=values, where=live_counts.c.counted_at <= now
        )
    )


def read(db: Connection, contest_id: int) -> dict[str, Live]:
    """The newest counts of a contest by scope."""
    query = select(live_counts.c.scope, live_counts.c.counts, live_counts.c.counted_at).where(
        live_counts.c.contest_id == contest_id
    )
    return {row.scope: Live(row.counts, row.counted_at) for row in db.execute(query)}


def unit_paths(db: Connection, contest_id: int, codes: Collection[str]) -> dict[str, str]:
    """The paths of these units of the contest."""
    query = select(units.c.code, units.c.path).where(
        units.c.contest_id == contest_id, units.c.code.in_(codes)
    )
    return {row.code: row.path for row in db.execute(query)}


def codes_below(db: Connection, unit_ids: Iterable[int]) -> frozenset[str]:
    """The codes of these units and of all below them."""
    queries = [select(units.c.code).where(units.c.id.in_(subtree(one))) for one in unit_ids]
    return frozenset(code for query in queries for code in db.execute(query).scalars())
