"""The warnings of a list know the days and sittings of a round, and who had more time in it."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from quiz.rules.calendar import Sitting, Weekday
from quiz.rules.clauses import AtClose, AttemptRule, TimeRule
from quiz.rules.contest import Contest, Extension
from quiz.rules.lists.attempts import read_attempts
from quiz.rules.lists.faults import Warnings
from quiz.rules.lists.overlimit import within_limits
from quiz.rules.records import Person
from quiz.rules.units import Tree, Unit
from tests.rules.arrange import MINUTE, attempt, contest, week

HEADER = "attempt,participant,round,unit,started_at,submitted_at,score,status"
# The round runs from Monday 2 March, eight o'clock, to the Monday after.
MASKED = week(weekdays=(Weekday.MON, Weekday.WED))
EVENINGS = week(sittings=(Sitting("toi", time(19), time(0), (Weekday.MON, Weekday.TUE)),))
TREE = Tree.of([Unit("xa", None, "Xã"), Unit("thon", "xa", "Thôn"), Unit("khac", None, "Khác")])


def warned(one: Contest, started: str, minutes: int, *, who: str = "p1", unit: str = "") -> list[str]:
    """The warnings about one attempt begun at this hour (`3 19:00`: on the third of March)."""
    day, hour = started.split()
    begun = datetime.fromisoformat(f"2026-03-{int(day):02}T{hour}").replace(tzinfo=ZoneInfo(one.time_zone))
    ended = begun + timedelta(minutes=minutes)
    line = f"a1,{who},tuan-1,{unit},{begun.isoformat()},{ended.isoformat()},5,valid"
    read = read_attempts([HEADER + "\n", line + "\n"], one, TREE, {"p9": Person("p9", unit="thon")})
    assert not read.faults
    return sorted(read.warnings.counts)


@pytest.mark.parametrize(
    ("started", "told"),
    [
        ("2 23:59", []),
        ("3 00:00", ["started_outside_round"]),
        ("3 23:59:59", ["started_outside_round"]),
        ("4 00:00", []),
    ],
)
def test_a_start_on_a_closed_weekday_is_a_warning(started: str, told: list[str]) -> None:
    assert warned(contest(MASKED), started, 5) == told


@pytest.mark.parametrize(
    ("started", "told"),
    [
        ("3 18:59:59", ["started_outside_round"]),
        ("3 19:00", []),
        ("3 23:59:59", []),
        ("4 00:00", ["started_outside_round"]),
        ("5 20:00", ["started_outside_round"]),
    ],
)
def test_a_start_outside_every_sitting_is_a_warning(started: str, told: list[str]) -> None:
    assert warned(contest(EVENINGS), started, 1) == told


@pytest.mark.parametrize(
    ("at_close", "told"), [(AtClose.CUT, ["submitted_after_close"]), (AtClose.FINISH, [])]
)
def test_an_attempt_handed_in_after_its_sitting_is_a_warning_where_the_sitting_cuts(
    at_close: AtClose, told: list[str]
) -> None:
    one = contest(EVENINGS, time=TimeRule(limit=10 * MINUTE, at_close=at_close))
    assert warned(one, "3 23:55", 6) == []  # within the grace
    assert warned(one, "3 23:55", 7) == told


def test_more_time_of_a_unit_holds_for_all_below_it_and_for_nobody_else() -> None:
    more = Extension("tuan-1", 30 * MINUTE, "mất điện", unit="xa")
    one = contest(EVENINGS, extensions=(more,), time=TimeRule(limit=10 * MINUTE))
    assert warned(one, "4 00:05", 10, unit="thon") == []
    assert warned(one, "4 00:05", 10, who="p9") == []  # by the list of people
    assert warned(one, "4 00:30", 0, unit="thon") == ["started_outside_round"]
    assert warned(one, "4 00:05", 27, unit="thon") == ["submitted_after_close"]
    assert warned(one, "4 00:05", 10, unit="khac") == ["started_outside_round"]


def test_more_time_of_a_unit_moves_the_close_of_a_round_without_days_too() -> None:
    more = Extension("tuan-1", 30 * MINUTE, "mất điện", unit="xa")
    one = contest(extensions=(more,), time=TimeRule(limit=10 * MINUTE))
    assert warned(one, "9 08:05", 10, unit="xa") == []
    assert warned(one, "9 08:05", 10, unit="khac") == ["started_outside_round", "submitted_after_close"]


def test_a_start_after_the_end_of_a_sitting_counts_in_it_until_the_next_one_opens() -> None:
    one = contest(EVENINGS, attempts=AttemptRule(per_sitting=1))
    hours = {"a1": (2, 20, 0), "a2": (3, 0, 10), "a3": (3, 20, 0)}
    rows = [
        attempt("p1", 5, attempt=name, started_at=datetime(2026, 3, *at, tzinfo=one.zone))
        for name, at in hours.items()
    ]
    warnings = Warnings()
    within_limits(one, rows, warnings)
    assert warnings.examples == {"over_limit": ["a2"]}


def test_more_time_of_a_person_lengthens_the_attempt() -> None:
    more = Extension("tuan-1", 5 * MINUTE, "máy hỏng", participant="p1")
    one = contest(extensions=(more,), time=TimeRule(limit=10 * MINUTE))
    assert warned(one, "3 09:00", 15) == []
    assert warned(one, "3 09:00", 17) == ["longer_than_limit"]
    assert warned(one, "3 09:00", 15, who="p2") == ["longer_than_limit"]
