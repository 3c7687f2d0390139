"""Tiers, ties across a boundary, special prizes, repeated winners, progression."""

from datetime import date, timedelta
from typing import Any

import pytest

from quiz.rules.awards import Carry, Prize, PrizePlan, Repeat, Special
from quiz.rules.clauses import RankingRule, StillTied
from quiz.rules.contest import Combine, Contest, Overall, Progression, Table, Take
from quiz.rules.evaluate import evaluate
from quiz.rules.guess import Guess, PredictionRule, Scope
from quiz.rules.keys import Key, RankKey
from quiz.rules.records import AttemptRow, Person
from quiz.rules.registration import Effect, Eligibility
from quiz.rules.text import Text
from quiz.rules.units import Tree, Unit
from tests.rules.arrange import OPENS, WEEK, attempt, contest, in_week, week

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


def test_whoever_did_not_go_on_counts_in_no_figure_table_or_truth_of_the_final() -> None:
    final = week(2, slug="chung-ket", prediction=PredictionRule(Guess.NUMBER, scope=Scope.ROUND))
    table = Table("xa", Text("Xã"), groups=("xa",))
    one = contest(
        week(1), final,
        prizes=plan(FIRST),
        progressions=(Progression(to="chung-ket", rounds=("tuan-1",), take=Take.WINNERS),),
        collectives=(table,),
        overall=Overall(combine=Combine.SUM_OF_ROUNDS),
    )  # fmt: skip
    tree = Tree.of([Unit("xa-a", groups=("xa",))])
    first = [row._replace(unit="xa-a") for row in in_week(1, a=9, b=8)]
    again = [row._replace(round="chung-ket", unit="xa-a", prediction=1) for row in in_week(2, a=8, b=9, c=7)]
    results = evaluate(one, [*first, *again], tree=tree)
    seen = results.rounds[1]
    assert [row.participant for row in seen.ranking] == ["a"]
    assert (seen.participants, seen.attempts, seen.valid_attempts, seen.truth) == (1, 3, 1, 1)
    assert [(row.unit, row.participants) for row in seen.collectives[0].ranking] == [("xa-a", 1)]
    assert (results.contest.participants, results.contest.valid_attempts) == (2, 3)
    assert [(row.participant, row.counted.score) for row in results.contest.ranking] == [
        ("a", 17_000),
        ("b", 8_000),
    ]
    assert results.left_out == {"not_advanced": 2}


def test_a_number_asked_over_the_whole_contest_counts_whoever_came_to_the_final() -> None:
    rule = PredictionRule(Guess.NUMBER, scope=Scope.CONTEST)
    final = week(2, slug="chung-ket")
    one = contest(
        week(1), final,
        prediction=rule,
        prizes=plan(FIRST),
        progressions=(Progression(to="chung-ket", rounds=("tuan-1",), take=Take.WINNERS),),
    )  # fmt: skip
    again = [row._replace(round="chung-ket") for row in in_week(2, a=8, c=7)]
    results = evaluate(one, [*in_week(1, a=9, b=8), *again])
    assert [entry.truth for entry in results.rounds] == [3, 3]


def test_the_first_of_a_round_may_go_on_ties_included() -> None:
    one = contest(
        ranking=by_score(),
        progressions=(Progression(to="truc-tiep", rounds=("tuan-1",), take=Take.TOP, count=2),),
    )
    rows = [attempt(name, score) for name, score in zip("abcd", (9, 8, 8, 1), strict=True)]
    assert evaluate(one, rows).advanced[0].participants == ("a", "b", "c")
