"""Which units win prizes: those where somebody took part, sharing a prize that a tie reaches across."""

from decimal import Decimal

import pytest

from quiz.rules.awards import Prize
from quiz.rules.collectives import CollectiveResult
from quiz.rules.contest import Block, Table
from quiz.rules.evaluate import evaluate
from quiz.rules.records import AttemptRow
from quiz.rules.registration import Effect, Eligibility
from quiz.rules.results import entry_document
from quiz.rules.text import Text
from quiz.rules.units import Tree, Unit
from tests.rules.arrange import attempt, contest

NO_RULE = Eligibility()
FOUR = Tree.of([Unit(f"u{number}", headcount=10, jury=Decimal(number)) for number in range(1, 5)])
CUP = Prize("cup", Text("Cúp"), 1)
THREE = (Prize("tap-the", Text("Giải tập thể"), 3),)


def ranked(
    rows: list[AttemptRow],
    metric: str = "participants",
    prizes: tuple[Prize, ...] = THREE,
    rule: Eligibility = NO_RULE,
) -> CollectiveResult:
    table = Table("bang", Text("Bảng"), metric=metric, prizes=prizes)
    one = contest(collectives=(table,), eligibility=rule)
    return evaluate(one, rows, tree=FOUR).rounds[0].collectives[0]


def won(found: CollectiveResult) -> dict[str, tuple[int | None, str, bool]]:
    return {row.unit: (row.place, row.prize, row.shared) for row in found.ranking}


def from_units(*units: str) -> list[AttemptRow]:
    return [attempt(f"nguoi-{number}", 5, unit=unit) for number, unit in enumerate(units)]


@pytest.mark.parametrize("metric", ["participants", "ratio", "mean_score", "share_at(1)", "0.5 * ratio"])
def test_units_where_nobody_took_part_stand_in_the_table_and_win_nothing(metric: str) -> None:
    assert won(ranked(from_units("u1", "u1", "u1"), metric)) == {
        "u1": (1, "tap-the", False),
        "u2": (2, "", False),
        "u3": (2, "", False),
        "u4": (2, "", False),
    }


def test_where_nobody_took_part_at_all_no_unit_wins() -> None:
    assert won(ranked([])) == {f"u{number}": (1, "", False) for number in range(1, 5)}


def test_a_unit_with_void_attempts_only_wins_nothing() -> None:
    rows = [attempt("an", 5, unit="u1", valid=False), attempt("ba", 5, unit="u2")]
    assert won(ranked(rows, "attempts"))["u1"] == (1, "", False)
    assert won(ranked(rows, "attempts"))["u2"] == (1, "tap-the", False)


def test_a_prize_that_an_empty_unit_cannot_have_goes_to_the_next() -> None:
    # 10 of the jury for each of u2 to u4, by far before the one person of u1.
    found = won(ranked(from_units("u1"), "participants + 10 * jury", (CUP,)))
    assert found["u1"] == (4, "cup", False)
    assert found["u4"] == (1, "", False)


@pytest.mark.parametrize("metric", ["jury", "2 * jury + 1", "jury / headcount"])
def test_where_the_jury_alone_decides_a_unit_without_participants_may_win(metric: str) -> None:
    found = won(ranked(from_units("u1"), metric, (CUP,)))
    assert found["u4"] == (1, "cup", False)
    assert found["u1"] == (4, "", False)


def test_a_tie_across_the_last_prize_is_shared_and_marked() -> None:
    found = ranked(from_units("u1", "u2", "u3", "u4"))
    assert set(won(found).values()) == {(1, "tap-the", True)}


def test_a_tie_that_the_prizes_suffice_for_is_not_shared() -> None:
    found = won(ranked(from_units("u1", "u2", "u3")))
    assert [found[unit] for unit in ("u1", "u2", "u3")] == [(1, "tap-the", False)] * 3


def test_a_tie_across_two_prizes_takes_the_higher_and_is_marked() -> None:
    found = won(ranked(from_units("u1", "u2"), prizes=(CUP, *THREE)))
    assert (found["u1"], found["u2"]) == ((1, "cup", True), (1, "cup", True))


def test_the_result_document_marks_the_shared_prize_of_a_unit() -> None:
    one = contest(collectives=(Table("bang", Text("Bảng"), prizes=(CUP,)),))
    entry = evaluate(one, from_units("u1", "u2"), tree=FOUR).rounds[0]
    rows = entry_document(entry)["collectives"][0]["ranking"]
    assert [(row["unit"], row["prize"], row["shared"]) for row in rows] == [
        ("u1", "cup", True),
        ("u2", "cup", True),
        ("u3", None, False),
        ("u4", None, False),
    ]


@pytest.mark.parametrize("metric", ["participants", "jury"])
def test_an_excluded_unit_stands_first_without_the_prize_that_goes_to_the_next(metric: str) -> None:
    rule = Eligibility(excluded_units=("u4",), effect=Effect.CANNOT_WIN)
    found = ranked(from_units("u4", "u4", "u3"), metric, (CUP,), rule)
    assert won(found)["u4"] == (1, "", False)
    assert won(found)["u3"] == (2, "cup", False)
    assert [row.unit for row in found.ranking if not row.can_win] == ["u4"]


def test_a_unit_whose_people_are_refused_wins_no_prize_of_a_jury() -> None:
    found = won(ranked(from_units("u4", "u3"), "jury", (CUP,), Eligibility(excluded_units=("u4",))))
    assert (found["u4"], found["u3"]) == ((1, "", False), (2, "cup", False))


def test_a_unit_below_an_excluded_one_wins_nothing_and_one_above_it_may() -> None:
    tree = Tree.of([Unit("tinh"), Unit("xa", "tinh"), Unit("thon", "xa")])
    table = Table("bang", Text("Bảng"), prizes=THREE)
    rule = Eligibility(excluded_units=("xa",), effect=Effect.CANNOT_WIN)
    one = contest(collectives=(table,), eligibility=rule)
    entry = evaluate(one, [attempt("an", 5, unit="thon")], tree=tree).rounds[0]
    assert won(entry.collectives[0]) == {
        "tinh": (1, "tap-the", False),
        "thon": (1, "", False),
        "xa": (1, "", False),
    }
    rows = entry_document(entry)["collectives"][0]["ranking"]
    assert {row["unit"]: row["can_win"] for row in rows} == {"tinh": True, "thon": False, "xa": False}


def test_a_unit_excluded_in_one_block_may_win_where_another_block_counts_too() -> None:
    rule = Eligibility(excluded_units=("u1",), effect=Effect.CANNOT_WIN)
    blocks = (Block("tre", Text("Trẻ"), eligibility=rule), Block("gia", Text("Già")))
    tables = (
        Table("mot", Text("Một"), blocks=("tre",), prizes=(CUP,)),
        Table("hai", Text("Hai"), prizes=(CUP,)),
    )
    rows = [attempt("an", 5, unit="u1", block="tre"), attempt("ba", 5, unit="u1", block="tre", attempt="b")]
    results = evaluate(contest(blocks=blocks, collectives=tables), rows, tree=FOUR)
    found = {one.table: won(one)["u1"] for entry in results.rounds for one in entry.collectives}
    assert found == {"mot": (1, "", False), "hai": (1, "cup", False)}
