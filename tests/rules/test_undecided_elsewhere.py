"""A prize waits while the organisers must decide a tie elsewhere that may take or move it."""

from typing import Any

import pytest

from quiz.rules.awards import Prize, PrizePlan, Repeat
from quiz.rules.clauses import Decision, RankingRule, StillTied
from quiz.rules.contest import Contest, Progression, Take
from quiz.rules.evaluate import evaluate
from quiz.rules.keys import Key, RankKey
from quiz.rules.records import AttemptRow
from quiz.rules.text import Text
from tests.rules.arrange import contest, in_week, week

FIRST = Prize("nhat", Text("Nhất"), 1, 900)


def plan(*tiers: Prize, **changed: Any) -> PrizePlan:
    return PrizePlan(tiers=tiers or (FIRST,), **changed)


def by_score(**changed: Any) -> RankingRule:
    return RankingRule(chain=(RankKey(Key.SCORE),), **changed)


def tied_weeks(repeat: Repeat, *tiers: Prize) -> Contest:
    """Two weeks in which the organisers decide ties over the prizes."""
    ranking = by_score(still_tied=StillTied.DECIDE)
    return contest(week(1), week(2), ranking=ranking, prizes=plan(*(tiers or (FIRST,)), repeat=repeat))


def marked(one: Contest, rows: list[AttemptRow], entry: int = 1) -> list[tuple[str, str, bool]]:
    awards = evaluate(one, rows).rounds[entry].awards
    return [(row.prize, row.participant, row.waits) for row in awards.winners]


@pytest.mark.parametrize("repeat", [Repeat.SKIP, Repeat.ONE_A_CONTEST])
def test_a_prize_waits_while_its_winner_may_yet_win_an_undecided_tie_of_an_earlier_week(
    repeat: Repeat,
) -> None:
    rows = [*in_week(1, a=9, b=9), *in_week(2, a=9, c=5)]
    assert marked(tied_weeks(repeat), rows, entry=0) == []
    assert marked(tied_weeks(repeat), rows) == [("nhat", "a", True)]


def test_a_prize_of_somebody_else_waits_where_the_prizes_would_move_down_to_another_place() -> None:
    rows = [*in_week(1, a=9, b=9), *in_week(2, a=9, c=8, d=7, e=6)]
    moving = tied_weeks(Repeat.SKIP, FIRST, Prize("nhi", Text("Nhì"), 1))
    assert marked(moving, rows) == [("nhat", "a", True), ("nhi", "c", True)]
    staying = tied_weeks(Repeat.ONE_A_CONTEST, FIRST, Prize("nhi", Text("Nhì"), 1))
    assert marked(staying, rows) == [("nhat", "a", True), ("nhi", "c", False)]


def test_a_prize_above_the_people_who_are_still_tied_elsewhere_is_settled() -> None:
    rows = [*in_week(1, a=9, b=9), *in_week(2, c=9, a=8, d=7)]
    one = tied_weeks(Repeat.SKIP, FIRST, Prize("nhi", Text("Nhì"), 1))
    assert marked(one, rows) == [("nhat", "c", False), ("nhi", "a", True)]


def test_a_prize_waits_for_no_tie_where_everybody_may_win_again() -> None:
    rows = [*in_week(1, a=9, b=9), *in_week(2, a=9, c=5)]
    assert marked(tied_weeks(Repeat.ALLOWED), rows) == [("nhat", "a", False)]


def test_the_doubt_goes_on_to_the_week_after_the_next() -> None:
    ranking = by_score(still_tied=StillTied.DECIDE)
    one = contest(week(1), week(2), week(3), ranking=ranking, prizes=plan(FIRST, repeat=Repeat.SKIP))
    rows = [*in_week(1, a=9, b=9), *in_week(2, a=9, c=5), *in_week(3, c=9, d=8)]
    assert marked(one, rows) == [("nhat", "a", True)]
    assert marked(one, rows, entry=2) == [("nhat", "c", True)]


@pytest.mark.parametrize(("came", "waits"), [("b", True), ("c", False)])
def test_prizes_of_a_final_wait_where_somebody_came_whose_tie_may_yet_let_in(came: str, waits: bool) -> None:
    ranking = by_score(still_tied=StillTied.DECIDE)
    one = contest(
        week(1), week(2), week(3),
        ranking=ranking,
        prizes=plan(FIRST),
        progressions=(Progression(to="tuan-3", rounds=("tuan-1", "tuan-2"), take=Take.WINNERS),),
    )  # fmt: skip
    rows = [*in_week(1, a=9, b=9), *in_week(2, d=9, c=5), *in_week(3, **{"d": 3, came: 9})]
    assert marked(one, rows, entry=2) == [("nhat", "d", waits)]


def test_a_decided_tie_settles_the_prizes_that_waited_for_it() -> None:
    chosen = RankingRule(
        chain=(RankKey(Key.SCORE), RankKey(Key.DECISION)),
        still_tied=StillTied.DECIDE,
        decisions=(Decision(("b", "a"), "biên bản số 5"),),
    )
    rows = [*in_week(1, a=9, b=9), *in_week(2, a=9, c=5)]
    one = contest(week(1, ranking=chosen), week(2), prizes=plan(FIRST, repeat=Repeat.SKIP))
    assert marked(one, rows, entry=0) == [("nhat", "b", False)]
    assert marked(one, rows) == [("nhat", "a", False)]


@pytest.mark.parametrize(("more", "waits"), [(5000, False), (100, True)])
def test_who_keeps_the_highest_waits_only_for_a_tie_over_a_prize_that_is_not_lower(
    more: int, waits: bool
) -> None:
    later = plan(Prize("lon", Text("Lớn"), 1, more), repeat=Repeat.KEEP_HIGHEST)
    ranking = by_score(still_tied=StillTied.DECIDE)
    keeping = plan(FIRST, repeat=Repeat.KEEP_HIGHEST)
    one = contest(week(1), week(2, prizes=later), ranking=ranking, prizes=keeping)
    rows = [*in_week(1, a=9, b=9), *in_week(2, a=9, c=5)]
    assert marked(one, rows) == [("lon", "a", waits)]
