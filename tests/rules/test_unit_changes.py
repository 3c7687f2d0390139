"""Units that move, merge and succeed each other between rounds."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from quiz.rules.collectives import CollectiveResult
from quiz.rules.contest import Block, Contest, Joined, RollUp, Table
from quiz.rules.evaluate import evaluate
from quiz.rules.lists.units import UnitLines, read_units
from quiz.rules.records import AttemptRow
from quiz.rules.registration import Effect, Eligibility
from quiz.rules.text import Text
from quiz.rules.units import NewParent, Tree, Unit
from tests.rules.arrange import OPENS, WEEK, attempt, contest, week

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
SECOND = OPENS + WEEK  # the first week closes and the second opens
# Xã A and B become the ward M between the weeks; the hamlet A1 goes from A to the town.
TREE = Tree.of([
    Unit("tinh"), Unit("thi-xa", "tinh", groups=("xa",), headcount=2),
    Unit("xa-a", "tinh", groups=("xa",), headcount=4, valid_to=SECOND, successors=("phuong-m",)),
    Unit("xa-b", "tinh", groups=("xa",), headcount=4, valid_to=SECOND, successors=("phuong-m",)),
    Unit("phuong-m", "tinh", groups=("xa",), headcount=8, valid_from=SECOND),
    Unit("thon-a1", "xa-a", moves=(NewParent(SECOND, "thi-xa"),)), Unit("thon-a2", "xa-a"),
])  # fmt: skip
UNITS = [*TREE.units, None]


def asked(**changed: object) -> Contest:
    tables = (Table("bang", Text("Bảng"), groups=("xa",)),)
    return contest(week(1), week(2), **{"collectives": tables, **changed})


def played(who: str, unit: str | None, number: int) -> AttemptRow:
    """An attempt in the first or the second week."""
    begun = OPENS if number == 1 else SECOND
    return attempt(
        who, 9, attempt=f"{who}-{number}-{unit}", round=f"tuan-{number}", unit=unit, started_at=begun
    )


def people(found: CollectiveResult) -> dict[str, int]:
    return {row.unit: row.participants for row in (*found.ranking, *found.apart)}


ROWS = [
    played("an", "xa-a", 1),
    played("an", "xa-a", 2),
    played("ba", "xa-b", 1),
    played("ba", "phuong-m", 2),
    played("ca", "thon-a1", 1),
    played("ca", "thon-a1", 2),
    played("do", "thon-a2", 2),
]


def test_a_round_is_counted_by_the_tree_as_it_stood_and_the_contest_by_the_last() -> None:
    results = evaluate(asked(), ROWS, tree=TREE)
    tables = [one.collectives[0] for one in (*results.rounds, results.contest)]
    assert list(map(people, tables)) == [
        {"xa-a": 2, "xa-b": 1, "thi-xa": 0},
        {"phuong-m": 3, "thi-xa": 1},
        {"phuong-m": 3, "thi-xa": 1},
    ]


def test_before_the_second_round_is_played_the_contest_stands_as_after_the_first() -> None:
    first = [row for row in ROWS if row.round == "tuan-1"]
    results = evaluate(asked(), first, tree=TREE)
    assert people(results.contest.collectives[0]) == {"xa-a": 2, "xa-b": 1, "thi-xa": 0}


def test_a_person_of_the_merged_and_of_the_new_unit_counts_once_with_or_without_roll_up() -> None:
    rows = [played("an", "xa-a", 1), played("an", "xa-b", 1), played("an", "phuong-m", 2)]
    for how in RollUp:
        table = Table("bang", Text("Bảng"), groups=("xa",), roll_up=how)
        results = evaluate(asked(collectives=(table,)), rows, tree=TREE)
        row = next(row for row in results.contest.collectives[0].ranking if row.unit == "phuong-m")
        assert (row.participants, row.attempts) == (1, 3)


def test_a_table_that_names_a_merged_unit_lists_what_it_became_once() -> None:
    table = Table("bang", Text("Bảng"), units=("xa-a", "xa-b"))
    results = evaluate(asked(collectives=(table,)), ROWS, tree=TREE)
    assert [people(one.collectives[0]) for one in results.rounds] == [{"xa-a": 2, "xa-b": 1}, {"phuong-m": 3}]


def test_a_unit_parted_among_several_keeps_its_people_for_nobody_can_say_where_each_belongs() -> None:
    tree = Tree.of([
        Unit("cu", groups=("xa",), valid_to=SECOND, successors=("x", "y")),
        Unit("x", groups=("xa",)), Unit("y", groups=("xa",)),
    ])  # fmt: skip
    results = evaluate(asked(), [played("an", "cu", 1), played("an", "cu", 2)], tree=tree)
    assert people(results.rounds[1].collectives[0]) == {"cu": 1, "x": 0, "y": 0}


def test_a_block_by_units_follows_the_merger_from_its_date() -> None:
    tree = Tree.of([
        Unit("so-cu", groups=("co-quan",), valid_to=SECOND, successors=("phuong",)),
        Unit("phuong", groups=("xa",)),
    ])  # fmt: skip
    blocks = (
        Block("can-bo", Text("Cán bộ"), joined=Joined.UNIT, groups=("co-quan",)),
        Block("dan", Text("Dân"), joined=Joined.UNIT, groups=("xa",)),
    )
    results = evaluate(asked(blocks=blocks), [played("an", "so-cu", 1), played("an", "so-cu", 2)], tree=tree)
    ranked = [(one.round, one.block) for one in results.rounds if one.ranking]
    assert ranked == [("tuan-1", "can-bo"), ("tuan-2", "dan")]


@pytest.mark.parametrize("effect", list(Effect))
def test_who_came_from_an_excluded_unit_stays_excluded_wherever_it_or_its_hamlets_went(
    effect: Effect,
) -> None:
    rule = Eligibility(excluded_units=("xa-a",), effect=effect)
    results = evaluate(asked(eligibility=rule), ROWS, tree=TREE)
    able = [{row.participant for row in one.ranking if row.can_win} for one in results.rounds]
    assert able == [{"ba"}, {"ba"}]


def test_who_registers_with_the_successor_of_an_excluded_unit_is_free() -> None:
    rule = Eligibility(excluded_units=("xa-a",))
    rows = [played("moi", "phuong-m", 2), played("thi", "thi-xa", 2)]
    results = evaluate(asked(eligibility=rule), rows, tree=TREE)
    assert {row.participant for row in results.rounds[1].ranking} == {"moi", "thi"}


def test_a_hamlet_that_comes_to_an_excluded_unit_is_excluded_from_then_on() -> None:
    rule = Eligibility(excluded_units=("thi-xa",))
    results = evaluate(asked(eligibility=rule), ROWS, tree=TREE)
    assert [{row.participant for row in one.ranking} for one in results.rounds] == [
        {"an", "ba", "ca"},
        {"an", "ba", "do"},
    ]


def test_a_unit_that_begins_later_never_stood_where_its_parent_had_been() -> None:
    tree = Tree.of([
        Unit("btc"), Unit("so", "btc", moves=(NewParent(SECOND, None),)),
        Unit("phong", "so", valid_from=SECOND), Unit("cu", "so"),
    ])  # fmt: skip
    rule = Eligibility(excluded_units=("btc",))
    rows = [played("an", "phong", 2), played("ba", "cu", 2)]
    results = evaluate(asked(eligibility=rule), rows, tree=tree)
    assert {row.participant for row in results.rounds[1].ranking} == {"an"}


# Lists


LIST = """unit,parent,name,groups,headcount,valid_from,valid_to,successor
tinh,,Tỉnh,,,,,
xa-a,tinh,Xã A,xa,4,,2026-03-09 08:00,phuong-m
phuong-m,tinh,Phường M,xa,8,2026-03-09 08:00,,
thon,xa-a,Thôn Một,,,,2026-03-09 08:00,
thon,tinh,,,,2026-03-09 08:00,,
"""


def read(text: str) -> UnitLines:
    return read_units(text, ZONE, asked().rounds)


def test_a_list_says_moves_by_further_dated_lines_and_mergers_by_a_successor() -> None:
    found = read(LIST)
    assert found.faults == ()
    units = {one.code: one for one in found.units}
    assert units["thon"].moves == (NewParent(units["xa-a"].valid_to, "tinh"),)  # type: ignore[arg-type]
    assert (units["thon"].name, units["thon"].valid_to) == ("Thôn Một", None)
    assert units["xa-a"].successors == ("phuong-m",)


HEAD = "unit,parent,name,groups,headcount,valid_from,valid_to,successor\n"
DAY = "2026-03-09 08:00"


@pytest.mark.parametrize(
    ("lines", "line", "word"),
    [
        ("a,b,,,,,,\nb,c,,,,,,\nc,a,,,,,,\n", 2, "a → b → c → a"),
        (f"a,b,,,,,{DAY},\na,,,,,{DAY},,\nb,,,,,,{DAY},\nb,a,,,,{DAY},,\nt,a,,,,,,\n", 0, ""),
        (f"a,,,,,,{DAY},\na,b,,,,{DAY},,\nb,a,,,,,,\n", 2, "from 09/03/2026 on: its parents form a circle"),
        (f"a,,,,,,{DAY},b\nb,a,,,,,,\n", 3, "b → b"),
        (f"a,,,,,,{DAY},x\n", 2, "successor “x” that does not exist"),
        (f"a,,,,,,{DAY},b\nb,,,,,,{DAY},c\nc,,,,,,{DAY},a\n", 2, "a → b → c → a"),
        (f"a,,,,,,{DAY},b\nb,,,,,,2026-03-02,\n", 2, "“b” of “a” does not stand on 09/03/2026"),
        ("a,,,,,,,b\nb,,,,,,,\n", 2, "without valid_to"),
        ("a,,,,,,2026-03-05,b\nb,,,,,,,\n", 2, "inside the round “tuan-1”"),
        ("a,,,,,,2026-03-05,\na,b,,,,2026-03-05,,\nb,,,,,,,\n", 2, "inside the round “tuan-1”"),
        ("a,,,,,,,\na,b,,,,,,\nb,,,,,,,\n", 3, "stands in line 2 already"),
        (f"a,,,,,,2026-03-02,\na,b,,,,{DAY},,\nb,,,,,,,\n", 3, "does not follow line 2"),
        (f"a,,,,,,{DAY},b\na,b,,,,{DAY},,\nb,,,,,,,\n", 2, "in its last line"),
        (f"a,,,,4,,{DAY},\na,b,,,5,{DAY},,\nb,,,,,,,\n", 3, "headcount differs"),
        (f"a,,,,,{DAY},2026-03-02,\n", 2, "valid_from is later than valid_to"),
        ("a,x,,,,,,\n", 2, "parent “x” that does not exist"),
    ],
)  # fmt: skip
def test_each_wrong_change_is_told_with_its_line(lines: str, line: int, word: str) -> None:
    told = [(one.line, one.en) for one in read(HEAD + lines).faults]
    assert any(number == line and word in said for number, said in told) if word else told == [], told


def test_a_unit_may_close_inside_a_round_where_nothing_takes_its_place() -> None:
    assert read(HEAD + "a,,,,,,2026-03-05,\n").faults == ()


def test_the_list_that_the_docs_show_is_read_without_a_fault() -> None:
    page = (Path(__file__).parent.parent.parent / "docs" / "units.md").read_text()
    found = read_units(page.split("```csv\n")[1].split("```")[0], ZONE)
    assert found.faults == ()
    assert {one.code for one in found.units if one.change_dates()} == {"xa-a", "xa-b", "thon-1"}
