"""An announced window changes for a reason only, and the former one stays on record."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, update

from quiz.actions import planning, running, timekeeping
from quiz.actions.amending import Weight
from quiz.actions.timekeeping import More
from quiz.rules.calendar import Move, Sitting, Weekday
from quiz.rules.contest import Contest
from quiz.rules.refusals.contest import ReasonMissing
from quiz.rules.refusals.staff import AmendmentNeeded, CloseHasPassed
from quiz.store import audit, tables
from quiz.store.contests import ContestState
from tests import make
from tests.make import DAY, NOW, WEEK

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
REASON = "công văn số 7"


def load(
    db: Connection, wanted: Contest, weight: Weight = Weight.CHANGE, reason: str = REASON, now: datetime = NOW
) -> planning.Loaded:
    return planning.load(db, wanted, reason=reason, author_id=None, now=now, weight=weight)


def first(contest: Contest, **said: Any) -> Contest:
    """The contest with another first round."""
    return replace(contest, rounds=(replace(contest.rounds[0], **said), *contest.rounds[1:]))


def announced(db: Connection) -> ContestState:
    """A contest whose first round is scheduled and opens in a week."""
    return make.running(db, make.contest(opens=NOW + WEEK))


def moves(db: Connection) -> tuple[Move, ...]:
    return make.reload(db, "thu").contest.rounds[0].moves


@pytest.mark.parametrize("by", [HOUR, -HOUR])
@pytest.mark.parametrize("end", ["opens", "closes"])
def test_the_window_of_an_open_round_moves_only_as_a_reasoned_amendment(
    db: Connection, end: str, by: timedelta
) -> None:
    state = make.running(db)
    was = state.contest.rounds[0]
    wanted = first(state.contest, **{end: getattr(was, end) + by})
    with pytest.raises(AmendmentNeeded):
        load(db, wanted)
    with pytest.raises(ReasonMissing):
        load(db, wanted, Weight.AMENDMENT, reason=" ")
    assert make.reload(db, "thu").contest == state.contest
    assert load(db, wanted, Weight.AMENDMENT).number == 2
    assert moves(db) == (Move(was.opens, was.closes, NOW, REASON),)
    noted = audit.latest(db, "thu")[0]
    assert (noted.reason, noted.detail["amended"]) == (REASON, ["tuan-1 window"])


def test_the_window_of_a_round_that_is_over_moves_only_as_an_amendment(db: Connection) -> None:
    state = make.running(db)
    db.execute(update(tables.rounds).where(tables.rounds.c.slug == "tuan-1").values(state="closed"))
    wanted = first(state.contest, closes=state.contest.rounds[0].closes + HOUR)
    with pytest.raises(AmendmentNeeded):
        load(db, wanted)
    assert load(db, wanted, Weight.AMENDMENT).changed


@pytest.mark.parametrize(("end", "by"), [("opens", HOUR), ("closes", -HOUR)])
def test_time_that_was_announced_is_taken_away_only_as_an_amendment(
    db: Connection, end: str, by: timedelta
) -> None:
    state = announced(db)
    was = state.contest.rounds[0]
    wanted = first(state.contest, **{end: getattr(was, end) + by})
    with pytest.raises(AmendmentNeeded):
        load(db, wanted)
    assert load(db, wanted, Weight.AMENDMENT).changed
    assert moves(db) == (Move(was.opens, was.closes, NOW, REASON),)


def test_an_announced_round_may_be_given_more_time_before_it_opens(db: Connection) -> None:
    state = announced(db)
    was = state.contest.rounds[0]
    assert load(db, first(state.contest, opens=was.opens - HOUR, closes=was.closes + HOUR)).changed


def test_a_round_that_is_not_scheduled_moves_freely(db: Connection) -> None:
    state = make.running(db)
    one, two = state.contest.rounds
    assert load(db, replace(state.contest, rounds=(one, replace(two, closes=two.closes - DAY)))).changed
    assert make.reload(db, "thu").contest.rounds[1].moves == ()


EVENING = Sitting("toi", time(19), time(21))
MORNING = Sitting("sang", time(8), time(10))
WEEKEND = (Weekday.SAT, Weekday.SUN)


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ({"weekdays": WEEKEND}, "hours"),
        ({"sittings": (EVENING,)}, "hours"),
        ({"grace": 2 * MINUTE}, "grace"),
        ({"grace": timedelta(0)}, "grace"),
    ],
)
def test_days_sittings_and_grace_of_an_open_round_change_only_as_a_reasoned_amendment(
    db: Connection, said: dict[str, Any], what: str
) -> None:
    state = make.running(db)
    wanted = first(state.contest, **said)
    with pytest.raises(AmendmentNeeded):
        load(db, wanted)
    with pytest.raises(ReasonMissing):
        load(db, wanted, Weight.AMENDMENT, reason=" ")
    assert make.reload(db, "thu").contest == state.contest
    assert load(db, wanted, Weight.AMENDMENT).number == 2
    assert make.reload(db, "thu").contest == wanted
    assert audit.latest(db, "thu")[0].detail["amended"] == [f"tuan-1 {what}"]


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ({}, {"weekdays": WEEKEND}),
        ({"weekdays": WEEKEND}, {"weekdays": WEEKEND[:1]}),
        ({}, {"sittings": (EVENING,)}),
        ({"sittings": (MORNING, EVENING)}, {"sittings": (EVENING,)}),
        ({"sittings": (MORNING,)}, {"sittings": (EVENING,)}),
        ({}, {"grace": timedelta(0)}),
    ],
)
def test_days_sittings_and_grace_that_were_announced_are_taken_away_only_as_an_amendment(
    db: Connection, said: dict[str, Any], wanted: dict[str, Any]
) -> None:
    state = make.running(db, first(make.contest(opens=NOW + WEEK), **said))
    with pytest.raises(AmendmentNeeded):
        load(db, first(state.contest, **wanted))
    assert load(db, first(state.contest, **wanted), Weight.AMENDMENT).changed


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ({"weekdays": WEEKEND}, {"weekdays": ()}),
        ({"weekdays": WEEKEND}, {"weekdays": (Weekday.FRI, *WEEKEND)}),
        ({"sittings": (EVENING,)}, {"sittings": (MORNING, EVENING)}),
        ({"sittings": (EVENING,)}, {"sittings": ()}),
        ({}, {"grace": 2 * MINUTE}),
    ],
)
def test_an_announced_round_may_be_given_days_sittings_and_grace_before_it_opens(
    db: Connection, said: dict[str, Any], wanted: dict[str, Any]
) -> None:
    state = make.running(db, first(make.contest(opens=NOW + WEEK), **said))
    assert load(db, first(state.contest, **wanted)).changed


@pytest.mark.parametrize("closes", [NOW, NOW - HOUR])
def test_a_rulebook_does_not_close_an_open_round(db: Connection, closes: datetime) -> None:
    state = make.running(db)
    with pytest.raises(CloseHasPassed):
        load(db, first(state.contest, closes=closes), Weight.AMENDMENT)


def test_the_same_file_loaded_again_changes_nothing_and_keeps_the_former_window(db: Connection) -> None:
    state = make.running(db)
    wanted = first(state.contest, closes=state.contest.rounds[0].closes - HOUR)
    load(db, wanted, Weight.AMENDMENT)
    again = load(db, wanted, reason="", now=NOW + HOUR)
    assert (again.changed, again.number) == (False, 2)
    assert len(moves(db)) == 1


def test_a_former_window_that_the_file_names_itself_stands_there_once(db: Connection) -> None:
    state = make.running(db)
    was = state.contest.rounds[0]
    own = Move(was.opens, was.closes, NOW - HOUR, "bão số 5")
    load(db, first(state.contest, closes=was.closes - HOUR, moves=(own,)), Weight.AMENDMENT)
    assert moves(db) == (own,)


def test_more_time_and_an_early_close_leave_each_former_window_once(db: Connection) -> None:
    state = make.running(db)
    was = state.contest.rounds[0]
    timekeeping.extend(db, state, "tuan-1", More(HOUR), staff_id=None, reason="mất điện", now=NOW)
    later = NOW + HOUR
    running.close(db, make.reload(db, "thu"), "tuan-1", staff_id=None, reason="bão", now=later)
    longer = Move(was.opens, was.closes + HOUR, later, "bão")
    assert moves(db) == (Move(was.opens, was.closes, NOW, "mất điện"), longer)
    assert make.reload(db, "thu").contest.rounds[0].closes == later
