"""Which birth date a result pack shows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from quiz.rules.clauses import RankingRule
from quiz.rules.contest import Contest
from quiz.rules.eligibility import age
from quiz.rules.keys import Key, RankKey
from quiz.rules.registration import Eligibility
from quiz.rules.veiling import Veil
from tests import make

PLAIN = make.contest(rounds=4)
LIMITED = replace(PLAIN, eligibility=Eligibility(age_min=14, age_max=60))
FIRST, LAST = PLAIN.opens.date(), PLAIN.closes.date()


def shown(contest: Contest, birth: date) -> date | None:
    return Veil.of(contest).shown(birth)


def test_a_rulebook_without_ages_shows_no_birth_date() -> None:
    assert shown(PLAIN, date(1990, 5, 5)) is None


def test_everybody_well_inside_the_limits_shows_the_same_date() -> None:
    assert shown(LIMITED, date(1990, 5, 5)) == shown(LIMITED, date(1970, 1, 31)) != date(1990, 5, 5)


def test_somebody_who_comes_of_age_during_the_contest_shows_the_true_date() -> None:
    birth = date(LAST.year - 14, LAST.month, LAST.day)
    assert shown(LIMITED, birth) == birth


def test_a_ranking_by_age_shows_the_true_date() -> None:
    chain = RankingRule(chain=(RankKey(Key.SCORE), RankKey(Key.AGE)))
    ranked = replace(PLAIN, clauses=make.clauses(ranking=chain))
    assert shown(ranked, date(1990, 5, 5)) == date(1990, 5, 5)


@given(birth=st.dates(date(1900, 1, 1), date(2026, 1, 1)))
def test_what_is_shown_is_judged_like_the_truth_on_every_day(birth: date) -> None:
    stand_in = shown(LIMITED, birth)
    assert stand_in is not None
    for day in (FIRST, LAST):
        assert [age(birth, day) >= step for step in (14, 61)] == [
            age(stand_in, day) >= step for step in (14, 61)
        ]
