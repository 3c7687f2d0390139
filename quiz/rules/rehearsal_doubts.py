"""What speaks against relying on the last rehearsal of a round: how it ended, and how hard it was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from quiz.rules.rehearsing import Expected

GOOD_FOR = timedelta(days=7)


DATABASE_NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@dataclass(frozen=True, slots=True)
class Served:
    """What a site is served with: the kind of its database, and how many server processes."""

    database: str
    workers: int

    @property
    def database_name(self) -> str:
        """What people call that database."""
        return DATABASE_NAMES.get(self.database, self.database)


@dataclass(frozen=True, slots=True)
class Asked:
    """How hard a rehearsal was: minutes of each run, and most milliseconds of any page and of the hand-in.

    Also seconds over a sheet, and what served it; of rehearsals that did not keep these they are None.
    """

    minutes: float
    p95: float
    hand_in_p99: float
    think: float | None = None
    served: Served | None = None


# What `quiz rehearse` asks unless it is told otherwise; one that asked less has proved less.
ENOUGH = Asked(minutes=5.0, p95=1_000.0, hand_in_p99=2_000.0)


@dataclass(frozen=True, slots=True)
class Past:
    """A finished rehearsal as far as relying on it goes."""

    passed: bool
    digest: str
    build: str
    finished_at: datetime
    size: Expected
    asked: Asked


class Doubt(StrEnum):
    """Why a round should be rehearsed (again)."""

    NEVER = "never"
    FAILED = "failed"
    OLD = "old"
    OTHER_PAPER = "other_paper"
    OTHER_BUILD = "other_build"
    SHORT = "short"
    SMALL = "small"
    LOOSE = "loose"
    OTHER_DATABASE = "other_database"
    OTHER_WORKERS = "other_workers"


def asked_of(figures: Mapping[str, object]) -> Asked:
    """How hard a kept rehearsal was; whoever kept none of it was another build, which is a doubt already."""
    kept = figures.get("asked")
    if not isinstance(kept, dict):
        return ENOUGH
    served = kept.get("served")
    return Asked(**kept | {"served": Served(**served) if served else None})


def doubts(
    last: Past | None, *, digest: str, build: str, size: Expected | None, used: Served, now: datetime
) -> tuple[Doubt, ...]:
    """What speaks against the last rehearsal, today's papers, build, expected size and server being these."""
    if last is None:
        return (Doubt.NEVER,)
    found = (
        (Doubt.FAILED, not last.passed),
        (Doubt.OLD, now - last.finished_at > GOOD_FOR),
        (Doubt.OTHER_PAPER, last.digest != digest),
        (Doubt.OTHER_BUILD, last.build != build),
        (Doubt.SMALL, size is not None and is_smaller(last.size, size)),
        *weaknesses(last.asked, used),
    )
    return tuple(doubt for doubt, holds in found if holds)


def weaknesses(asked: Asked, used: Served) -> tuple[tuple[Doubt, bool], ...]:
    """Was it too short, were its limits loosened, was it served otherwise than the real contest is?"""
    served = asked.served or used
    return (
        (Doubt.SHORT, asked.minutes < ENOUGH.minutes),
        (Doubt.LOOSE, asked.p95 > ENOUGH.p95 or asked.hand_in_p99 > ENOUGH.hand_in_p99),
        (Doubt.OTHER_DATABASE, served.database != used.database),
        (Doubt.OTHER_WORKERS, served.workers != used.workers),
    )


def is_smaller(rehearsed: Expected, expected: Expected) -> bool:
    """Was it for fewer people or attempts than are to come?"""
    return rehearsed.participants < expected.participants or rehearsed.attempts < expected.attempts
