"""Prizes for the youngest and the oldest: who has them when several were born on one day."""

from datetime import date

import pytest

from quiz.rules.awards import Prize, PrizePlan, Special
from quiz.rules.clauses import Decision, StillTied
from quiz.rules.evaluate import evaluate
from quiz.rules.prizes import Awards, Undecided
from quiz.rules.records import AttemptRow, Person
from quiz.rules.text import Text
from tests.rules.arrange import attempt, chain, contest

LEAP_DAY, LATER, LONG_AGO = date(2012, 2, 29), date(2015, 1, 1), date(1930, 1, 1)
FIRST = Prize("nhat", Text("Nhất"), 1, 900)


def by_age(special: Special = Special.YOUNGEST, count: int = 1) -> Prize:
    return Prize("tuoi", Text("Theo tuổi"), count, 100, special=special)


Born = dict[str, tuple[date, int]]


def given(
    people: Born,
    tiers: tuple[Prize, ...],
    still_tied: StillTied = StillTied.SHARE,
    decisions: tuple[Decision, ...] = (),
) -> Awards:
    """The prizes of people with these birth dates and points, equal points being equal places."""
    keys = ("score", "decision") if decisions else ("score",)
    one = contest(
        prizes=PrizePlan(tiers=tiers),
        ranking=chain(*keys, still_tied=still_tied, decisions=decisions),
    )
    rows: list[AttemptRow] = [attempt(name, points) for name, (_born, points) in people.items()]
    known = [Person(name, birth_date=born) for name, (born, _points) in people.items()]
    return evaluate(one, rows, known).rounds[0].awards


def told(awards: Awards) -> list[tuple[str, str, int, bool]]:
    return [(one.prize, one.participant, one.amount, one.shared) for one in awards.winners]


@pytest.mark.parametrize("special", [Special.YOUNGEST, Special.OLDEST])
@pytest.mark.parametrize("better", ["a", "b"])
def test_of_people_born_on_one_day_the_better_place_has_the_prize(special: Special, better: str) -> None:
    people = {name: (LEAP_DAY, 6 if name == better else 5) for name in "ab"}
    assert told(given(people, (by_age(special),))) == [("tuoi", better, 100, False)]


def test_equal_birth_dates_and_equal_places_share_the_prize_marked() -> None:
    awards = given({"a": (LEAP_DAY, 5), "b": (LEAP_DAY, 5), "c": (LONG_AGO, 9)}, (by_age(),))
    assert told(awards) == [("tuoi", "a", 100, True), ("tuoi", "b", 100, True)]


def test_as_many_prizes_as_equals_are_not_shared() -> None:
    awards = given({"a": (LEAP_DAY, 5), "b": (LEAP_DAY, 5)}, (by_age(count=2),))
    assert told(awards) == [("tuoi", "a", 100, False), ("tuoi", "b", 100, False)]


def test_a_tie_behind_the_youngest_shares_what_is_left_and_its_money_where_that_is_split() -> None:
    people = {"a": (LEAP_DAY, 5), "b": (LEAP_DAY, 5), "c": (LATER, 1)}
    awards = given(people, (by_age(count=2),), StillTied.SPLIT)
    assert told(awards) == [("tuoi", "c", 100, False), ("tuoi", "a", 50, True), ("tuoi", "b", 50, True)]


def test_equals_wait_for_the_organisers_where_ties_are_decided() -> None:
    people = {"a": (LEAP_DAY, 5), "b": (LEAP_DAY, 5), "c": (LONG_AGO, 9)}
    awards = given(people, (by_age(),), StillTied.DECIDE)
    assert told(awards) == []
    assert awards.undecided == (Undecided(("tuoi",), 2, ("a", "b")),)
    decided = Decision(("b",), "biên bản", ("a",))
    assert told(given(people, (by_age(),), StillTied.DECIDE, (decided,))) == [("tuoi", "b", 100, False)]


def test_one_question_is_asked_of_a_place_on_which_two_prizes_hang() -> None:
    people = {"a": (LEAP_DAY, 5), "b": (LEAP_DAY, 5), "c": (LONG_AGO, 5)}
    awards = given(people, (FIRST, by_age()), StillTied.DECIDE)
    assert awards.undecided == (Undecided(("nhat", "tuoi"), 1, ("a", "b", "c")),)
    decided = Decision(("c",), "biên bản", ("a", "b"))
    later = given(people, (FIRST, by_age()), StillTied.DECIDE, (decided,))
    assert told(later) == [("nhat", "c", 900, False)]
    assert later.undecided == (Undecided(("tuoi",), 2, ("a", "b")),)
