"""A round that is over keeps the window that its result was made for, and nobody is given time in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, select, update

from quiz.actions import desking, planning, running, timekeeping
from quiz.actions.amending import Weight
from quiz.actions.desking import Act
from quiz.actions.timekeeping import More
from quiz.rules.contest import Contest, Extension
from quiz.rules.refusals.staff import MoreTimeTooLate, MoreTimeTooShort, WindowStands
from quiz.rules.text import Text
from quiz.store import desk, pacing, staff, tables
from quiz.store.contests import ContestState
from tests import make, play
from tests.make import NOW
from tests.play import Play

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
WITH_RESULT = ("provisional", "final")
OVER = ("closed", *WITH_RESULT)


def standing(db: Connection, stands: str) -> ContestState:
    """A contest whose first round stands there."""
    make.running(db)
    db.execute(update(tables.rounds).where(tables.rounds.c.slug == "tuan-1").values(state=stands))
    return make.reload(db, "thu")


def amend(db: Connection, wanted: Contest) -> planning.Loaded:
    given: dict[str, Any] = {"reason": "công văn số 7", "author_id": None, "weight": Weight.AMENDMENT}
    return planning.load(db, wanted, **given, now=NOW)


def first(contest: Contest, **said: Any) -> Contest:
    return replace(contest, rounds=(replace(contest.rounds[0], **said), *contest.rounds[1:]))


def extend(db: Connection, state: ContestState, by: timedelta, now: datetime, unit: str = "") -> int | None:
    who: dict[str, Any] = {"staff_id": None, "reason": "mất điện"}
    return timekeeping.extend(db, state, "tuan-1", More(by, unit), **who, now=now)


@pytest.mark.parametrize("stands", WITH_RESULT)
@pytest.mark.parametrize(("end", "by"), [("opens", HOUR), ("closes", -HOUR), ("closes", HOUR)])
def test_the_window_of_a_round_with_a_result_stays_even_against_an_amendment(
    db: Connection, stands: str, end: str, by: timedelta
) -> None:
    state = standing(db, stands)
    wanted = first(state.contest, **{end: getattr(state.contest.rounds[0], end) + by})
    with pytest.raises(WindowStands) as refused:
        amend(db, wanted)
    assert make.reload(db, "thu").contest == state.contest
    assert "10:00 Chủ nhật 22/11/2026 – 10:00 Chủ nhật 29/11/2026" in refused.value.sentence("vi")
    assert "add a round" in refused.value.sentence("en")


@pytest.mark.parametrize("stands", WITH_RESULT)
def test_another_round_still_moves_beside_one_with_a_result(db: Connection, stands: str) -> None:
    state = standing(db, stands)
    one, two = state.contest.rounds
    assert amend(db, replace(state.contest, rounds=(one, replace(two, closes=two.closes + HOUR)))).changed


@pytest.mark.parametrize("stands", OVER)
def test_a_file_gives_no_more_time_in_a_round_that_is_over(db: Connection, stands: str) -> None:
    state = standing(db, stands)
    late = Extension("tuan-1", 30 * MINUTE, "mất điện", unit="tinh")
    with pytest.raises(MoreTimeTooLate):
        amend(db, replace(state.contest, extensions=(late,)))
    coming = replace(late, round="tuan-2")
    assert amend(db, replace(state.contest, extensions=(coming,))).changed


def test_a_commune_that_is_known_after_the_close_only_gets_no_time_any_more(db: Connection) -> None:
    more = Extension("tuan-1", 30 * MINUTE, "mất điện", unit="xa-c")
    state = make.running(db, replace(make.contest(), extensions=(more,)))
    db.execute(update(tables.rounds).where(tables.rounds.c.slug == "tuan-1").values(state="closed"))
    db.execute(update(tables.units).where(tables.units.c.code == "xa-b").values(code="xa-c"))
    loaded = amend(db, replace(state.contest, version_note=Text("Lần hai")))
    assert loaded.waiting == ()
    assert pacing.longest_extension(db, state.rounds[0].id) == timedelta(0)


@pytest.mark.parametrize("stands", OVER)
@pytest.mark.parametrize("unit", ["", "xa-a"])
def test_the_office_gives_no_more_time_in_a_round_that_is_over(
    db: Connection, stands: str, unit: str
) -> None:
    with pytest.raises(MoreTimeTooLate):
        extend(db, standing(db, stands), HOUR, NOW, unit)


@pytest.mark.parametrize("stands", OVER)
def test_the_desk_gives_nobody_more_time_in_a_round_that_is_over(db: Connection, stands: str) -> None:
    state = standing(db, stands)
    person = make.participant(db, state)
    by = staff.add(db, login="lan", name="Lan", password_hash="-", now=NOW)
    found = desk.by_code(db, state.id, person.code, None)
    assert found is not None
    with pytest.raises(MoreTimeTooLate):
        desking.extend(db, state, found, "tuan-1", minutes=5, seen=0, act=Act(by, "máy hỏng", NOW))
    assert db.execute(select(tables.extensions)).first() is None


@pytest.mark.parametrize("unit", ["", "xa-a"])
def test_more_time_that_is_over_already_is_refused_and_longer_time_opens_again(
    db: Connection, unit: str
) -> None:
    state = make.running(db)
    closes = state.rounds[0].closes_at
    with pytest.raises(MoreTimeTooShort):
        extend(db, state, 15 * MINUTE, closes + 15 * MINUTE, unit)
    assert extend(db, state, 16 * MINUTE, closes + 15 * MINUTE, unit) == 0
    state = make.reload(db, "thu")
    commune = db.execute(select(tables.units.c.id).where(tables.units.c.code == "xa-a")).scalar_one()
    person = make.participant(db, state, unit_id=commune, now=closes)
    begun = Play(state).start(db, person.token, now=closes + 15 * MINUTE)
    assert play.row(db, begun).deadline_at == closes + 16 * MINUTE


def test_little_more_time_still_helps_whoever_is_in_the_grace_of_an_attempt(db: Connection) -> None:
    state = make.running(db)
    closes = state.rounds[0].closes_at
    Play(state).start(db, make.participant(db, state, now=closes).token, now=closes - MINUTE)
    assert extend(db, state, timedelta(seconds=20), closes + timedelta(seconds=30)) == 1


def test_an_early_close_still_leaves_the_former_window_on_record(db: Connection) -> None:
    state = make.running(db)
    assert running.close(db, state, "tuan-1", staff_id=None, reason="bão", now=NOW + HOUR)
    assert make.reload(db, "thu").contest.rounds[0].closes == NOW + HOUR
