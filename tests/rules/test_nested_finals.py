"""Whoever did not go on to a final counts in nothing of it, also in the rounds around it."""

from dataclasses import replace
from itertools import permutations
from random import Random
from typing import Any

import pytest

from quiz.rules.awards import Carry, Prize, PrizePlan, Repeat
from quiz.rules.calendar import CountsFrom, Round
from quiz.rules.clauses import CountingRule, RankingRule, StillTied, Which
from quiz.rules.contest import Contest, Progression, Table, Take
from quiz.rules.evaluate import evaluate
from quiz.rules.guess import Guess, PredictionRule, Scope
from quiz.rules.keys import Key, RankKey
from quiz.rules.records import AttemptRow
from quiz.rules.results import Entry
from quiz.rules.rulebook import from_document
from quiz.rules.text import Text
from quiz.rules.units import Tree, Unit
from tests.rules import oracle
from tests.rules.arrange import OPENS, WEEK, contest, in_week, week
from tests.rules.test_oracle import (
    PARENTS,
    STEPS,
    TREE,
    as_told,
    attempt,
    document,
    everybody,
    random_book,
    random_rows,
)

BY_SCORE = RankingRule(chain=(RankKey(Key.SCORE),))
ONE_PRIZE = PrizePlan((Prize("nhat", Text("Nhất"), 1),), Repeat.ALLOWED, Carry.DOWN)
FINAL = week(2, slug="chung-ket", parent="thang-3")
INTO_FINAL = Progression(to="chung-ket", rounds=("tuan-1",), take=Take.WINNERS)


def around(*inside: Round, number: int = 9, **changed: Any) -> Round:
    """A month that counts the rounds inside it and closes with the last of them."""
    whole = Round("thang-3", number, Text("Tháng 3"), OPENS, OPENS + 2 * WEEK, counts=CountsFrom.CHILDREN)
    return replace(whole, **changed)


def month(**changed: Any) -> Contest:
    number = changed.pop("number", 9)
    usual = {"ranking": BY_SCORE, "prizes": ONE_PRIZE, "progressions": (INTO_FINAL,)}
    return contest(week(1, parent="thang-3"), FINAL, around(number=number), **{**usual, **changed})


def played() -> list[AttemptRow]:
    """A wins the week with 9 right, B has 8; the final: A 5 and, uninvited, B 10 and C 7."""
    final = [row._replace(round="chung-ket") for row in in_week(2, a=5, b=10, c=7)]
    return [row._replace(unit="xa-a", prediction=1) for row in (*in_week(1, a=9, b=8), *final)]


def of_month(one: Contest, rows: list[AttemptRow], tree: Tree | None = None) -> Entry:
    results = evaluate(one, rows, tree=tree or Tree.of([Unit("xa-a", groups=("xa",))]))
    return next(entry for entry in results.rounds if entry.round == "thang-3")


