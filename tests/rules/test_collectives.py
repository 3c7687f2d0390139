"""Unit trees and tables of collectives."""

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from quiz.rules import metric
from quiz.rules.awards import Prize
from quiz.rules.calendar import CountsFrom
from quiz.rules.collectives import CollectiveResult
from quiz.rules.contest import Block, Joined, RollUp, Table, TableScope
from quiz.rules.evaluate import evaluate
from quiz.rules.lists.unit_faults import tree_faults
from quiz.rules.records import AttemptRow, Person
from quiz.rules.text import Text
from quiz.rules.units import Tree, Unit
from tests.rules.arrange import OPENS, WEEK, attempt, contest, week

TREE = Tree.of([
    Unit("tinh", name="Tỉnh"),
    Unit("so", "tinh", "Sở", groups=("co-quan",), headcount=4),
    Unit("xa-a", "tinh", "Xã A", groups=("xa",), headcount=10, population=100, target=4, jury=Decimal(5)),
    Unit("xa-b", "tinh", "Xã B", groups=("xa",), headcount=2),
    Unit("xa-c", "tinh", "Xã C", groups=("xa",)),
    Unit("thon-a1", "xa-a", "Thôn 1"),
    Unit("thon-a2", "xa-a", "Thôn 2"),
])  # fmt: skip
ROWS = [
    attempt("an", 10, unit="thon-a1"),
    attempt("an", 6, attempt="an-2", unit="thon-a2"),
    attempt("ba", 8, unit="thon-a2"),
    attempt("ca", 4, unit="xa-b"),
    attempt("do", 9, unit="xa-b"),
    attempt("en", 9, unit="xa-b"),
    attempt("ga", 9, unit="xa-c"),
    attempt("hy", 9, unit="xa-c", valid=False),
]


def table(metric: str = "participants", *, rows: list[AttemptRow] = ROWS, **changed: Any) -> CollectiveResult:
    changed.setdefault("groups", ("xa",))
    one = contest(collectives=(Table("bang", Text("Bảng"), metric=metric, **changed),))
    return evaluate(one, rows, tree=TREE).rounds[0].collectives[0]


def values(found: CollectiveResult) -> list[tuple[int | None, str, float | None]]:
    return [(row.place, row.unit, None if row.value is None else float(row.value)) for row in found.ranking]


def test_a_person_counts_once_in_a_branch_whatever_the_number_of_attempts_and_hamlets() -> None:
    assert values(table()) == [(1, "xa-b", 3), (2, "xa-a", 2), (3, "xa-c", 1)]


def test_without_roll_up_only_people_of_the_unit_itself_count() -> None:
    assert values(table(roll_up=RollUp.OWN)) == [(1, "xa-b", 3), (2, "xa-c", 1), (3, "xa-a", 0)]


def test_a_ratio_may_be_above_one_is_capped_and_never_divides_by_a_missing_headcount() -> None:
    found = table("ratio")
    assert values(found) == [(1, "xa-b", 1.5), (2, "xa-a", 0.2)]
    assert [(row.unit, row.apart) for row in found.apart] == [("xa-c", "ratio")]
    assert values(table("ratio", cap=Decimal(1)))[0] == (1, "xa-b", 1)


def test_small_units_stand_apart() -> None:
    assert [row.unit for row in table(minimum_headcount=3).ranking] == ["xa-a"]
    assert [row.unit for row in table(minimum_participants=2).ranking] == ["xa-b", "xa-a"]


@pytest.mark.parametrize(
    ("expression", "of_a", "of_b"),
    [
        ("attempts", 3, 3),
        ("valid_attempts", 3, 3),
        ("mean_score", 9, Fraction(22, 3)),
        ("share_at(9)", Fraction(1, 2), Fraction(2, 3)),
        ("participants / headcount * 100", 20, 150),
        ("max(1 - 3, -participants) + 2 * (mean_score - 1)", 14, Fraction(32, 3)),
    ],
)
def test_the_metric_is_exact_arithmetic(expression: str, of_a: Fraction, of_b: Fraction) -> None:
    found = {row.unit: row.value for row in table(expression).ranking}
    assert (found["xa-a"], found["xa-b"]) == (of_a, of_b)


def test_void_attempts_are_attempts_but_neither_valid_nor_people() -> None:
    row = next(row for row in table("attempts").ranking if row.unit == "xa-c")
    assert (row.attempts, row.valid_attempts, row.participants) == (2, 1, 1)


def test_a_jury_score_and_a_population_enter_the_metric_and_their_absence_stands_apart() -> None:
    found = table("participants / population + jury")
    assert values(found) == [(1, "xa-a", 5.02)]
    assert {row.unit for row in found.apart} == {"xa-b", "xa-c"}


def test_the_share_of_a_target_is_shown() -> None:
    shares = {row.unit: row.target_share for row in table().ranking}
    assert shares == {"xa-a": Fraction(1, 2), "xa-b": None, "xa-c": None}


def test_equal_units_share_place_and_prize_unless_a_further_metric_separates_them() -> None:
    prize = (Prize("tap-the", Text("Tập thể"), 1),)
    rows = [attempt("an", 5, unit="xa-a"), attempt("ba", 9, unit="xa-b")]
    tied = table(rows=rows, prizes=prize)
    assert [(row.place, row.unit, row.prize) for row in tied.ranking] == [
        (1, "xa-a", "tap-the"),
        (1, "xa-b", "tap-the"),
        (3, "xa-c", ""),
    ]
    parted = table(rows=rows, prizes=prize, then_by=("mean_score",))
    assert [row.prize for row in parted.ranking] == ["tap-the", "", ""]


