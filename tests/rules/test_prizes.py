"""Tiers, ties across a boundary, special prizes, repeated winners, progression."""

from datetime import date, timedelta
from typing import Any

import pytest

from quiz.rules.awards import Carry, Prize, PrizePlan, Repeat, Special
from quiz.rules.clauses import Decision, RankingRule, StillTied
from quiz.rules.contest import Contest, Progression, Take
from quiz.rules.evaluate import evaluate
from quiz.rules.keys import Key, RankKey
from quiz.rules.records import AttemptRow, Person
from quiz.rules.registration import Effect, Eligibility
from quiz.rules.text import Text
from tests.rules.arrange import OPENS, WEEK, attempt, contest, week

FIRST = Prize("nhat", Text("Nhất"), 1, 900)
SECOND = Prize("nhi", Text("Nhì"), 2, 300)


def plan(*tiers: Prize, **changed: Any) -> PrizePlan:
    return PrizePlan(tiers=tiers or (FIRST, SECOND), **changed)


def by_score(**changed: Any) -> RankingRule:
    return RankingRule(chain=(RankKey(Key.SCORE),), **changed)


def won(
    one: Contest, *rows: AttemptRow, people: tuple[Person, ...] = (), entry: int = 0
) -> list[tuple[str, str]]:
    return [(row.prize, row.participant) for row in evaluate(one, rows, people).rounds[entry].awards.winners]


def test_tiers_are_filled_from_the_highest_down() -> None:
    rows = [attempt(name, score) for name, score in zip("abcd", (9, 8, 7, 6), strict=True)]
    assert won(contest(prizes=plan()), *rows) == [("nhat", "a"), ("nhi", "b"), ("nhi", "c")]


def test_a_tie_for_the_first_prize_is_shared_and_uses_up_the_next_prize() -> None:
    rows = [attempt(name, score) for name, score in zip("abcd", (9, 9, 7, 6), strict=True)]
    awards = evaluate(contest(ranking=by_score(), prizes=plan()), rows).rounds[0].awards.winners
    assert [(one.prize, one.participant, one.shared) for one in awards] == [
        ("nhat", "a", True),
        ("nhat", "b", True),
        ("nhi", "c", False),
    ]


def test_a_tie_across_the_last_prize_shares_it() -> None:
    rows = [attempt(name, score) for name, score in zip("abcde", (9, 8, 7, 7, 7), strict=True)]
    awards = evaluate(contest(ranking=by_score(), prizes=plan()), rows).rounds[0].awards.winners
    assert [(one.participant, one.shared) for one in awards] == [
        ("a", False),
        ("b", False),
        ("c", True),
        ("d", True),
        ("e", True),
    ]


def test_a_tie_inside_one_tier_is_no_sharing() -> None:
    rows = [attempt(name, score) for name, score in zip("abc", (9, 8, 8), strict=True)]
    awards = evaluate(contest(ranking=by_score(), prizes=plan()), rows).rounds[0].awards.winners
    assert [one.shared for one in awards] == [False, False, False]


def test_tied_people_may_split_the_money_of_the_prizes_they_use_up() -> None:
    rows = [attempt(name, score) for name, score in zip("ab", (9, 9), strict=True)]
    one = contest(ranking=by_score(still_tied=StillTied.SPLIT), prizes=plan())
    assert [row.amount for row in evaluate(one, rows).rounds[0].awards.winners] == [600, 600]


def test_a_tie_may_wait_for_the_organisers() -> None:
    rows = [attempt(name, score) for name, score in zip("abcd", (9, 8, 7, 7), strict=True)]
    one = contest(ranking=by_score(still_tied=StillTied.DECIDE), prizes=plan())
    awards = evaluate(one, rows).rounds[0].awards
    assert [row.participant for row in awards.winners] == ["a", "b"]
    assert [(row.prizes, row.participants) for row in awards.undecided] == [(("nhi",), ("c", "d"))]


@pytest.mark.parametrize(
    ("carry", "winners"),
    [
        (Carry.DOWN, [("nhat", "b"), ("nhi", "c"), ("nhi", "d")]),
        (Carry.NOWHERE, [("nhi", "b"), ("nhi", "c")]),
    ],
)
def test_the_prize_of_somebody_who_cannot_win_moves_down_or_goes_to_nobody(
    carry: Carry, winners: list[tuple[str, str]]
) -> None:
    rows = [attempt(name, score) for name, score in zip("abcd", (9, 8, 7, 6), strict=True)]
    people = (Person("a", may_win=False),)
    results = evaluate(contest(prizes=plan(carry=carry)), rows, people).rounds[0]
    assert [(row.prize, row.participant) for row in results.awards.winners] == winners
    assert results.ranking[0].participant == "a"


