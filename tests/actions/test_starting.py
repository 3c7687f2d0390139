"""When a person may start an attempt, how long it runs and how many there may be."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Connection, select, update

from quiz.rules.clauses import AttemptRule
from quiz.rules.limits import DayLimitReached, RoundLimitReached
from quiz.rules.refusals.contest import (
    Excluded,
    NotFound,
    NotOpenYet,
    Paused,
    RoundEnded,
)
from quiz.store import tables
from quiz.store.tables import attempts
from quiz.store.writes import added
from tests import make
from tests.make import DAY, NOW
from tests.play import Play, row

MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)
LIMIT = 10 * MINUTE
GRACE = 60 * SECOND


def test_a_repeated_start_returns_the_open_attempt(db: Connection) -> None:
    play = Play(make.running(db))
    token = make.participant(db, play.state).token
    assert play.start(db, token) == play.start(db, token, now=NOW + MINUTE)


def test_a_start_that_is_repeated_after_the_hand_in_leads_to_the_same_attempt(db: Connection) -> None:
    play = Play(make.running(db))
    token = make.participant(db, play.state).token
    first = play.start(db, token, seen=0)
    play.hand_in(db, token, first, {1: (1,)}, prediction=9)
    assert play.start(db, token, seen=0) == first
    second = play.start(db, token, seen=1)
    assert (row(db, first).number, row(db, second).number) == (1, 2)


def test_who_comes_too_early_is_told_the_day_in_the_language_of_the_page(db: Connection) -> None:
    play = Play(make.running(db))
    token = make.participant(db, play.state).token
    opens = play.state.contest.round("tuan-1").opens
    with pytest.raises(NotOpenYet) as refused:
        play.start(db, token, now=opens - MINUTE)
    there = opens.astimezone(play.state.contest.zone)
    assert f"{there.day} {there:%B %Y}; please" in refused.value.sentence("en")
    assert f"{there:%d/%m/%Y}, mời" in refused.value.sentence("vi")


def test_the_deadline_is_stored_with_the_attempt_and_cut_by_the_close(db: Connection) -> None:
    play = Play(make.running(db))
    token = make.participant(db, play.state).token
    closes = play.state.rounds[0].closes_at
    public_id = play.start(db, token, now=closes - 3 * MINUTE)
    assert row(db, public_id).deadline_at == closes


def test_a_person_with_an_extension_gets_it_on_top_of_the_limit(db: Connection) -> None:
    play = Play(make.running(db))
    person = make.participant(db, play.state)
    added(
        db,
        tables.extensions,
        contest_id=play.state.id,
        round_id=play.state.rounds[0].id,
        participant_id=person.id,
        seconds=300,
        reason="khiếm thị",
        at=NOW,
    )
    assert row(db, play.start(db, person.token)).deadline_at == NOW + LIMIT + 5 * MINUTE


def test_an_extension_of_a_unit_moves_the_close_for_all_units_below(db: Connection) -> None:
    play = Play(make.running(db))
    rows = {one.code: one.id for one in db.execute(select(tables.units))}
    person = make.participant(db, play.state, unit_id=rows["xa-a"])
    added(
        db,
        tables.extensions,
        contest_id=play.state.id,
        round_id=play.state.rounds[0].id,
        unit_id=rows["tinh"],
        seconds=1200,
        reason="mất điện",
        at=NOW,
    )
    closes = play.state.rounds[0].closes_at
    assert row(db, play.start(db, person.token, now=closes - MINUTE)).deadline_at == closes + 9 * MINUTE


def test_the_fourth_of_three_attempts_is_refused_and_void_ones_keep_their_numbers(db: Connection) -> None:
    play = Play(make.running(db))
    person = make.participant(db, play.state)
    for number in (1, 2, 3):
        public_id = play.start(db, person.token, now=NOW + number * MINUTE)
        play.hand_in(db, person.token, public_id, now=NOW + number * MINUTE)
        assert row(db, public_id).number == number
    db.execute(update(attempts).where(attempts.c.number == 2).values(voided_at=NOW, void_reason="x"))
    with pytest.raises(RoundLimitReached):
        play.start(db, person.token, now=NOW + 5 * MINUTE)
    _allow(db, play, person.id, 1)
    assert row(db, play.start(db, person.token, now=NOW + 5 * MINUTE)).number == 4


def test_an_extra_attempt_spent_yesterday_is_not_there_again_today(db: Connection) -> None:
    daily = make.clauses(attempts=AttemptRule(per_day=1))
    play = Play(make.running(db, make.contest(clauses=daily)))
    person = make.participant(db, play.state)
    _allow(db, play, person.id, 1)
    for moment in (NOW, NOW + 20 * MINUTE, NOW + DAY):
        play.hand_in(db, person.token, play.start(db, person.token, now=moment), now=moment)
    with pytest.raises(DayLimitReached):
        play.start(db, person.token, now=NOW + DAY + 20 * MINUTE)


def _allow(db: Connection, play: Play, participant_id: int, count: int) -> None:
    added(
        db,
        tables.allowances,
        participant_id=participant_id,
        round_id=play.state.rounds[0].id,
        attempts=count,
        reason="lỗi máy",
        at=NOW,
    )


def test_nobody_starts_in_a_paused_closed_or_unannounced_round(db: Connection) -> None:
    play = Play(make.running(db))
    token = make.participant(db, play.state).token
    first = tables.rounds.c.id == play.state.rounds[0].id
    db.execute(update(tables.rounds).where(first).values(paused_at=NOW))
    with pytest.raises(Paused):
        play.start(db, token)
    db.execute(update(tables.rounds).where(first).values(paused_at=None, closed_at=NOW, state="closed"))
    with pytest.raises(RoundEnded):
        play.start(db, token)
    db.execute(update(tables.rounds).where(first).values(closed_at=None, state="draft"))
    with pytest.raises(NotFound):
        play.start(db, token)


def test_an_excluded_person_starts_nothing(db: Connection) -> None:
    play = Play(make.running(db))
    person = make.participant(db, play.state)
    db.execute(update(tables.participants).values(standing="excluded"))
    with pytest.raises(Excluded):
        play.start(db, person.token)


def test_an_expired_open_attempt_gives_way_to_a_new_start(db: Connection) -> None:
    play = Play(make.running(db))
    token = make.participant(db, play.state).token
    first = play.start(db, token)
    second = play.start(db, token, now=NOW + LIMIT + GRACE + SECOND)
    assert first != second
    assert (row(db, first).state, row(db, first).finished_at) == ("timed_out", NOW + LIMIT)
