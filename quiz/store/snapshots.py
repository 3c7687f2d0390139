"""Snapshots of results: written in batches under a new number, seen when one pointer flips to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from quiz.store.tables import rounds, snapshot_pointers, snapshots
from quiz.store.writes import added

RESULT = "result"
WHOLE_CONTEST = ""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A finished snapshot of one scope: a round's slug, or "" for the whole contest."""

    id: int
    version: int
    summary: Any
    digest: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Told:
    """What a result of a round said of its predictions, and when it was made."""

    made_at: datetime
    summary: Any

    def truth(self, block: str) -> int | None:
        """The number that was to be guessed in this block."""
        number: int | None = self._of(block).get("truth")
        return number

    def asked(self, block: str) -> str:
        """What it was the number of."""
        return str(self._of(block).get("asked", ""))

    def _of(self, block: str) -> Any:
        return self.summary.get("blocks", {}).get(block, {})


def begin(db: Connection, *, contest_id: int, round_id: int | None, now: datetime) -> int:
    """The number of a new snapshot that nobody sees yet."""
    of_scope = snapshots.c.round_id.is_not_distinct_from(round_id)
    newest = select(func.coalesce(func.max(snapshots.c.version), 0)).where(
        snapshots.c.contest_id == contest_id, snapshots.c.kind == RESULT, of_scope
    )
    return added(
        db,
        snapshots,
        contest_id=contest_id,
        round_id=round_id,
        kind=RESULT,
        version=newest.scalar_subquery() + 1,
        summary={},
        digest="",
        made_at=now,
    )


def complete(db: Connection, snapshot_id: int, *, summary: Any, digest: str, now: datetime) -> None:
    """Note that all rows of a snapshot are written."""
    done = update(snapshots).where(snapshots.c.id == snapshot_id)
    db.execute(done.values(summary=summary, digest=digest, complete_at=now))


def flip(db: Connection, contest_id: int, scope: str, snapshot_id: int, *, now: datetime) -> None:
    """Let everybody see this snapshot of the scope from now on."""
    dialect = postgresql if db.dialect.name == "postgresql" else sqlite
    row = {"contest_id": contest_id, "scope": scope, "kind": RESULT}
    seen = {"snapshot_id": snapshot_id, "flipped_at": now}
    db.execute(
        dialect.insert(snapshot_pointers)
        .values(**row, **seen)
        .on_conflict_do_update(index_elements=["contest_id", "scope", "kind"], set_=seen)
    )


def shown(db: Connection, contest_id: int, scope: str) -> Snapshot | None:
    """The snapshot that is seen for that scope, None before the first."""
    row = db.execute(_seen(contest_id).where(snapshot_pointers.c.scope == scope)).one_or_none()
    return None if row is None else Snapshot(*row)


def newest_of_rounds(db: Connection, contest_id: int) -> Snapshot | None:
    """The snapshot of a round that was made last among those that are seen."""
    query = _seen(contest_id).where(snapshot_pointers.c.scope != WHOLE_CONTEST)
    row = db.execute(query.order_by(snapshots.c.made_at.desc(), snapshots.c.id.desc()).limit(1)).one_or_none()
    return None if row is None else Snapshot(*row)


def of_round(db: Connection, round_id: int) -> list[Told]:
    """Every complete result of a round, the oldest first."""
    query = select(snapshots.c.made_at, snapshots.c.summary).where(
        snapshots.c.round_id == round_id, snapshots.c.kind == RESULT, snapshots.c.complete_at.is_not(None)
    )
    return [Told(*row) for row in db.execute(query.order_by(snapshots.c.version))]


def current_state(db: Connection, round_id: int) -> str:
    """The written state of a round at this moment."""
    return str(db.execute(select(rounds.c.state).where(rounds.c.id == round_id)).scalar_one())


def _seen(contest_id: int) -> Select[Any]:
    columns = (
        snapshots.c.id, snapshots.c.version, snapshots.c.summary, snapshots.c.digest, snapshots.c.made_at
    )  # fmt: skip
    return (
        select(*columns)
        .join(snapshot_pointers, snapshot_pointers.c.snapshot_id == snapshots.c.id)
        .where(snapshot_pointers.c.contest_id == contest_id, snapshot_pointers.c.kind == RESULT)
    )
