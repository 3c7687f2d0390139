"""A preview names what a void attempt would change, and nothing else."""

from quiz.rules.awards import Prize, PrizePlan
from quiz.rules.clauses import Decision, RankingRule, StillTied
from quiz.rules.comparing import Change, changes
from quiz.rules.contest import Table
from quiz.rules.evaluate import evaluate
from quiz.rules.guess import Guess, PredictionRule
from quiz.rules.keys import Key, RankKey
from quiz.rules.text import Text
from tests.rules.arrange import attempt, contest

CONTEST = contest(
    prediction=PredictionRule(kind=Guess.NUMBER),
    ranking=RankingRule(chain=(RankKey(Key.SCORE), RankKey(Key.PREDICTION))),
    prizes=PrizePlan((Prize("nhat", Text("Nhất"), 1, 500),)),
    collectives=(Table("xa", Text("Xã")),),
)
ROWS = [
    attempt("a", 9, prediction=3, unit="x"),
    attempt("b", 9, prediction=2, unit="x"),
    attempt("c", 1, unit="y"),
]


def test_a_preview_names_truth_places_winners_and_collectives_that_would_change() -> None:
    before = evaluate(CONTEST, ROWS)
    after = evaluate(CONTEST, [*ROWS[:2], ROWS[2]._replace(valid=False)])
    found = [one for one in changes(before, after) if one.round == "tuan-1"]
    assert found == [
        Change("tuan-1", None, "truth", "", "3", "2"),
        Change("tuan-1", None, "place", "a", "1", "2"),
        Change("tuan-1", None, "place", "b", "2", "1"),
        Change("tuan-1", None, "place", "c", "3", None),
        Change("tuan-1", None, "winner", "a", "nhat 500", None),
        Change("tuan-1", None, "winner", "b", None, "nhat 500"),
    ]


def test_a_preview_names_the_tie_that_a_prize_would_wait_for() -> None:
    rule = RankingRule(chain=(RankKey(Key.SCORE),), still_tied=StillTied.DECIDE)
    plan = PrizePlan((Prize("nhat", Text("Nhất"), 1, 500), Prize("nhi", Text("Nhì"), 1, 100)))
    undecided = contest(ranking=rule, prizes=plan)
    rows = [attempt("a", 9), *(attempt(who, 5) for who in ("b", "c", "d"))]
    before, after = evaluate(undecided, rows), evaluate(undecided, [rows[0]._replace(valid=False), *rows[1:]])
    found = [one for one in changes(before, after) if one.round == "tuan-1" and one.what in ("tie", "winner")]
    assert found == [
        Change("tuan-1", None, "tie", "2", "nhi 3 b c d", None),
        Change("tuan-1", None, "tie", "1", None, "nhat,nhi 3 b c d"),
        Change("tuan-1", None, "winner", "a", "nhat 500", None),
    ]


def test_a_preview_names_a_decided_tie_that_somebody_else_would_open_again() -> None:
    chain = (RankKey(Key.SCORE), RankKey(Key.DECISION))
    rule = RankingRule(chain=chain, still_tied=StillTied.DECIDE, decisions=(Decision(("b", "a"), "họp"),))
    decided = contest(ranking=rule, prizes=PrizePlan((Prize("nhat", Text("Nhất"), 1, 500),)))
    rows = [attempt(who, 9) for who in ("a", "b", "c")]
    before, after = evaluate(decided, [*rows[:2], rows[2]._replace(valid=False)]), evaluate(decided, rows)
    found = [one for one in changes(before, after) if one.round == "tuan-1" and one.what in ("tie", "winner")]
    assert found == [
        Change("tuan-1", None, "tie", "1", None, "nhat 3 a b c"),
        Change("tuan-1", None, "winner", "b", "nhat 500", None),
    ]


def test_equal_results_change_nothing() -> None:
    assert changes(evaluate(CONTEST, ROWS), evaluate(CONTEST, ROWS[::-1])) == ()
