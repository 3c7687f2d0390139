"""Tables of units by what their people won: in a round, over the contest, in blocks."""

from decimal import Decimal

from quiz.rules.awards import Prize, PrizePlan
from quiz.rules.calendar import CountsFrom
from quiz.rules.contest import Block, Combine, Overall, Table
from quiz.rules.evaluate import evaluate
from quiz.rules.text import Text
from tests.rules.arrange import OPENS, WEEK, attempt, contest, in_week, week
from tests.rules.test_collectives import TREE, values


def test_winners_count_for_the_unit_of_their_attempt_with_the_weight_of_the_prize() -> None:
    tiers = (
        Prize("nhat", Text("Nhất"), 1, weight=Decimal(5)),
        Prize("nhi", Text("Nhì"), 2, weight=Decimal(2)),
    )
    tables = (
        Table("so-giai", Text("Số giải"), metric="winners", groups=("xa",)),
        Table("diem-giai", Text("Điểm giải"), metric="weighted_winners", groups=("xa",)),
    )
    rows = [attempt("an", 10, unit="thon-a1"), attempt("do", 9, unit="xa-b"), attempt("en", 8, unit="xa-b")]
    entry = evaluate(contest(collectives=tables, prizes=PrizePlan(tiers)), rows, tree=TREE).rounds[0]
    assert [values(one)[0] for one in entry.collectives] == [(1, "xa-b", 2), (1, "xa-a", 5)]


def test_over_the_contest_overall_prizes_count_for_the_unit_of_their_winner_in_rounds_they_do_not() -> None:
    # Week 1: An (A) 10 first, Đỗ (B) 9.  Week 2: Đỗ (B) 8 first, An (A) 6.  Each first prize weighs 2.
    # Together: Đỗ 17 before An 16, so the overall prize, that weighs 5, goes to Đỗ of B.
    # A: 1 prize of weight 2.  B: 1 prize of a round and the overall one, 2 + 5 = 7.
    one = contest(
        week(1),
        week(2),
        prizes=PrizePlan((Prize("nhat", Text("Nhất"), 1, weight=Decimal(2)),)),
        overall=Overall(
            combine=Combine.SUM_OF_ROUNDS,
            prizes=PrizePlan((Prize("chung-cuoc", Text("Chung cuộc"), 1, weight=Decimal(5)),)),
        ),
        collectives=(
            Table("so-giai", Text("Số giải"), metric="winners", groups=("xa",)),
            Table("diem-giai", Text("Điểm giải"), metric="weighted_winners", groups=("xa",)),
        ),
    )
    units = {"an": "thon-a1", "do": "xa-b"}
    rows = [*in_week(1, an=10, do=9), *in_week(2, do=8, an=6)]
    results = evaluate(one, [row._replace(unit=units[row.participant]) for row in rows], tree=TREE)
    assert [values(each)[:2] for each in results.contest.collectives] == [
        [(1, "xa-b", 2), (2, "xa-a", 1)],
        [(1, "xa-b", 7), (2, "xa-a", 2)],
    ]
    assert [[values(each)[0] for each in entry.collectives] for entry in results.rounds] == [
        [(1, "xa-a", 1), (1, "xa-a", 2)],
        [(1, "xa-b", 1), (1, "xa-b", 2)],
    ]


def test_over_the_contest_the_prizes_of_a_month_around_the_weeks_count_too() -> None:
    month = week(9, slug="thang", opens=OPENS, closes=OPENS + WEEK, counts=CountsFrom.CHILDREN)
    one = contest(
        month,
        week(1, parent="thang"),
        prizes=PrizePlan((Prize("nhat", Text("Nhất"), 1),)),
        collectives=(Table("so-giai", Text("Số giải"), metric="winners", groups=("xa",)),),
    )
    results = evaluate(one, [attempt("an", 10, unit="xa-a")], tree=TREE)
    assert [values(entry.collectives[0])[0] for entry in (*results.rounds, results.contest)] == [
        (1, "xa-a", 1),
        (1, "xa-a", 1),
        (1, "xa-a", 2),
    ]


def test_the_overall_prize_of_another_block_counts_in_no_table_of_this_block() -> None:
    blocks = (Block("can-bo", Text("Cán bộ")), Block("nguoi-dan", Text("Người dân")))
    one = contest(
        blocks=blocks,
        overall=Overall(combine=Combine.BEST, prizes=PrizePlan((Prize("cup", Text("Cúp"), 1),))),
        collectives=(
            Table("rieng", Text("Riêng"), metric="winners", groups=("xa",), blocks=("can-bo",)),
            Table("chung", Text("Chung"), metric="winners", groups=("xa",)),
        ),
    )
    rows = [attempt("an", 9, unit="xa-a", block="can-bo"), attempt("ba", 9, unit="xa-b", block="nguoi-dan")]
    results = evaluate(one, rows, tree=TREE)
    found = {
        one.table: values(one)[:2]
        for e in (results.contest, *results.contest_blocks)
        for one in e.collectives
    }
    assert found == {
        "rieng": [(1, "xa-a", 1), (2, "xa-b", 0)],
        "chung": [(1, "xa-a", 1), (1, "xa-b", 1)],
    }
