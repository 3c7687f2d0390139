"""Prepares a copy of a contest to be rehearsed, fills it to its full size, and keeps the verdict."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine

from quiz.actions import crowding, planning, sealing
from quiz.actions.crowding import Invented
from quiz.actions.steps import note, round_of
from quiz.rules import rehearsing
from quiz.rules.calendar import CountsFrom
from quiz.rules.documents import digest
from quiz.rules.refusals.rehearsals import FewerAttempts, NobodyExpected, NothingPlayed, NotScheduled
from quiz.rules.rehearsing import ATTEMPTS_A_PERSON, Expected
from quiz.rules.timing import Phase, phase
from quiz.store import contests, rehearsals, transplanting
from quiz.store.contests import ContestState, RoundState
from quiz.store.engine import reading, writing
from quiz.store.rehearsals import Played, Rehearsal

# People and attempts are invented so many at a time, each time in a transaction of its own.
STEP, SEED = 5_000, 2_022
REASON = "diễn tập"
PUBLISHED = "final"
# What the bulk generator makes on the average of people who may play one, two, three times.
GOES = {1: 1.0, 2: 4 / 3, 3: 5 / 3}


@dataclass(frozen=True, slots=True)
class Wanted:
    """How much goes into the copy: people of the contest, and attempts of every round by its slug."""

    people: int
    attempts: dict[str, int]


def rehearsable(db: Connection, state: ContestState, slug: str) -> RoundState:
    """That round; raises NotFound, NothingPlayed, NotScheduled where there is nothing to rehearse."""
    this = round_of(state, slug)
    if state.contest.round(slug).counts is CountsFrom.CHILDREN:
        inner = [one.slug for one in state.rounds if one.parent_id == this.id]
        raise NothingPlayed(round=slug, inner=", ".join(inner))
    if not rehearsals.paper_versions(db, this.id):
        raise NotScheduled(round=slug)
    return this


def open_rounds(state: ContestState, *, now: datetime) -> list[str]:
    """The rounds in which somebody who came now could begin an attempt."""
    return [one.slug for one in state.rounds if _is_playable(state, one, now)]


def expected(
    db: Connection, state: ContestState, this: RoundState, people: int | None, attempts: int | None
) -> Expected:
    """What to expect of the round: as said, else as in the last that was played.

    Raises NobodyExpected, and FewerAttempts where somebody would take part without playing.
    """
    last = _last(db, [one for one in state.rounds if one.opens_at < this.opens_at])
    people = people or (rehearsing.rounded_up(last.participants) if last else None)
    if not people:
        raise NobodyExpected
    if attempts and attempts < people:
        raise FewerAttempts(attempts=attempts, people=people)
    again = last.attempts / last.participants if last else ATTEMPTS_A_PERSON
    return Expected(people, attempts or max(rehearsing.rounded_up(round(people * again)), people))


def usual(db: Connection, state: ContestState, this: RoundState) -> Expected | None:
    """What the last published round had, to two figures: of any other the office must not learn the size."""
    over = [one for one in state.rounds if one.opens_at < this.opens_at and one.state == PUBLISHED]
    last = _last(db, over)
    if last is None:
        return None
    return Expected(rehearsing.rounded_up(last.participants), rehearsing.rounded_up(last.attempts))


def wanted(db: Connection, state: ContestState, this: RoundState, size: Expected) -> Wanted:
    """The full size: this round as expected, and every earlier one as it was played."""
    counted = {
        one.slug: rehearsals.played(db, one.id) for one in state.rounds if one.opens_at < this.opens_at
    }
    most = rehearsing.rounded_up(max((one.participants for one in counted.values()), default=0))
    played = {slug: rehearsing.rounded_up(one.attempts) for slug, one in counted.items() if one.attempts}
    return Wanted(max(size.participants, most), played | {this.slug: size.attempts})


def copy(
    source: Engine, target: Engine, state: ContestState, slug: str, *, needed: timedelta, now: datetime
) -> ContestState:
    """The contest in an empty, migrated database: this round open for `needed`, the papers as they are."""
    contest = rehearsing.copy_of(state.contest, slug, now=now, needed=needed)
    with reading(source) as real, writing(target) as db:
        made = planning.load(db, contest, reason=REASON, author_id=None, now=now)
        here = _loaded(db, state.slug)
        numbers = {one.slug: one.id for one in here.rounds}
        by = {one.id: numbers[one.slug] for one in state.rounds}
        transplanting.carry(real, db, state.id, made.contest_id, by)
        transplanting.set_stage(db, made.contest_id, numbers[slug])
        contests.touch(db, made.contest_id)
    with reading(target) as db:
        return _loaded(db, state.slug)


def fill(target: Engine, state: ContestState, size: Wanted, *, now: datetime) -> Iterator[int]:
    """Invent people and attempts; yields how many rows each step wrote."""
    crowd: list[Invented] = []
    for first in range(0, size.people, STEP):
        with writing(target) as db:
            count = min(STEP, size.people - first)
            crowd += crowding.people(db, state, count, seed=SEED + first, now=state.contest.opens)
        yield count
    for one in state.rounds:
        if one.slug in size.attempts:
            yield from _play(target, state, one, crowd, size.attempts[one.slug], min(one.closes_at, now))
    yield from _seal(target, state, now)


def keep(
    db: Connection, state: ContestState, this: RoundState, told: Rehearsal, report: str, *, now: datetime
) -> None:
    """Write the verdict down beside the round, and in the audit chain."""
    rehearsals.keep(db, state.id, this.id, told, report)
    detail: dict[str, Any] = {"verdict": told.verdict, "build": told.build, "report": told.report_digest}
    detail |= {"papers": told.digest, "target": told.target, "operator": told.operator}
    note(db, state, "round.rehearse", this.slug, detail, None, "", now)


def papers_digest(found: dict[str, Any]) -> str:
    """One digest over the versions and commitments of a round's papers."""
    return digest(found)


