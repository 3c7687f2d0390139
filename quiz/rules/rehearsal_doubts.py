"""What speaks against relying on the last rehearsal of a round: how it ended, and how hard it was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from quiz.rules.rehearsing import Expected

GOOD_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Asked:
    """How hard a rehearsal was: minutes of each run, and most milliseconds of any page and of the hand-in."""

    minutes: float
    p95: float
    hand_in_p99: float


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


def asked_of(figures: Mapping[str, object]) -> Asked:
    """How hard a kept rehearsal was; whoever kept none of it was another build, which is a doubt already."""
    kept = figures.get("asked")
    return Asked(**kept) if isinstance(kept, dict) else ENOUGH


def doubts(
    last: Past | None, *, digest: str, build: str, size: Expected | None, now: datetime
) -> tuple[Doubt, ...]:
    """What speaks against the last rehearsal, today's papers, build and expected size being these."""
    if last is None:
        return (Doubt.NEVER,)
    found = (
        (Doubt.FAILED, not last.passed),
        (Doubt.OLD, now - last.finished_at > GOOD_FOR),
        (Doubt.OTHER_PAPER, last.digest != digest),
        (Doubt.OTHER_BUILD, last.build != build),
        (Doubt.SMALL, size is not None and is_smaller(last.size, size)),
        *weaknesses(last.asked),
    )
    return tuple(doubt for doubt, holds in found if holds)


def weaknesses(asked: Asked) -> tuple[tuple[Doubt, bool], ...]:
    """Was it too short, were its limits loosened?"""
    loose = asked.p95 > ENOUGH.p95 or asked.hand_in_p99 > ENOUGH.hand_in_p99
    return (Doubt.SHORT, asked.minutes < ENOUGH.minutes), (Doubt.LOOSE, loose)


def is_smaller(rehearsed: Expected, expected: Expected) -> bool:
    """Was it for fewer people or attempts than are to come?"""
    return rehearsed.participants < expected.participants or rehearsed.attempts < expected.attempts
