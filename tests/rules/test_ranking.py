"""Which attempt counts, who qualifies, and by what places are made."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from quiz.rules.clauses import (
    Bonus,
    CountingRule,
    Decision,
    DurationEnd,
    PaperSpec,
    Precision,
    QualificationRule,
    ScoringRule,
    TimeRule,
    Which,
)
from quiz.rules.contest import Combine, Overall
from quiz.rules.evaluate import evaluate
from quiz.rules.guess import Guess, PredictionRule
from quiz.rules.keys import Key, Order, RankKey
from quiz.rules.ranking import ticket
from quiz.rules.records import AttemptRow, Person
from tests.rules.arrange import MINUTE, OPENS, WEEK, attempt, chain, contest, places, week

SECOND = timedelta(seconds=1)


def counting(rule: CountingRule, *rows: AttemptRow) -> str:
    return evaluate(contest(counting=rule), rows).rounds[0].ranking[0].counted.attempt


GUESS = PredictionRule(kind=Guess.NUMBER)


def test_equal_people_share_a_place_and_the_next_place_is_left_out() -> None:
    rows = [attempt("b", 9), attempt("a", 9), attempt("c", 7)]
    assert places(contest(ranking=chain("score")), *rows) == [(1, "a"), (1, "b"), (3, "c")]


def test_keys_decide_in_their_order() -> None:
    quick_late = attempt("quick", 9, took=4 * MINUTE, started_at=OPENS + timedelta(hours=5))
    slow_early = attempt("slow", 9, took=6 * MINUTE)
    assert places(contest(ranking=chain("score", "duration")), quick_late, slow_early)[0] == (1, "quick")
    assert places(contest(ranking=chain("score", "submitted")), quick_late, slow_early)[0] == (1, "slow")


def test_times_in_the_same_second_are_equal_unless_the_rulebook_compares_finer() -> None:
    half = attempt("b", 9, took=5 * MINUTE + SECOND / 2)
    rows = attempt("a", 9), half
    by_second = chain("score", "duration", "submitted")
    finer = chain("score", "duration", precision=Precision.MILLISECOND)
    assert places(contest(ranking=by_second), *rows) == [(1, "a"), (1, "b")]
    assert places(contest(ranking=finer), *rows) == [(1, "a"), (2, "b")]


def test_duration_may_end_at_the_last_edit() -> None:
    edited = attempt("a", 9, last_edit_at=OPENS + timedelta(hours=1) + 2 * MINUTE)
    rows = edited, attempt("b", 9, took=4 * MINUTE)
    to_edit = contest(ranking=chain("duration"), time=TimeRule(duration=DurationEnd.LAST_EDIT))
    assert places(to_edit, *rows)[0] == (1, "a")
    assert places(contest(ranking=chain("duration")), *rows)[0] == (1, "b")


@pytest.mark.parametrize(
    ("which", "counts"), [(Which.FIRST, "morning"), (Which.LAST, "night"), (Which.BEST, "noon")]
)
def test_the_first_last_or_best_attempt_counts(which: Which, counts: str) -> None:
    rows = [
        attempt("a", correct, attempt=name, started_at=OPENS + timedelta(hours=hour))
        for name, correct, hour in (("noon", 9, 4), ("night", 7, 12), ("morning", 8, 1))
    ]
    assert counting(CountingRule(which=which), *rows) == counts


def test_a_later_equal_paper_never_replaces_the_earlier_one() -> None:
    rule = CountingRule(by=(RankKey(Key.CORRECT), RankKey(Key.SUBMITTED)))
    later = attempt("a", 9, attempt="later", took=MINUTE, started_at=OPENS + timedelta(hours=9))
    assert counting(rule, later, attempt("a", 9, attempt="earlier")) == "earlier"


def test_the_best_of_every_day_adds_up() -> None:
    day = timedelta(days=1)
    rows = [
        attempt("a", 5, attempt="1"),
        attempt("a", 8, attempt="2", started_at=OPENS + 2 * MINUTE),
        attempt("a", 3, attempt="3", started_at=OPENS + day),
    ]
    found = evaluate(contest(counting=CountingRule(which=Which.SUM_OF_DAYS)), rows).rounds[0].ranking[0]
    assert (found.counted.score, found.counted.used) == (11_000, 3)


@pytest.mark.parametrize(
    ("rule", "stay"),
    [
        (QualificationRule(perfect=True), ["full"]),
        (QualificationRule(minimum_correct=8), ["full", "good"]),
        (QualificationRule(minimum_score=Decimal("7.5")), ["full", "good"]),
        (QualificationRule(prediction_within=1), ["good", "poor"]),
    ],
)
def test_who_does_not_qualify_is_absent_from_the_ranking(rule: QualificationRule, stay: list[str]) -> None:
    rows = [
        attempt("full", 10),
        attempt("good", 8, prediction=4),
        attempt("poor", 7, prediction=3),
    ]
    one = contest(prediction=GUESS, qualification=rule, ranking=chain("score"))
    assert [name for _, name in places(one, *rows)] == stay


def test_an_incomplete_paper_counts_for_nothing_where_all_answers_are_required() -> None:
    rows = [attempt("a", 9, answered=9), attempt("b", 1)]
    results = evaluate(contest(paper=PaperSpec(all_required=True), prediction=GUESS), rows)
    assert [row.participant for row in results.rounds[0].ranking] == ["b"]
    assert (results.rounds[0].truth, results.left_out) == (1, {"incomplete": 1})


def test_bonus_points_count_only_where_the_rulebook_adds_them_and_up_to_its_cap() -> None:
    rows = [attempt("a", 5, bonus=9), attempt("b", 7)]
    assert places(contest(), *rows)[0] == (1, "b")
    adding = ScoringRule(bonus=Bonus.ADD)
    assert places(contest(scoring=adding), *rows)[0] == (1, "a")
    capped = ScoringRule(bonus=Bonus.ADD, bonus_cap=Decimal("1.5"))
    assert places(contest(scoring=capped), *rows)[0] == (1, "b")


def test_the_offset_is_measured_from_the_opening_of_the_round() -> None:
    rows = [attempt("a", 9, started_at=OPENS + MINUTE), attempt("b", 9)]
    assert places(contest(ranking=chain("offset")), *rows) == [(1, "a"), (2, "b")]
    assert places(contest(ranking=chain("offset desc")), *rows) == [(1, "b"), (2, "a")]


def test_older_or_younger_stands_first_and_an_unknown_age_last() -> None:
    people = (Person("old", birth_date=date(1950, 1, 1)), Person("young", birth_date=date(2010, 1, 1)))
    rows = [attempt("old", 9), attempt("young", 9), attempt("unknown", 9)]
    older, younger = contest(ranking=chain("age")), contest(ranking=chain("age asc"))
    assert [name for _, name in places(older, *rows, people=people)] == ["old", "young", "unknown"]
    assert [name for _, name in places(younger, *rows, people=people)] == ["young", "old", "unknown"]


def test_fewer_attempts_used_stand_first() -> None:
    rows = [attempt("a", 9), attempt("a", 1, attempt="again"), attempt("b", 9)]
    assert places(contest(ranking=chain("score", "attempts_used")), *rows) == [(1, "b"), (2, "a")]


def test_a_plain_extra_question_separates_equals() -> None:
    rule = PredictionRule(kind=Guess.QUESTION)
    rows = [attempt("a", 9, extra=1.0), attempt("b", 9, extra=2.5), attempt("c", 9)]
    one = contest(prediction=rule, ranking=chain("score", "extra"))
    assert [name for _, name in places(one, *rows)] == ["b", "a", "c"]


def test_a_draw_follows_its_seed_and_can_be_recounted() -> None:
    rows = [attempt(name, 9) for name in "abcdef"]
    drawn = [name for _, name in places(contest(ranking=chain("score", "draw")), *rows, seed="xổ số 5/3")]
    assert drawn == sorted("abcdef", key=lambda name: ticket("xổ số 5/3", name))
    assert drawn != [name for _, name in places(contest(ranking=chain("draw")), *rows, seed="khác")]
    own_seed = contest(ranking=chain("draw", draw_seed="trong thể lệ"))
    assert places(own_seed, *rows, seed="a") == places(own_seed, *rows, seed="b")


def test_each_right_answer_is_one_ticket_of_a_weighted_draw() -> None:
    one = contest(ranking=chain("weighted_draw"))
    rows = [attempt("many", 9), attempt("few", 1), attempt("none", 0)]
    won = [places(one, *rows, seed=str(n))[0][1] for n in range(400)]
    assert 330 < won.count("many") < 385  # nine tickets of ten: 360 expected
    assert "none" not in won


def test_the_organisers_decide_only_among_the_tied() -> None:
    decided = (Decision(("b", "a"), reason="biên bản số 3"),)
    one = contest(ranking=chain("score", "decision", decisions=decided))
    rows = [attempt("a", 9), attempt("b", 9), attempt("c", 10)]
    assert places(one, *rows) == [(1, "c"), (2, "b"), (3, "a")]


def test_the_contest_takes_the_best_round_or_the_sum_of_rounds() -> None:
    rows = [
        attempt("steady", 7),
        attempt("steady", 7, attempt="s2", round="tuan-2", started_at=OPENS + WEEK),
        attempt("once", 9, round="tuan-2", started_at=OPENS + WEEK),
    ]
    best = contest(week(1), week(2), overall=Overall(combine=Combine.BEST))
    total = contest(week(1), week(2), overall=Overall(combine=Combine.SUM_OF_ROUNDS))
    assert [row.participant for row in evaluate(best, rows).contest.ranking] == ["once", "steady"]
    assert [row.participant for row in evaluate(total, rows).contest.ranking] == ["steady", "once"]


def test_the_contest_may_ask_for_a_number_of_rounds() -> None:
    rule = Overall(combine=Combine.BEST, qualification=QualificationRule(minimum_rounds=2))
    rows = [attempt("a", 5), attempt("a", 5, attempt="2", round="tuan-2"), attempt("b", 10)]
    results = evaluate(contest(week(1), week(2), overall=rule), rows)
    assert [row.participant for row in results.contest.ranking] == ["a"]


def test_a_key_may_be_turned_round() -> None:
    assert RankKey.parse("submitted desc") == RankKey(Key.SUBMITTED, Order.DESC)
    rows = [attempt("a", 9), attempt("b", 9, took=9 * MINUTE)]
    assert places(contest(ranking=chain("submitted desc")), *rows)[0] == (1, "b")