def test_named_units_are_ranked_whatever_their_depth() -> None:
    found = table(groups=(), units=("so", "thon-a2", "tinh"))
    assert values(found) == [(1, "tinh", 6), (2, "thon-a2", 2), (3, "so", 0)]


def test_over_the_contest_a_person_of_two_rounds_counts_once() -> None:
    one = contest(week(1), week(2), collectives=(Table("bang", Text("Bảng"), groups=("xa",)),))
    rows = [*ROWS, attempt("do", 9, attempt="do-2", round="tuan-2", unit="xa-b", started_at=OPENS + WEEK)]
    results = evaluate(one, rows, tree=TREE)
    assert values(results.contest.collectives[0])[0] == (1, "xa-b", 3)
    assert results.contest.collectives[0].ranking[0].attempts == 4


def test_a_table_of_one_block_stands_with_the_block_and_one_of_several_apart() -> None:
    blocks = (Block("can-bo", Text("Cán bộ")), Block("nguoi-dan", Text("Người dân")))
    tables = (
        Table("rieng", Text("Riêng"), groups=("xa",), blocks=("can-bo",), scope=TableScope.ROUND),
        Table("chung", Text("Chung"), groups=("xa",), scope=TableScope.ROUND),
    )
    rows = [attempt("an", 9, unit="xa-a", block="can-bo"), attempt("ba", 9, unit="xa-a", block="nguoi-dan")]
    entries = evaluate(contest(blocks=blocks, collectives=tables), rows, tree=TREE).rounds
    found = {(one.block, table.table): table.ranking[0].value for one in entries for table in one.collectives}
    assert found == {("can-bo", "rieng"): 1, (None, "chung"): 2}


def test_the_registered_unit_counts_where_the_attempt_names_none() -> None:
    rows = [attempt("an", 9)]
    one = contest(collectives=(Table("bang", Text("Bảng"), groups=("xa",)),))
    entry = evaluate(one, rows, [Person("an", unit="thon-a1")], TREE).rounds[0]
    assert values(entry.collectives[0])[0] == (1, "xa-a", 1)


def test_a_commune_merged_before_the_round_is_not_listed_unless_somebody_played_for_it() -> None:
    tag, week_before = ("xa",), OPENS - timedelta(days=7)
    tree = Tree.of([
        Unit("xa-cu", groups=tag, valid_to=OPENS),
        Unit("xa-moi", groups=tag, valid_from=OPENS),
        Unit("xa-sap-co", groups=tag, valid_from=OPENS + WEEK),
        Unit("xa-quen", groups=tag, valid_to=week_before),
    ])  # fmt: skip
    asked = contest(collectives=(Table("xa", Text("Xã"), groups=tag),))
    [listed] = evaluate(asked, [attempt("an", 9, unit="xa-quen")], tree=tree).rounds[0].collectives
    assert [row.unit for row in listed.ranking] == ["xa-quen", "xa-moi"]


def test_people_come_into_blocks_by_the_tags_of_their_branch() -> None:
    blocks = (
        Block("can-bo", Text("Cán bộ"), joined=Joined.UNIT, groups=("co-quan",)),
        Block("nguoi-dan", Text("Người dân"), joined=Joined.UNIT, groups=("xa",)),
    )
    rows = [attempt("an", 9, unit="thon-a1"), attempt("ba", 9, unit="so"), attempt("ca", 9, unit="tinh")]
    results = evaluate(contest(blocks=blocks), rows, tree=TREE)
    assert {one.block: [row.participant for row in one.ranking] for one in results.rounds} == {
        "can-bo": ["ba"],
        "nguoi-dan": ["an"],
    }
    assert results.left_out == {"no_block": 1}


@pytest.mark.parametrize(
    "wrong", ["participant", "1 +", "__import__('os')", "share_at(ratio)", "True", "2 ** 9", ""]
)
def test_what_is_no_metric_is_refused(wrong: str) -> None:
    with pytest.raises(metric.MetricError):
        metric.parse(wrong)


def test_a_tree_with_circles_orphans_and_doubles_names_each_of_them() -> None:
    faults = tree_faults(
        [Unit("a", "b"), Unit("b", "a"), Unit("c", "x"), Unit("d"), Unit("d"), Unit("e", "a")]
    )
    assert [(one.code, one.en.split("“")[0]) for one in faults] == [
        ("d", "Unit code "),
        ("c", "Unit "),
        ("a", "Unit "),
    ]


def test_equal_names_in_different_places_differ_by_their_path() -> None:
    assert TREE.path("thon-a1") == "Tỉnh / Xã A / Thôn 1"
    assert TREE.line("thon-a1") == ("thon-a1", "xa-a", "tinh")
    assert TREE.line("ngoai-tinh") == ("ngoai-tinh",)


def test_an_attempt_of_a_month_that_counts_its_weeks_is_left_out_for_that_reason() -> None:
    month = week(1, slug="thang-3", counts=CountsFrom.CHILDREN)
    rows = [attempt("an", 5, round="thang-3")]
    assert evaluate(contest(month, week(2, parent="thang-3")), rows).left_out == {"counts_children": 1}
