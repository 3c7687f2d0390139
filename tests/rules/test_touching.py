"""No clause that may alter a result changes freely once people play by it; words always do."""

from collections.abc import Collection
from dataclasses import replace

import pytest

from quiz.rules.contest import Block, Contest, Joined, Progression, Table, TableScope, Take
from quiz.rules.differing import Course, touches
from quiz.rules.guess import Guess, PredictionRule
from quiz.rules.registration import Eligibility
from quiz.rules.text import Text
from tests.rules.arrange import contest, week
from tests.rules.test_reaching import CHANGED, FULL, mutants

GUESSED = replace(
    FULL,
    clauses=replace(FULL.clauses, prediction=PredictionRule(kind=Guess.NUMBER)),
    progressions=(Progression("chung-ket", ("tuan-1",), Take.TOP, 3),),
)
# A truth set by hand states its own reason; the others decide no prize.
FREE = {"PredictionRule.truth", "Publication.names", "Round.number"}
WORDS = {
    "Contest.title", "Contest.organiser", "Contest.help_line", "Contest.version_note", "Contest.assumed",
    "Round.title", "Block.title", "Table.title", "Prize.title", "PrizePlan.certificates", "Eligibility.area",
    "Eligibility.statement", "PredictionRule.question",
}  # fmt: skip
THREE = contest(week(1), week(2), week(3), progressions=(Progression("tuan-3", ("tuan-1",)),))


def touched(old: Contest, new: Contest, judged: Collection[str] = ("tuan-1", "tuan-2")) -> list[str]:
    course = Course(bound=judged, opened=judged, judged=[*judged], counted=judged)
    return [f"{one.round} {one.what}" for one in touches(old, new, course)]


@pytest.mark.parametrize("key", sorted({*CHANGED} - FREE - {"Contest.time_zone"}))
def test_a_clause_that_may_alter_a_result_is_touched_once_its_rounds_are_open(key: str) -> None:
    assert any(touched(GUESSED, mutant) for mutant in mutants(GUESSED, key))


@pytest.mark.parametrize("key", sorted(WORDS | FREE))
def test_words_touch_nothing(key: str) -> None:
    assert [touched(GUESSED, mutant) for mutant in mutants(GUESSED, key)] in ([[]], [[], []], [[], [], []])


def test_another_time_zone_is_another_day_of_every_attempt() -> None:
    assert touched(FULL, replace(FULL, time_zone="Asia/Tokyo")) == ["tuan-1 time_zone", "tuan-2 time_zone"]


@pytest.mark.parametrize(
    ("was", "now"),
    [
        (Eligibility(excluded=("A", "B")), Eligibility(excluded=("B", "A"))),
        (Eligibility(listed=("A", "B"), closed_list=True), Eligibility(listed=("B", "A"), closed_list=True)),
    ],
)
def test_names_in_another_order_shut_out_nobody_else(was: Eligibility, now: Eligibility) -> None:
    assert touched(contest(week(1), eligibility=was), contest(week(1), eligibility=now), ["tuan-1"]) == []


def test_who_belongs_to_a_block_is_touched_and_the_order_of_its_groups_is_not() -> None:
    block = Block("a", Text("A"), joined=Joined.UNIT, groups=("xa", "phuong"))
    book = contest(week(1), blocks=(block,))
    other = replace(block, groups=("phuong", "xa"))
    assert touched(book, replace(book, blocks=(other,)), ["tuan-1"]) == []
    fewer = replace(block, groups=("xa",))
    assert touched(book, replace(book, blocks=(fewer,)), ["tuan-1"]) == ["tuan-1 eligibility"]
    young = replace(block, eligibility=Eligibility(age_max=35))
    assert touched(book, replace(book, blocks=(young,)), ["tuan-1"]) == ["tuan-1 eligibility"]


def test_a_table_of_the_whole_contest_is_judged_from_its_first_round_on() -> None:
    table = Table("bang", Text("Bảng"), scope=TableScope.CONTEST)
    book = contest(week(1), week(2), collectives=(table,))
    by_ratio = replace(book, collectives=(replace(table, metric="ratio"),))
    assert touched(book, by_ratio) == ["tuan-1 collectives"]
    assert touched(book, by_ratio, []) == []
    a_round_too = replace(book, collectives=(replace(table, scope=TableScope.BOTH),))
    assert touched(book, a_round_too) == ["tuan-1 collectives", "tuan-2 collectives"]


def test_tables_in_another_order_with_other_words_compare_alike() -> None:
    one, two = Table("mot", Text("Một"), groups=("xa", "phuong")), Table("hai", Text("Hai"))
    book = contest(week(1), collectives=(one, two))
    other = replace(one, title=Text("Bảng một"), groups=("phuong", "xa"))
    assert touched(book, replace(book, collectives=(two, other)), ["tuan-1"]) == []


@pytest.mark.parametrize(
    ("progressions", "opened", "told"),
    [
        ((Progression("tuan-3", ("tuan-1",), Take.TOP, 3),), ["tuan-1"], ["tuan-1 progressions"]),
        ((), ["tuan-1"], ["tuan-1 progressions"]),
        ((Progression("tuan-3", ("tuan-1", "tuan-2")),), ["tuan-1"], []),
        ((Progression("tuan-3", ("tuan-1",)), Progression("tuan-3", ("tuan-2",))), ["tuan-1"], []),
        ((Progression("tuan-3", ("tuan-1", "tuan-2")),), ["tuan-1", "tuan-3"], ["tuan-3 progressions"]),
        ((Progression("tuan-3", ("tuan-1",), count=5),), ["tuan-1", "tuan-3"], []),
        ((), [], []),
    ],
)
def test_who_goes_on_stands_once_a_round_before_the_final_or_the_final_has_opened(
    progressions: tuple[Progression, ...], opened: list[str], told: list[str]
) -> None:
    assert touched(THREE, replace(THREE, progressions=progressions), opened) == told


def test_a_week_that_people_play_stays_in_its_month() -> None:
    book = contest(week(1), week(2))
    inside = (replace(book.rounds[0], parent="tuan-2"), book.rounds[1])
    assert touched(book, replace(book, rounds=inside), ["tuan-1"]) == ["tuan-1 nesting"]
    assert touched(book, replace(book, rounds=inside), []) == []


def test_another_number_of_blocks_is_told_as_such_alone() -> None:
    book = contest(week(1), blocks=(Block("a", Text("A")),))
    without = replace(book, blocks=(), eligibility=Eligibility(age_min=18))
    assert touched(book, without, ["tuan-1"]) == ["tuan-1 block"]
