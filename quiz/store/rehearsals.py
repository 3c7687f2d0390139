"""What rounds stood up to: verdicts of rehearsals, the newest first, and their reports."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from quiz.store.tables import attempts, papers, rehearsals
from quiz.store.writes import added


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A finished rehearsal; `target` is "" for the machine that the command ran on."""

    public_id: str
    verdict: str
    build: str
    papers: Any
    digest: str
    target: str
    operator: str
    participants: int
    attempts: int
    figures: Any
    report_name: str
    report_digest: str
    started_at: datetime
    finished_at: datetime

    @property
    def passed(self) -> bool:
        """Were all limits kept and nothing lost?"""
        return self.verdict == "passed"


@dataclass(frozen=True, slots=True)
class Played:
    """How many people and attempts a round has had."""

    participants: int
    attempts: int


def keep(db: Connection, contest_id: int, round_id: int, told: Rehearsal, report: str) -> int:
    """The number of the row that keeps this verdict with its report."""
    values = {name: getattr(told, name) for name in Rehearsal.__slots__}
    packed = gzip.compress(report.encode(), mtime=0)
    return added(db, rehearsals, contest_id=contest_id, round_id=round_id, report=packed, **values)


def last(db: Connection, round_id: int) -> Rehearsal | None:
    """The newest rehearsal of the round, None before the first."""
    columns = [rehearsals.c[name] for name in Rehearsal.__slots__]
    query = select(*columns).where(rehearsals.c.round_id == round_id)
    row = db.execute(query.order_by(rehearsals.c.finished_at.desc(), rehearsals.c.id.desc()).limit(1)).first()
    return None if row is None else Rehearsal(*row)


def report(db: Connection, round_id: int, public_id: str) -> str | None:
    """The report of a rehearsal of this round as it was written, None when there is no such."""
    query = select(rehearsals.c.report).where(
        rehearsals.c.round_id == round_id, rehearsals.c.public_id == public_id
    )
    packed = db.execute(query).scalar_one_or_none()
    return None if packed is None else gzip.decompress(packed).decode()


def paper_versions(db: Connection, round_id: int) -> dict[str, Any]:
    """Version and commitment of the newest frozen paper of every block of a round."""
    query = select(papers.c.block, papers.c.version, papers.c.commitment).where(
        papers.c.round_id == round_id, papers.c.frozen_at.is_not(None)
    )
    rows = db.execute(query.order_by(papers.c.block, papers.c.version)).all()
    return {row.block: {"version": row.version, "commitment": row.commitment} for row in rows}


def played(db: Connection, round_id: int) -> Played:
    """What a round has had so far, counted."""
    people = func.count(attempts.c.participant_id.distinct())
    return Played(*db.execute(select(people, func.count()).where(attempts.c.round_id == round_id)).one())