def test_people_excluded_from_winning_by_the_rulebook_still_stand_in_the_ranking() -> None:
    rule = Eligibility(excluded=("a",), effect=Effect.CANNOT_WIN)
    rows = [attempt("a", 9), attempt("b", 8)]
    results = evaluate(contest(eligibility=rule, prizes=plan(FIRST)), rows).rounds[0]
    assert [(row.participant, row.can_win) for row in results.ranking] == [("a", False), ("b", True)]
    assert [row.participant for row in results.awards.winners] == ["b"]


def test_people_refused_by_the_rulebook_count_for_nothing() -> None:
    rule = Eligibility(age_min=14)
    people = (Person("child", birth_date=date(2012, 3, 3)), Person("of-age", birth_date=date(2012, 3, 2)))
    rows = [attempt("child", 10), attempt("of-age", 5), attempt("ageless", 9)]
    results = evaluate(contest(eligibility=rule), rows, people)
    assert [row.participant for row in results.rounds[0].ranking] == ["of-age"]
    assert results.left_out == {"not_eligible": 2}


def test_the_youngest_and_the_oldest_have_prizes_of_their_own() -> None:
    tiers = (
        FIRST,
        Prize("nho-tuoi", Text("Nhỏ tuổi nhất"), 1, special=Special.YOUNGEST),
        Prize("gia", Text("Cao tuổi nhất"), 1, special=Special.OLDEST),
    )
    people = tuple(
        Person(name, birth_date=date(year, 1, 1)) for name, year in (("a", 1990), ("b", 2008), ("c", 1940))
    )
    rows = [attempt("a", 9), attempt("b", 2), attempt("c", 1), attempt("d", 5)]
    assert won(contest(prizes=plan(*tiers)), *rows, people=people) == [
        ("nhat", "a"),
        ("nho-tuoi", "b"),
        ("gia", "c"),
    ]


def two_weeks() -> list[AttemptRow]:
    later = OPENS + WEEK
    return [
        *(attempt(name, score) for name, score in zip("abc", (9, 8, 7), strict=True)),
        *(
            attempt(name, score, attempt=f"{name}2", round="tuan-2", started_at=later + timedelta(hours=1))
            for name, score in zip("abc", (9, 8, 7), strict=True)
        ),
    ]


@pytest.mark.parametrize(
    ("repeat", "second_week"),
    [
        (Repeat.ALLOWED, [("nhat", "a")]),
        (Repeat.ONE_A_CONTEST, []),
        (Repeat.SKIP, [("nhat", "b")]),
    ],
)
def test_a_winner_of_the_first_week_may_win_again_or_not(
    repeat: Repeat, second_week: list[tuple[str, str]]
) -> None:
    one = contest(week(1), week(2), prizes=plan(FIRST, repeat=repeat))
    assert won(one, *two_weeks()) == [("nhat", "a")]
    assert won(one, *two_weeks(), entry=1) == second_week


def test_who_wins_several_prizes_keeps_the_highest_and_the_other_goes_on() -> None:
    later = plan(Prize("lon", Text("Lớn"), 1, 5000), repeat=Repeat.KEEP_HIGHEST)
    one = contest(week(1), week(2, prizes=later), prizes=plan(FIRST, repeat=Repeat.KEEP_HIGHEST))
    assert won(one, *two_weeks()) == [("nhat", "b")]
    assert won(one, *two_weeks(), entry=1) == [("lon", "a")]


def tied_weeks(repeat: Repeat, *tiers: Prize) -> Contest:
    """Two weeks in which the organisers decide ties over the prizes."""
    ranking = by_score(still_tied=StillTied.DECIDE)
    return contest(week(1), week(2), ranking=ranking, prizes=plan(*(tiers or (FIRST,)), repeat=repeat))


def of_week(number: int, **scores: int) -> list[AttemptRow]:
    opens = OPENS + (number - 1) * WEEK
    return [
        attempt(name, score, attempt=f"{name}{number}", round=f"tuan-{number}", started_at=opens)
        for name, score in scores.items()
    ]


def marked(one: Contest, rows: list[AttemptRow], entry: int = 1) -> list[tuple[str, str, bool]]:
    awards = evaluate(one, rows).rounds[entry].awards
    return [(row.prize, row.participant, row.waits) for row in awards.winners]


