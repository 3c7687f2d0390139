"""What holds of every contest, whatever its attempts."""

from datetime import timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from quiz.rules.clauses import RankingRule
from quiz.rules.contest import Combine, Contest, Overall, Table
from quiz.rules.evaluate import evaluate, evaluate_both
from quiz.rules.guess import Guess, PredictionRule
from quiz.rules.keys import RankKey
from quiz.rules.records import AttemptRow
from quiz.rules.results import results_document
from quiz.rules.text import Text
from quiz.rules.units import Tree, Unit
from tests.rules.arrange import OPENS, WEEK, attempt, contest, week

TREE = Tree.of([
    Unit("t"), Unit("x1", "t", groups=("xa",), headcount=3), Unit("x2", "t", groups=("xa",)),
    Unit("h1", "x1"), Unit("h2", "x1"),
])  # fmt: skip
UNITS = ("t", "x1", "x2", "h1", "h2", None)


def guessing() -> Contest:
    keys = ("score", "prediction", "duration")
    return contest(
        week(1),
        week(2),
        prediction=PredictionRule(kind=Guess.NUMBER),
        ranking=RankingRule(chain=tuple(RankKey.parse(key) for key in keys)),
        collectives=(
            Table("dong", Text("Đông"), groups=("xa",)),
            Table("tinh", Text("Tỉnh"), units=("t", "x1")),
        ),
        overall=Overall(combine=Combine.SUM_OF_ROUNDS),
    )


@st.composite
def attempts(draw: st.DrawFn) -> list[AttemptRow]:
    size = draw(st.integers(0, 25))
    return [_row(draw, number) for number in range(size)]


def _row(draw: st.DrawFn, number: int) -> AttemptRow:
    correct, late = draw(st.integers(0, 3)), draw(st.booleans())
    return attempt(
        draw(st.sampled_from("abcdef")),
        correct,
        attempt=f"a{number}",
        questions=3,
        round="tuan-2" if late else "tuan-1",
        started_at=OPENS + WEEK * late + timedelta(minutes=draw(st.integers(0, 3))),
        took=timedelta(seconds=draw(st.integers(1, 3))),
        unit=draw(st.sampled_from(UNITS)),
        prediction=draw(st.none() | st.integers(0, 6)),
        valid=draw(st.integers(0, 4)) > 0,
    )


@given(attempts(), st.randoms(use_true_random=False))
def test_the_result_does_not_depend_on_the_order_of_the_rows(rows: list[AttemptRow], dice: Random) -> None:
    mixed = list(rows)
    dice.shuffle(mixed)
    assert results_document(evaluate(guessing(), rows, tree=TREE)) == results_document(
        evaluate(guessing(), mixed, tree=TREE)
    )


@given(attempts())
def test_a_place_is_one_more_than_the_number_strictly_better(rows: list[AttemptRow]) -> None:
    for entry in evaluate(guessing(), rows, tree=TREE).rounds:
        keys = [
            (-one.counted.score, 10**9 if one.distance is None else one.distance, one.counted.duration)
            for one in entry.ranking
        ]
        assert [one.place for one in entry.ranking] == [
            1 + sum(other < key for other in keys) for key in keys
        ]


@given(attempts(), st.integers(0, 24))
def test_voiding_and_restoring_an_attempt_gives_the_first_result_again(
    rows: list[AttemptRow], number: int
) -> None:
    first = results_document(evaluate(guessing(), rows, tree=TREE))
    voided = [row._replace(valid=row.valid and at != number) for at, row in enumerate(rows)]
    evaluate(guessing(), voided, tree=TREE)
    restored = [row._replace(valid=rows[at].valid) for at, row in enumerate(voided)]
    assert results_document(evaluate(guessing(), restored, tree=TREE)) == first


@given(attempts(), st.integers(0, 25))
def test_looking_ahead_gives_what_two_evaluations_give(rows: list[AttemptRow], number: int) -> None:
    flipped = [row._replace(valid=row.valid is not (at == number)) for at, row in enumerate(rows)]
    both = evaluate_both(guessing(), rows, (), TREE, f"a{number}", fixed={})
    alone = (evaluate(guessing(), each, tree=TREE) for each in (rows, flipped))
    assert [results_document(one) for one in both] == [results_document(one) for one in alone]


@given(attempts(), st.sampled_from("abcdef"))
def test_without_a_prediction_a_worse_attempt_changes_nobodys_place(rows: list[AttemptRow], who: str) -> None:
    plain = contest(week(1), week(2))
    mine = [row for row in rows if row.participant == who and row.round == "tuan-1" and row.valid]
    if not mine:
        return
    worse = attempt(who, 0, attempt="worse", questions=3, took=timedelta(hours=1))
    places = _places(plain, rows)
    assert _places(plain, [*rows, worse]) == places


def _places(one: Contest, rows: list[AttemptRow]) -> list[tuple[int, str]]:
    ranking = evaluate(one, rows).rounds[0].ranking
    return [(row.place, row.participant) for row in ranking]


@given(attempts())
def test_a_collectives_participants_are_the_distinct_people_of_its_branch(rows: list[AttemptRow]) -> None:
    results = evaluate(guessing(), rows, tree=TREE)
    valid = [row for row in rows if row.valid and row.unit is not None]
    for table in results.contest.collectives:
        for found in table.ranking:
            people = {row.participant for row in valid if found.unit in TREE.line(row.unit)}
            assert found.participants == len(people)


@given(attempts())
def test_the_truth_is_the_number_of_distinct_people_with_a_valid_attempt(rows: list[AttemptRow]) -> None:
    for entry in evaluate(guessing(), rows).rounds:
        assert entry.truth == len({row.participant for row in rows if row.valid and row.round == entry.round})
