"""A contest with its rounds as every page needs them, and the versions of its rulebook."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from quiz.rules.contest import Contest
from quiz.rules.rulebook import from_document
from quiz.store.tables import contests, rounds, rulebook_versions, staff
from quiz.store.writes import added

# States of a round that has a result, announced or not.
WITH_RESULTS = ("provisional", "final")


@dataclass(frozen=True, slots=True)
class RoundState:
    """What the database adds to a round of the rulebook: its number inside and the steps it has taken."""

    id: int
    slug: str
    number: int
    parent_id: int | None
    opens_at: datetime
    closes_at: datetime
    state: str
    paused_at: datetime | None
    closed_at: datetime | None
    published_at: datetime | None
    rulebook_number: int | None


@dataclass(frozen=True, slots=True)
class ContestState:
    """A contest, its rulebook as applied and its rounds; small enough to keep in every process."""

    id: int
    slug: str
    generation: int
    rulebook_number: int
    contest: Contest
    rounds: tuple[RoundState, ...]

    def round(self, slug: str) -> RoundState | None:
        """The round of that slug."""
        return next((one for one in self.rounds if one.slug == slug), None)

    def round_by_id(self, round_id: int) -> RoundState:
        """The round with that number; KeyError when it is another contest's."""
        for one in self.rounds:
            if one.id == round_id:
                return one
        raise KeyError(round_id)


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a rulebook, without its text."""

    number: int
    made_at: datetime
    reason: str
    digest: str
    author: str | None


def load(db: Connection, slug: str, known: ContestState | None = None) -> ContestState | None:
    """The contest of that slug, None when there is none; one statement while `known` has its rulebook."""
    rows = db.execute(_STATE, {"slug": slug}).all()
    if not rows:
        return None
    first = rows[0]
    if known is not None and known.generation == first.generation:
        return known
    if known is not None and known.rulebook_number == first.rulebook_number:
        contest = known.contest
    else:
        contest = from_document(rulebook(db, first.contest_id, first.rulebook_number))
    return ContestState(
        id=first.contest_id,
        slug=slug,
        generation=first.generation,
        rulebook_number=first.rulebook_number,
        contest=contest,
        rounds=tuple(_round(row) for row in rows if row.id is not None),
    )


def slugs(db: Connection) -> list[str]:
    """Every contest that is not archived, newest first."""
    query = select(contests.c.slug).where(contests.c.archived_at.is_(None)).order_by(contests.c.id.desc())
    return list(db.execute(query).scalars())


def rulebook(db: Connection, contest_id: int, number: int) -> Any:
    """The canonical document of one version of a rulebook."""
    query = select(rulebook_versions.c.document).where(
        rulebook_versions.c.contest_id == contest_id, rulebook_versions.c.number == number
    )
    return db.execute(query).scalar_one()


def versions(db: Connection, contest_id: int) -> list[Version]:
    """Every version of a rulebook with its reason, newest first."""
    query = (
        select(
            rulebook_versions.c.number,
            rulebook_versions.c.made_at,
            rulebook_versions.c.reason,
            rulebook_versions.c.digest,
            staff.c.name,
        )
        .select_from(rulebook_versions.outerjoin(staff, staff.c.id == rulebook_versions.c.author_id))
        .where(rulebook_versions.c.contest_id == contest_id)
        .order_by(rulebook_versions.c.number.desc())
    )
    return [Version(*row) for row in db.execute(query)]


def create(db: Connection, slug: str, *, now: datetime) -> int:
    """The number of a new contest, which has no rulebook yet."""
    return added(db, contests, slug=slug, rulebook_number=0, created_at=now)


def add_rulebook(
    db: Connection,
    contest_id: int,
    *,
    document: Any,
    digest: str,
    reason: str,
    author_id: int | None,
    now: datetime,
) -> int:
    """The number of the version that now applies; the row of the contest is locked by this write."""
    number = db.execute(
        update(contests)
        .where(contests.c.id == contest_id)
        .values(rulebook_number=contests.c.rulebook_number + 1, generation=contests.c.generation + 1)
        .returning(contests.c.rulebook_number)
    ).scalar_one()
    added(
        db,
        rulebook_versions,
        contest_id=contest_id,
        number=number,
        document=document,
        digest=digest,
        reason=reason,
        author_id=author_id,
        made_at=now,
    )
    return int(number)


def touch(db: Connection, contest_id: int) -> None:
    """Tell every node that something of this contest changed: rounds, steps, snapshots."""
    db.execute(
        update(contests).where(contests.c.id == contest_id).values(generation=contests.c.generation + 1)
    )


def _round(row: Any) -> RoundState:
    return RoundState(
        id=row.id,
        slug=row.slug,
        number=row.number,
        parent_id=row.parent_id,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        state=row.state,
        paused_at=row.paused_at,
        closed_at=row.closed_at,
        published_at=row.published_at,
        rulebook_number=row.round_rulebook,
    )


def _state_query() -> Any:
    own = (
        rounds.c.id,
        rounds.c.slug,
        rounds.c.number,
        rounds.c.parent_id,
        rounds.c.opens_at,
        rounds.c.closes_at,
        rounds.c.state,
        rounds.c.paused_at,
        rounds.c.closed_at,
        rounds.c.published_at,
        rounds.c.rulebook_number.label("round_rulebook"),
    )
    return (
        select(contests.c.id.label("contest_id"), contests.c.generation, contests.c.rulebook_number, *own)
        .select_from(contests.outerjoin(rounds, rounds.c.contest_id == contests.c.id))
        .where(contests.c.slug == bindparam("slug"))
        .order_by(rounds.c.number)
    )


_STATE = _state_query()