def scores(entry: Entry) -> list[tuple[str, int]]:
    return [(row.participant, row.counted.score // 1000) for row in entry.ranking]


def test_an_uninvited_attempt_of_a_final_is_nobodys_best_of_the_month() -> None:
    assert scores(of_month(month(), played())) == [("a", 9), ("b", 8)]


def test_it_counts_in_no_figure_table_or_truth_of_the_month() -> None:
    asked = PredictionRule(Guess.NUMBER, scope=Scope.ROUND)
    one = month(prediction=asked, collectives=(Table("xa", Text("Xã"), groups=("xa",)),))
    entry = of_month(one, played())
    assert (entry.participants, entry.attempts, entry.valid_attempts, entry.truth) == (2, 5, 3, 2)
    assert [(row.unit, row.participants, row.valid_attempts) for row in entry.collectives[0].ranking] == [
        ("xa-a", 2, 3)
    ]


def test_it_is_told_once_as_left_out() -> None:
    assert evaluate(month(), played()).left_out == {"not_advanced": 2}


def test_a_month_that_is_numbered_before_its_final_counts_it_the_same() -> None:
    assert scores(of_month(month(number=0), played())) == [("a", 9), ("b", 8)]


def test_days_of_a_month_add_up_without_it() -> None:
    one = month(counting=CountingRule(which=Which.SUM_OF_DAYS))
    assert scores(of_month(one, played())) == [("a", 14), ("b", 8)]


def test_a_year_around_the_month_does_not_count_it_either() -> None:
    year = around(slug="nam", number=10)
    one = month()
    one = replace(one, rounds=(*one.rounds[:2], replace(one.rounds[2], parent="nam"), year))
    results = evaluate(one, played())
    assert scores(results.rounds[3]) == [("a", 9), ("b", 8)]


def test_a_final_of_several_rounds_counts_them_only_of_the_invited() -> None:
    inner = replace(FINAL, counts=CountsFrom.CHILDREN)
    stage = replace(FINAL, slug="ban-ket", number=3, parent="chung-ket")
    one = contest(
        week(1, parent="thang-3"), inner, stage, around(),
        ranking=BY_SCORE, prizes=ONE_PRIZE, progressions=(INTO_FINAL,),
    )  # fmt: skip
    rows = [row._replace(round="ban-ket") if row.round == "chung-ket" else row for row in played()]
    results = evaluate(one, rows)
    assert [scores(entry) for entry in (results.rounds[1], results.rounds[3])] == [
        [("a", 5)],
        [("a", 9), ("b", 8)],
    ]


@pytest.mark.parametrize("batch", range(4))
def test_plain_sorting_finds_the_same_month(batch: int) -> None:
    for number in range(batch, 400, 4):
        dice = Random(number)
        book = random_book(dice)
        first, again = random_rows(dice), [_in_final(row) for row in random_rows(dice)]
        plain = {**book, "step": STEPS[book["precision"]]}
        invited = {who for _, who in oracle.result(plain, first, PARENTS)["winners"]}
        counting = [*first, *(row for row in again if row["who"] in invited)]
        rows = [*map(attempt, first), *(attempt(row)._replace(round="chung-ket") for row in again)]
        entry = evaluate(from_document(_nested(book)), rows, everybody(book), TREE).rounds[2]
        assert as_told(entry) == oracle.result(plain, counting, PARENTS), (book, rows)


def _in_final(row: oracle.Row) -> oracle.Row:
    later = {name: row[name] + WEEK for name in ("started", "submitted")}
    return {**row, **later, "id": f"f{row['id']}"}


def _nested(book: dict[str, Any]) -> dict[str, Any]:
    told = document(book)
    windows = [("tuan-1", 1, "02", "09"), ("chung-ket", 2, "09", "16"), ("thang-3", 3, "02", "16")]
    rounds: list[dict[str, Any]] = [
        {"slug": slug, "number": number, "title": slug, "parent": "thang-3",
         "opens": f"2026-03-{opens}T00:00:00Z", "closes": f"2026-03-{closes}T00:00:00Z"}
        for slug, number, opens, closes in windows
    ]  # fmt: skip
    rounds[2] |= {"counts": "children", "parent": None}
    into = [{"to": "chung-ket", "rounds": ["tuan-1"], "take": "winners"}]
    return {**told, "rounds": rounds, "progressions": into}


def test_the_month_does_not_depend_on_the_order_of_attempts() -> None:
    told = {str(evaluate(month(), rows)) for rows in permutations(played())}
    assert len(told) == 1


def test_the_prizes_of_the_month_wait_where_a_tie_may_let_somebody_into_the_final_who_came() -> None:
    tied = replace(BY_SCORE, still_tied=StillTied.DECIDE)
    final = [row._replace(round="chung-ket") for row in in_week(2, a=10, c=7)]
    settled = [*in_week(1, a=8, b=9, c=3), *final]
    entry = of_month(month(ranking=tied), settled)
    assert [(row.participant, row.waits) for row in entry.awards.winners] == [("b", False)]
    entry = of_month(month(ranking=tied), [*in_week(1, a=9, b=9, c=3), *in_week(1, d=8), *final])
    assert [row.participant for row in entry.awards.winners] == []
    week_decides = week(1, parent="thang-3", ranking=tied)
    one = month()
    one = replace(one, rounds=(week_decides, *one.rounds[1:]))
    rows = [*in_week(1, a=9, b=9, d=7), *final, *[row._replace(round="chung-ket") for row in in_week(2, d=9)]]
    entry = of_month(one, [*rows, *in_week(1, e=9)])
    assert {row.waits for row in entry.awards.winners} == {True}
