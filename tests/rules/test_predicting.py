"""What is guessed, how near a guess is, and what voiding does to the truth."""

import pytest

from quiz.rules.evaluate import evaluate
from quiz.rules.guess import Blank, Guess, Match, PredictionRule, Quantity, Scope, Sides
from tests.rules.arrange import attempt, chain, contest, places, week

GUESS = PredictionRule(kind=Guess.NUMBER)


def test_the_prediction_of_the_counting_attempt_is_the_one_used() -> None:
    rows = [
        attempt("a", 9, attempt="counts", prediction=50),
        attempt("a", 8, attempt="exact", prediction=2),
        attempt("b", 9, prediction=10),
    ]
    one = contest(prediction=GUESS, ranking=chain("score", "prediction"))
    assert places(one, *rows) == [(1, "b"), (2, "a")]


@pytest.mark.parametrize(
    ("quantity", "truth"),
    [
        (Quantity.PARTICIPANTS, 3),
        (Quantity.ATTEMPTS, 4),
        (Quantity.ALL_CORRECT_PEOPLE, 1),
        (Quantity.CORRECT_PEOPLE, 2),
    ],
)
def test_what_is_guessed_is_counted_over_the_valid_attempts(quantity: Quantity, truth: int) -> None:
    rows = [
        attempt("a", 10, attempt="1"),
        attempt("a", 10, attempt="2"),
        attempt("b", 6),
        attempt("c", 4),
        attempt("d", 10, valid=False),
    ]
    rule = PredictionRule(kind=Guess.NUMBER, quantity=quantity, correct_at_least=6)
    assert evaluate(contest(prediction=rule), rows).rounds[0].truth == truth


def test_a_truth_over_the_contest_counts_a_person_of_two_rounds_once() -> None:
    rows = [attempt("a", 9), attempt("a", 9, attempt="x", round="tuan-2"), attempt("b", 9, round="tuan-2")]
    rule = PredictionRule(kind=Guess.NUMBER, scope=Scope.CONTEST)
    assert evaluate(contest(week(1), week(2), prediction=rule), rows).rounds[0].truth == 2


def test_voiding_one_attempt_changes_the_truth_and_with_it_the_winner() -> None:
    one = contest(prediction=GUESS, ranking=chain("score", "prediction"))
    rows = [attempt("a", 9, prediction=3), attempt("b", 9, prediction=2), attempt("c", 1)]
    assert places(one, *rows)[0] == (1, "a")
    assert places(one, rows[0], rows[1], attempt("c", 1, valid=False))[0] == (1, "b")


@pytest.mark.parametrize(
    ("sides", "order"),
    [
        (Sides.EQUAL, [(1, "above"), (1, "below"), (3, "blank")]),
        (Sides.BELOW_FIRST, [(1, "below"), (2, "above"), (3, "blank")]),
        (Sides.ABOVE_FIRST, [(1, "above"), (2, "below"), (3, "blank")]),
    ],
)
def test_equal_distances_compare_as_the_rulebook_says_and_blank_stands_last(
    sides: Sides, order: list[tuple[int, str]]
) -> None:
    rows = [attempt("above", 9, prediction=4), attempt("below", 9, prediction=2), attempt("blank", 9)]
    rule = PredictionRule(kind=Guess.NUMBER, sides=sides)
    assert places(contest(prediction=rule, ranking=chain("prediction")), *rows) == order


def test_a_nearer_guess_above_stands_before_a_farther_one_below() -> None:
    rows = [attempt("a", 9, prediction=3), attempt("b", 9, prediction=0)]
    rule = PredictionRule(kind=Guess.NUMBER, sides=Sides.BELOW_FIRST)
    assert places(contest(prediction=rule, ranking=chain("prediction")), *rows) == [(1, "a"), (2, "b")]


def test_where_only_the_exact_guess_counts_all_others_are_equal() -> None:
    rows = [attempt("a", 9, prediction=3), attempt("b", 9, prediction=4), attempt("c", 9, prediction=99)]
    rule = PredictionRule(kind=Guess.NUMBER, match=Match.EXACT)
    assert places(contest(prediction=rule, ranking=chain("prediction")), *rows) == [
        (1, "a"),
        (2, "b"),
        (2, "c"),
    ]


def test_a_truth_set_by_the_organisers_stands_over_the_counted_one() -> None:
    rule = PredictionRule(kind=Guess.NUMBER, truth=77, truth_reason="thông báo số 5")
    assert evaluate(contest(prediction=rule), [attempt("a", 9)]).rounds[0].truth == 77


def test_where_the_guess_is_asked_for_an_empty_one_is_not_ranked() -> None:
    rule = PredictionRule(kind=Guess.NUMBER, blank=Blank.REFUSED)
    assert places(contest(prediction=rule), attempt("a", 10), attempt("b", 1, prediction=1)) == [(1, "b")]
