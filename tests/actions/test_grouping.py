"""Loading a unit tree: all or nothing, every fault by its line, a second run changes nothing."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection

from quiz.actions import grouping, planning
from quiz.actions.grouping import Planted
from quiz.rules.lists.units import read_units, unit_rows
from quiz.rules.refusals.office import UnitsFaulty
from quiz.store import audit, evaluating, trees, units
from tests import make

TREE = """unit,parent,name,groups,headcount,population
xa-a,tinh,Xã Núi A,xa;vung-cao,120,900
tinh,,Tỉnh Thử,,,
thon-1,xa-a,Thôn Một,,40,
"""


def contest_id(db: Connection) -> int:
    return planning.load(db, make.contest(), reason="test", author_id=None, now=make.NOW).contest_id


def load(db: Connection, contest: int, text: str) -> Planted:
    return grouping.load_units(db, contest, text, now=make.NOW)


def faults(db: Connection, text: str) -> list[tuple[int, str]]:
    contest = contest_id(db)
    with pytest.raises(UnitsFaulty) as refused:
        load(db, contest, text)
    assert trees.nodes(db, contest) == []
    return [(one.line, one.en) for one in refused.value.faults]


def test_a_tree_is_planted_parents_first_whatever_the_order_of_lines(db: Connection) -> None:
    contest = contest_id(db)
    assert load(db, contest, TREE) == Planted(added=3)
    nodes = {one.code: one for one in trees.nodes(db, contest)}
    assert nodes["thon-1"].path == "Tỉnh Thử › Xã Núi A › Thôn Một"
    assert nodes["xa-a"].groups == ("xa", "vung-cao")
    assert [code for code, one in nodes.items() if one.choosable] == ["thon-1"]


def test_a_second_run_changes_nothing_and_a_new_headcount_changes_one(db: Connection) -> None:
    contest = contest_id(db)
    load(db, contest, TREE)
    assert load(db, contest, TREE) == Planted(unchanged=3)
    assert load(db, contest, TREE.replace("120", "125")) == Planted(changed=1, unchanged=2)


def test_a_list_of_one_branch_may_name_parents_that_the_contest_has_already(db: Connection) -> None:
    contest = contest_id(db)
    load(db, contest, TREE)
    more = "unit,parent,name,headcount\nthon-2,xa-a,Thôn Hai,30\nto-1,thon-1,Tổ Một,\n"
    assert load(db, contest, more) == Planted(added=2, changed=1)
    nodes = {one.code: one for one in trees.nodes(db, contest)}
    assert nodes["to-1"].path == "Tỉnh Thử › Xã Núi A › Thôn Một › Tổ Một"
    assert [code for code, one in nodes.items() if one.choosable] == ["thon-2", "to-1"]
    assert load(db, contest, more) == Planted(unchanged=2)
    assert load(db, contest, TREE) == Planted(unchanged=3)


def test_a_unit_renamed_alone_shows_its_new_name_in_the_paths_below(db: Connection) -> None:
    contest = contest_id(db)
    load(db, contest, TREE)
    renamed = "unit,parent,name,groups,headcount,population\nxa-a,tinh,Phường A,xa;vung-cao,120,900\n"
    assert load(db, contest, renamed) == Planted(changed=2)
    paths = {one.code: one.path for one in trees.nodes(db, contest)}
    assert paths["thon-1"] == "Tỉnh Thử › Phường A › Thôn Một"


def test_a_unit_of_the_contest_may_become_one_that_the_list_brings(db: Connection) -> None:
    contest = contest_id(db)
    load(db, contest, TREE)
    merger = (
        "unit,parent,name,groups,headcount,population,valid_from,valid_to,successor\n"
        "xa-a,tinh,Xã Núi A,xa;vung-cao,120,900,,2026-11-20,phuong\n"
        "phuong,tinh,Phường Mới,xa,200,,2026-11-20,,\n"
    )
    load(db, contest, merger)
    paths = {one.code: one.path for one in trees.nodes(db, contest)}
    assert paths["thon-1"] == "Tỉnh Thử › Phường Mới › Thôn Một"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("unit,parent\nthon-2,xa-b\n", "add a line for it"),
        ("unit,parent\nxa-a,thon-1\n", "circle"),
    ],
)
def test_a_list_of_one_branch_is_held_against_the_whole_tree(db: Connection, text: str, word: str) -> None:
    contest = contest_id(db)
    load(db, contest, TREE)
    with pytest.raises(UnitsFaulty) as refused:
        load(db, contest, text)
    assert [(one.line, word in one.en) for one in refused.value.faults] == [(2, True)]


def test_units_are_found_without_diacritics(db: Connection) -> None:
    contest = contest_id(db)
    load(db, contest, TREE)
    found = units.search(units.choosable(db, contest, now=make.NOW), "thon mot nui")
    assert [one.code for one in found] == ["thon-1"]


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("unit,parent\na,b\n", 2, "does not exist"),
        ("unit,parent\na,\na,\n", 3, "line 2"),
        ("unit,parent\na,b\nb,a\n", 2, "circle"),
        ("unit,parent,headcount\na,,nhiều\n", 2, "headcount"),
        ("unit,parent,headcount\na,,-1\n", 2, "headcount"),
        ("unit,parent,headcount\na,,99999999999999999999999\n", 2, "from 0 to 999999999"),
        ("unit,parent,population\na,,1_000\n", 2, "population"),
        ("unit,parent,target\na,,٣\n", 2, "target"),
        ("unit,parent,jury\na,,nan\n", 2, "points from 0"),
        ("unit,parent,jury\na,,inf\n", 2, "jury"),
        ("unit,parent,jury\na,,-1\n", 2, "jury"),
        ("unit,parent,jury\na,,1e500\n", 2, "jury"),
        ("unit,parent,valid_from\na,,0001-01-01\n", 2, "valid_from"),
        ("unit,name\na,A\n", 1, "parent"),
        ("unit,parent,siso\na,,3\n", 1, "siso"),
        ("unit,parent,name\n,,Không mã\n", 2, "code is missing"),
    ],
)
def test_every_fault_names_its_line_and_nothing_is_stored(
    db: Connection, text: str, line: int, word: str
) -> None:
    found = faults(db, text)
    assert any(number == line and word in said for number, said in found), found


def test_a_corrected_headcount_leaves_its_reason_in_the_audit_once(db: Connection) -> None:
    state = make.running(db)
    for _ in range(2):
        grouping.resize(
            db, state, "xa-a", headcount=90, population=None, staff_id=None, reason="đếm lại", now=make.NOW
        )
    acts = [one for one in audit.latest(db, state.slug) if one.act == "unit.resize"]
    assert [(one.reason, one.detail["before"]) for one in acts] == [("đếm lại", [100, None])]


CHANGED = """unit,parent,name,groups,headcount,jury,valid_from,valid_to,successor
tinh,,Tỉnh Thử,,,,,,
xa-a,tinh,Xã Núi A,xa,120,,,2026-11-20,phuong
xa-b,tinh,Xã Núi B,xa,80,,,2027-01-01,phuong
phuong,tinh,Phường Mới,xa,200,7.5,2026-11-20,,
thon-1,xa-a,Thôn Một,,,,,2026-11-20,
thon-1,tinh,,,,,2026-11-20,,
thon-2,xa-a,Thôn Hai,,,,,,
"""


def test_a_merged_unit_stands_below_what_it_became_and_is_no_longer_chosen(db: Connection) -> None:
    contest = contest_id(db)
    assert load(db, contest, CHANGED) == Planted(added=6)
    nodes = {one.code: one for one in trees.nodes(db, contest)}
    assert {code: one.path for code, one in nodes.items() if code not in ("tinh", "xa-b")} == {
        "phuong": "Tỉnh Thử › Phường Mới",
        "xa-a": "Tỉnh Thử › Phường Mới › Xã Núi A",
        "thon-1": "Tỉnh Thử › Thôn Một",
        "thon-2": "Tỉnh Thử › Phường Mới › Thôn Hai",
    }
    assert [code for code, one in sorted(nodes.items()) if one.choosable] == ["thon-1", "thon-2", "xa-b"]


def test_the_rules_get_the_tree_back_as_the_list_told_it(db: Connection) -> None:
    contest = contest_id(db)
    load(db, contest, CHANGED)
    tree, _faces = evaluating.tree(db, contest)
    assert dict(tree.units) == {one.code: one for one in read_units(CHANGED, grouping.LOCAL).units}


def test_a_second_run_of_a_list_with_changes_changes_nothing_and_a_new_date_changes_one(
    db: Connection,
) -> None:
    contest = contest_id(db)
    load(db, contest, CHANGED)
    assert load(db, contest, CHANGED) == Planted(unchanged=6)
    assert load(db, contest, CHANGED.replace("2027-01-01", "2027-02-01")) == Planted(changed=1, unchanged=5)
    load(db, contest, CHANGED)
    assert load(db, contest, CHANGED.replace("7.5", "8")) == Planted(changed=1, unchanged=5)
    unmerged = CHANGED.replace("2026-11-20,phuong", ",")
    assert load(db, contest, unmerged).changed
    assert evaluating.tree(db, contest)[0].units["xa-a"].successors == ()


def test_a_merger_inside_a_round_is_refused_with_its_line_and_nothing_is_stored(db: Connection) -> None:
    state = make.running(db)
    rows = unit_rows(CHANGED.replace("2027-01-01", "2026-11-25"))
    before = trees.nodes(db, state.id)
    with pytest.raises(UnitsFaulty) as refused:
        grouping.load_table(db, state, rows, file_name="don-vi.csv", staff_id=None, now=make.NOW)
    assert [(one.line, "inside the round" in one.en) for one in refused.value.faults] == [(4, True)]
    assert trees.nodes(db, state.id) == before


def test_when_its_date_comes_a_merger_is_carried_out_once(db: Connection) -> None:
    state = make.running(db)
    load(db, state.id, CHANGED)
    later = datetime(2027, 1, 2, tzinfo=UTC)
    assert grouping.renew(db, state, now=make.NOW) == 0
    assert [grouping.renew(db, state, now=later) for _ in range(2)] == [1, 0]
    nodes = {one.code: one for one in trees.nodes(db, state.id)}
    assert (nodes["xa-b"].path, nodes["xa-b"].choosable) == ("Tỉnh Thử › Phường Mới › Xã Núi B", False)
    assert dict(evaluating.tree(db, state.id)[0].units) == {
        one.code: one for one in read_units(CHANGED, grouping.LOCAL).units
    }
