"""When rounds are open, when attempts end, and which windows count attempts."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from quiz.rules.calendar import Sitting, Weekday
from quiz.rules.clauses import AtClose, AttemptRule, TimeRule
from quiz.rules.stretches import sitting_window
from quiz.rules.timing import (
    Arrival,
    Phase,
    Within,
    accepts,
    day_window,
    deadline,
    last_arrival,
    limit_windows,
    parse_instant,
    phase,
    settled,
)
from tests.rules.arrange import MINUTE, OPENS, WEEK, contest, week

VN = ZoneInfo("Asia/Ho_Chi_Minh")
TICK = timedelta(microseconds=1)
SECOND = timedelta(seconds=1)


def test_a_round_is_open_from_its_first_instant_and_closed_at_its_last() -> None:
    one = week()
    instants = (OPENS - TICK, OPENS, OPENS + WEEK - TICK, OPENS + WEEK)
    assert [phase(one, at, VN) for at in instants] == [Phase.NOT_YET, Phase.OPEN, Phase.OPEN, Phase.ENDED]


def test_a_weekday_mask_follows_the_days_of_the_contest_and_not_of_utc() -> None:
    one = week(weekdays=(Weekday.MON,))
    monday_night, tuesday = datetime(2026, 3, 2, 16, 59, tzinfo=UTC), datetime(2026, 3, 2, 17, 0, tzinfo=UTC)
    assert phase(one, monday_night, VN) is Phase.OPEN
    assert phase(one, tuesday, VN) is Phase.BETWEEN


def test_a_round_with_sittings_is_open_only_inside_them() -> None:
    one = week(sittings=(Sitting("ca-ba", time(19), time(0)),))
    at_seven = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)
    assert phase(one, at_seven - TICK, VN) is Phase.BETWEEN
    assert phase(one, at_seven, VN) is Phase.OPEN
    window = sitting_window(one, at_seven, VN)
    assert window is not None
    assert window.closes == datetime(2026, 3, 3, 17, 0, tzinfo=UTC)


def test_an_attempt_ends_at_its_limit_or_at_the_close_whichever_comes_first() -> None:
    rules = contest(time=TimeRule(limit=10 * MINUTE)).rules_for("tuan-1", None)
    assert deadline(OPENS, rules) == OPENS + 10 * MINUTE
    assert deadline(OPENS + WEEK - MINUTE, rules) == OPENS + WEEK


def test_an_attempt_may_be_finished_after_the_close_where_the_rulebook_says_so() -> None:
    rules = contest(time=TimeRule(limit=10 * MINUTE, at_close=AtClose.FINISH)).rules_for("tuan-1", None)
    assert deadline(OPENS + WEEK - MINUTE, rules) == OPENS + WEEK + 9 * MINUTE
    assert last_arrival(rules) == OPENS + WEEK + 11 * MINUTE


def test_an_extension_moves_the_close_too() -> None:
    rules = contest().rules_for("tuan-1", None)
    assert deadline(OPENS + WEEK - MINUTE, rules, 30 * MINUTE) == OPENS + WEEK + 30 * MINUTE


def test_without_a_limit_the_close_of_sitting_or_round_ends_an_attempt() -> None:
    unlimited = contest(time=TimeRule(limit=None))
    assert deadline(OPENS, unlimited.rules_for("tuan-1", None)) == OPENS + WEEK
    evening = contest(week(sittings=(Sitting("sang", time(8), time(11)),)), time=TimeRule(limit=None))
    assert deadline(OPENS, evening.rules_for("tuan-1", None)) == OPENS + timedelta(hours=3)


@pytest.mark.parametrize(
    ("late", "says"),
    [
        (timedelta(0), Arrival.ON_TIME),
        (TICK, Arrival.LATE),
        (60 * SECOND, Arrival.LATE),
        (60 * SECOND + TICK, Arrival.TOO_LATE),
    ],
)
def test_grace_takes_packets_on_their_way_and_marks_them_late(late: timedelta, says: Arrival) -> None:
    assert accepts(OPENS + late, OPENS, 60 * SECOND) is says


def test_a_day_runs_from_midnight_to_midnight_in_the_contests_zone() -> None:
    window = day_window(datetime(2026, 3, 2, 16, 59, 59, tzinfo=UTC), VN)
    assert (window.opens.astimezone(VN).isoformat(), window.closes - window.opens) == (
        "2026-03-02T00:00:00+07:00",
        timedelta(days=1),
    )


def test_every_limit_that_binds_is_named_with_its_window() -> None:
    rules = contest(attempts=AttemptRule(per_day=1, per_contest=3)).rules_for("tuan-1", None)
    limits = limit_windows(rules, OPENS)
    assert [(one.within, one.most) for one in limits] == [(Within.DAY, 1), (Within.CONTEST, 3)]
    assert limits[0].window == day_window(OPENS, VN)


def test_a_round_is_settled_only_after_the_last_hand_in_can_have_come() -> None:
    rules = contest(week(grace=30 * SECOND)).rules_for("tuan-1", None)
    assert not settled(rules, OPENS + WEEK + 30 * SECOND)
    assert settled(rules, OPENS + WEEK + 30 * SECOND + TICK)
    assert not settled(rules, OPENS + WEEK + 31 * SECOND, longest_extension=MINUTE)


@pytest.mark.parametrize(
    "text", ["2026-03-08 24:00", "2026-03-08T23:59:59", "2026-03-09", "2026-03-09T00:00+07:00"]
)
def test_the_end_of_a_day_is_the_next_midnight_however_it_is_written(text: str) -> None:
    assert parse_instant(text, VN) == datetime(2026, 3, 8, 17, 0, tzinfo=UTC)


def test_half_past_five_excludes_itself() -> None:
    closes = parse_instant("2026-03-06 17:30", VN)
    one = replace(week(), closes=closes)
    assert phase(one, closes - TICK, VN) is Phase.OPEN
    assert phase(one, closes, VN) is Phase.ENDED