def _is_playable(state: ContestState, one: RoundState, now: datetime) -> bool:
    if one.state != "scheduled" or one.paused_at or now >= one.closes_at:
        return False
    this = state.contest.round(one.slug)
    return this.counts is not CountsFrom.CHILDREN and phase(this, now, state.contest.zone) is Phase.OPEN


def _last(db: Connection, before: list[RoundState]) -> Played | None:
    """The size of the latest of these rounds in which anybody played."""
    counted = (rehearsals.played(db, one.id) for one in sorted(before, key=_opens, reverse=True))
    return next((one for one in counted if one.attempts), None)


def _play(
    target: Engine,
    state: ContestState,
    one: RoundState,
    crowd: list[Invented],
    attempts: int,
    until: datetime,
) -> Iterator[int]:
    with reading(target) as db:
        if not rehearsals.paper_versions(db, one.id):
            return
    limit = min(rehearsing.attempts_a_person(_rules(state, one)), max(GOES))
    players = crowd[: math.ceil(attempts / GOES[limit])]
    for first in range(0, len(players), STEP):
        with writing(target) as db:
            some = players[first : first + STEP]
            yield crowding.attempts(db, state, one, some, seed=SEED + one.number + first, until=until)


def _seal(target: Engine, state: ContestState, now: datetime) -> Iterator[int]:
    while True:
        with writing(target) as db:
            sealed = sealing.seal(db, state, now=now)
        if not sealed:
            return
        yield 0


def _rules(state: ContestState, one: RoundState) -> Any:
    return state.contest.rules_for(one.slug, state.contest.block_slugs()[0])


def _loaded(db: Connection, slug: str) -> ContestState:
    state = contests.load(db, slug)
    if state is None:
        raise LookupError(slug)
    return state


def _opens(one: RoundState) -> datetime:
    return one.opens_at