@pytest.mark.parametrize("repeat", [Repeat.SKIP, Repeat.ONE_A_CONTEST])
def test_a_prize_waits_while_its_winner_may_yet_win_an_undecided_tie_of_an_earlier_week(
    repeat: Repeat,
) -> None:
    rows = [*of_week(1, a=9, b=9), *of_week(2, a=9, c=5)]
    assert marked(tied_weeks(repeat), rows, entry=0) == []
    assert marked(tied_weeks(repeat), rows) == [("nhat", "a", True)]


def test_a_prize_of_somebody_else_waits_where_the_prizes_would_move_down_to_another_place() -> None:
    rows = [*of_week(1, a=9, b=9), *of_week(2, a=9, c=8, d=7, e=6)]
    moving = tied_weeks(Repeat.SKIP, FIRST, Prize("nhi", Text("Nhì"), 1))
    assert marked(moving, rows) == [("nhat", "a", True), ("nhi", "c", True)]
    staying = tied_weeks(Repeat.ONE_A_CONTEST, FIRST, Prize("nhi", Text("Nhì"), 1))
    assert marked(staying, rows) == [("nhat", "a", True), ("nhi", "c", False)]


def test_a_prize_above_the_people_who_are_still_tied_elsewhere_is_settled() -> None:
    rows = [*of_week(1, a=9, b=9), *of_week(2, c=9, a=8, d=7)]
    one = tied_weeks(Repeat.SKIP, FIRST, Prize("nhi", Text("Nhì"), 1))
    assert marked(one, rows) == [("nhat", "c", False), ("nhi", "a", True)]


def test_a_prize_waits_for_no_tie_where_everybody_may_win_again() -> None:
    rows = [*of_week(1, a=9, b=9), *of_week(2, a=9, c=5)]
    assert marked(tied_weeks(Repeat.ALLOWED), rows) == [("nhat", "a", False)]


def test_the_doubt_goes_on_to_the_week_after_the_next() -> None:
    ranking = by_score(still_tied=StillTied.DECIDE)
    one = contest(week(1), week(2), week(3), ranking=ranking, prizes=plan(FIRST, repeat=Repeat.SKIP))
    rows = [*of_week(1, a=9, b=9), *of_week(2, a=9, c=5), *of_week(3, c=9, d=8)]
    assert marked(one, rows) == [("nhat", "a", True)]
    assert marked(one, rows, entry=2) == [("nhat", "c", True)]


def test_a_decided_tie_settles_the_prizes_that_waited_for_it() -> None:
    chosen = RankingRule(
        chain=(RankKey(Key.SCORE), RankKey(Key.DECISION)),
        still_tied=StillTied.DECIDE,
        decisions=(Decision(("b", "a"), "biên bản số 5"),),
    )
    rows = [*of_week(1, a=9, b=9), *of_week(2, a=9, c=5)]
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
    rows = [*of_week(1, a=9, b=9), *of_week(2, a=9, c=5)]
    assert marked(one, rows) == [("lon", "a", waits)]


def test_only_winners_of_the_weeks_may_enter_the_final() -> None:
    final = week(3, slug="chung-ket")
    one = contest(
        week(1), week(2), final,
        prizes=plan(FIRST, repeat=Repeat.SKIP),
        progressions=(Progression(to="chung-ket", rounds=("tuan-1", "tuan-2"), take=Take.WINNERS),),
    )  # fmt: skip
    in_final = [
        attempt(name, score, attempt=f"{name}3", round="chung-ket", started_at=final.opens)
        for name, score in (("c", 10), ("b", 9), ("a", 8))
    ]
    results = evaluate(one, [*two_weeks(), *in_final])
    assert results.advanced[0].participants == ("a", "b")
    assert [row.participant for row in results.rounds[2].ranking] == ["b", "a"]
    assert results.left_out == {"not_advanced": 1}
    assert evaluate(one, [*two_weeks(), *in_final[1:]]).left_out == {}


def test_the_first_of_a_round_may_go_on_ties_included() -> None:
    one = contest(
        ranking=by_score(),
        progressions=(Progression(to="truc-tiep", rounds=("tuan-1",), take=Take.TOP, count=2),),
    )
    rows = [attempt(name, score) for name, score in zip("abcd", (9, 8, 8, 1), strict=True)]
    assert evaluate(one, rows).advanced[0].participants == ("a", "b", "c")
