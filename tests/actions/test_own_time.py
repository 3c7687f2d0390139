"""Whoever has more time may begin within it, also after a day or a sitting of the round has closed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, select

from quiz.actions import own_time, planning, running, timekeeping
from quiz.actions.shelf import Shelf
from quiz.actions.starting import Doorway, doorway
from quiz.actions.timekeeping import More
from quiz.rules.calendar import Sitting, Weekday
from quiz.rules.clauses import AttemptRule
from quiz.rules.contest import Contest, Extension
from quiz.rules.limits import SittingLimitReached
from quiz.rules.refusals.contest import ClosedToday, RoundEnded
from quiz.store import tables
from quiz.store.contests import ContestState
from tests import make
from tests.make import NOW
from tests.play import Play, row

MINUTE = timedelta(minutes=1)
# NOW is ten o'clock on a Monday there.
MIDNIGHT = NOW + timedelta(hours=14)
NIGHTS = (Sitting("toi", time(19), time(0), (Weekday.MON, Weekday.TUE)),)


def week(**said: Any) -> Contest:
    """A contest whose first week opens on the Sunday before, at ten."""
    contest = make.contest()
    return replace(contest, rounds=(replace(contest.rounds[0], **said), *contest.rounds[1:]))


def unit(db: Connection, code: str) -> int:
    return int(db.execute(select(tables.units.c.id).where(tables.units.c.code == code)).scalar_one())


def lengthened(db: Connection, contest: Contest, code: str = "xa-a") -> ContestState:
    """That contest, with half an hour more for a commune, given while it ran."""
    state = make.running(db, contest)
    more = More(30 * MINUTE, code)
    timekeeping.extend(db, state, "tuan-1", more, staff_id=None, reason="mất điện", now=NOW)
    return make.reload(db, "thu")


def at_door(db: Connection, state: ContestState, token: str, now: datetime) -> Doorway:
    return doorway(db, Shelf(), state, state.rounds[0], token=token, now=now)


@pytest.mark.parametrize("said", [{"sittings": NIGHTS}, {"weekdays": (Weekday.MON,)}])
def test_a_unit_with_more_time_begins_after_the_end_of_a_day_or_a_sitting_and_others_do_not(
    db: Connection, said: dict[str, Any]
) -> None:
    state = lengthened(db, week(**said))
    inside = make.participant(db, state, "Một", unit_id=unit(db, "xa-a"), now=NOW)
    outside = make.participant(db, state, "Hai", unit_id=unit(db, "xa-b"), now=NOW)
    for at in (MIDNIGHT, MIDNIGHT + 29 * MINUTE):
        with pytest.raises(ClosedToday):
            Play(state).start(db, outside.token, now=at)
    with pytest.raises(ClosedToday):
        Play(state).start(db, inside.token, now=MIDNIGHT + 30 * MINUTE)
    begun = Play(state).start(db, inside.token, now=MIDNIGHT + 5 * MINUTE)
    assert row(db, begun).deadline_at == MIDNIGHT + 15 * MINUTE


def test_an_attempt_begun_in_the_last_of_a_units_time_ends_with_it(db: Connection) -> None:
    state = lengthened(db, week(sittings=NIGHTS))
    person = make.participant(db, state, unit_id=unit(db, "xa-a"), now=NOW)
    begun = Play(state).start(db, person.token, now=MIDNIGHT + 27 * MINUTE)
    assert row(db, begun).deadline_at == MIDNIGHT + 30 * MINUTE


def test_an_attempt_begun_just_before_the_end_of_a_sitting_has_the_time_given_before_it(
    db: Connection,
) -> None:
    state = lengthened(db, week(sittings=NIGHTS))
    person = make.participant(db, state, unit_id=unit(db, "xa-a"), now=NOW)
    other = make.participant(db, state, "Hai", now=NOW)
    ends = [
        row(db, Play(state).start(db, one.token, now=MIDNIGHT - 3 * MINUTE)).deadline_at
        for one in (person, other)
    ]
    assert ends == [MIDNIGHT + 7 * MINUTE, MIDNIGHT]


# The end of a day does not cut an attempt: it has its ten minutes and the fifteen more.
@pytest.mark.parametrize(
    ("said", "ends"), [({"sittings": NIGHTS}, 15), ({"weekdays": (Weekday.MON,)}, 39), ({}, 15)]
)
def test_a_person_with_more_time_begins_within_it_too(
    db: Connection, said: dict[str, Any], ends: int
) -> None:
    state = make.running(db, week(**said))
    person = make.participant(db, state, now=NOW)
    own = Extension("tuan-1", 15 * MINUTE, "máy hỏng", participant=person.code)
    wanted = replace(state.contest, extensions=(own,))
    planning.load(db, wanted, reason="thử", author_id=None, now=NOW)
    state = make.reload(db, "thu")
    closes = MIDNIGHT if said else state.rounds[0].closes_at
    begun = Play(state).start(db, person.token, now=closes + 14 * MINUTE)
    assert row(db, begun).deadline_at == closes + ends * MINUTE
    with pytest.raises(ClosedToday if said else RoundEnded):
        Play(state).start(db, make.participant(db, state, "Hai", now=NOW).token, now=closes + MINUTE)


def test_a_start_after_the_end_of_a_sitting_counts_in_that_sitting(db: Connection) -> None:
    once = week(sittings=NIGHTS, attempts=AttemptRule(per_sitting=1))
    state = lengthened(db, once)
    person, play = make.participant(db, state, unit_id=unit(db, "xa-a"), now=NOW), Play(state)
    evening = MIDNIGHT - 60 * MINUTE
    play.hand_in(db, person.token, play.start(db, person.token, now=evening), now=evening)
    with pytest.raises(SittingLimitReached):
        play.start(db, person.token, now=MIDNIGHT + 5 * MINUTE)
    next_evening = evening + make.DAY
    assert row(db, play.start(db, person.token, now=next_evening)).number == 2


def test_the_start_page_knows_the_own_close_and_the_time_that_is_left(db: Connection) -> None:
    state = lengthened(db, week(sittings=NIGHTS))
    person = make.participant(db, state, unit_id=unit(db, "xa-a"), now=NOW)
    other = make.participant(db, state, "Hai", now=NOW)
    closes, late = state.rounds[0].closes_at, MIDNIGHT - 3 * MINUTE
    own, usual = (at_door(db, state, one.token, late).hours for one in (person, other))
    assert own == own_time.Hours(closes + 30 * MINUTE, MIDNIGHT + 30 * MINUTE, None)
    assert usual == own_time.Hours(closes, MIDNIGHT, 3 * MINUTE)
    assert at_door(db, state, other.token, late - 7 * MINUTE).hours.runs is None


def test_a_round_closed_early_is_closed_for_whoever_had_more_time(db: Connection) -> None:
    state = lengthened(db, week())
    person = make.participant(db, state, unit_id=unit(db, "xa-a"), now=NOW)
    early = NOW + 60 * MINUTE
    running.close(db, state, "tuan-1", staff_id=None, reason="bão", now=early)
    state = make.reload(db, "thu")
    assert at_door(db, state, person.token, early + MINUTE).hours.closes == early
