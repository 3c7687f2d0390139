"""Tags and units that a rulebook names and no list of units has are told in both languages."""

from __future__ import annotations

import json
from pathlib import Path

from quiz.rules.contest import Block, Joined, Table
from quiz.rules.text import Text
from quiz.rules.toml_text import toml_text
from tests import make
from tests.command import Command

UNITS = "unit,parent,name,groups\ntinh,,Tỉnh Thử,\nxa-a,tinh,Xã Núi A,xa\n"
ATTEMPTS = "attempt,participant,round,started_at,submitted_at,score,status\n"
VI, EN = "không đơn vị nào thuộc nhóm “xx”", "no unit is tagged “xx”"
NOTE = f"lưu ý / note: collectives.1.groups: {VI}"


def files(folder: Path, *tables: Table) -> tuple[Path, Path]:
    rulebook, units = folder / "the-le.toml", folder / "don-vi.csv"
    rulebook.write_text(toml_text(make.contest(collectives=tables)))
    units.write_text(UNITS)
    return rulebook, units


def test_a_tag_that_no_unit_has_is_told_once_there_are_units(quiz: Command, tmp_path: Path) -> None:
    rulebook, units = files(tmp_path, Table("xa", Text("Các xã"), groups=("xx", "xa")))
    assert "collectives" not in quiz("contest", "load", rulebook).told, "there is no list yet"
    for told in (quiz("units", "load", units).told, quiz("contest", "load", rulebook).told):
        assert NOTE in told
        assert EN in told
    rulebook.write_text(rulebook.read_text().replace('"xx"', '"xa"'))
    assert "collectives" not in quiz("contest", "load", rulebook).told


def test_a_unit_that_the_list_does_not_have_is_told(quiz: Command, tmp_path: Path) -> None:
    rulebook, units = files(tmp_path, Table("xa", Text("Các xã"), units=("xa-a", "xa-z")))
    quiz("contest", "load", rulebook)
    told = quiz("units", "load", units).told
    assert "collectives.1.units: không có đơn vị “xa-z” trong danh sách đơn vị" in told
    assert "the list of units has no “xa-z”" in told


def test_a_block_of_units_of_a_tag_that_nobody_has_is_told(quiz: Command, tmp_path: Path) -> None:
    rulebook, units = files(tmp_path)
    blocks = (Block("xa", Text("Xã"), joined=Joined.UNIT, groups=("xx",)), Block("con-lai", Text("Còn lại")))
    rulebook.write_text(toml_text(make.contest(blocks=blocks, collectives=())))
    quiz("contest", "load", rulebook)
    assert f"blocks.1.groups: {VI}" in quiz("units", "load", units).told


def test_ranking_tells_the_tag_and_that_the_table_is_empty(quiz: Command, tmp_path: Path) -> None:
    rulebook, units = files(tmp_path, Table("xa", Text("Các xã", "Communes"), groups=("xx",)))
    attempts = tmp_path / "luot.csv"
    attempts.write_text(ATTEMPTS)
    given = ("rank", "--contest", rulebook, "--attempts", attempts, "--units", units)
    done = quiz(*given)
    assert NOTE in done.told
    assert "Các xã: bảng không có đơn vị nào" in done.said
    assert "Communes: the table has no unit" in quiz(*given, "--lang", "en").said
    noted = json.loads(quiz(*given, "--json").said)["unit_warnings"]
    assert [(one["key"], EN in one["en"]) for one in noted] == [("collectives.1.groups", True)]
