"""Bad input at a terminal: every fault on its line, exit status 1, nothing stored."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from quiz.rules.toml_text import toml_text
from quiz.store import staff, tables
from quiz.store.engine import reading, writing
from tests import make
from tests.cli.test_contest_at_a_terminal import QUESTION, questions
from tests.command import Command


def rows(engine: Engine, table: str) -> int:
    with reading(engine) as db:
        return db.execute(select(func.count()).select_from(tables.metadata.tables[table])).scalar_one()


@pytest.fixture
def loaded(engine: Engine, quiz: Command) -> Command:
    """The command on a database with one contest and its units."""
    with writing(engine) as db:
        make.running(db)
    return quiz


def test_an_unknown_key_is_named_with_its_line_and_the_right_one(
    quiz: Command, engine: Engine, tmp_path: Path
) -> None:
    text = toml_text(make.contest()).replace("[attempts]", "[attempts]\nper_rounds = 3")
    (tmp_path / "the-le.toml").write_text(text)
    line = text.splitlines().index("per_rounds = 3") + 1
    told = quiz("contest", "load", tmp_path / "the-le.toml", fails=True).told.splitlines()
    assert any(f"line {line}," in one and "per_round?" in one for one in told)
    assert rows(engine, "contests") == 0


@pytest.mark.parametrize(
    ("clause", "key"),
    [
        ("[scoring]\nright = nan", "scoring.right"),
        ("[ranking]\nchain = ['score', 'draw']", "ranking.draw_seed"),
        ("[qualification]\nminimum_correct = -1", "qualification.minimum_correct"),
        ("[[progressions]]\nto = 'x'\nrounds = [\n'tuan-1',\n'tuan-9']", "progressions[1].rounds[2]"),
    ],
)
def test_a_value_that_cannot_be_meant_is_named_with_its_key_and_stores_nothing(
    quiz: Command, engine: Engine, tmp_path: Path, clause: str, key: str
) -> None:
    text = f"{toml_text(make.contest())}\n{clause}\n"
    (tmp_path / "the-le.toml").write_text(text)
    told = quiz("contest", "load", tmp_path / "the-le.toml", fails=True).told.splitlines()
    line = len(text.splitlines())
    near = [f"line {one}, {key}: " for one in (line, line - 1)]
    assert any(one in said for one in near for said in told)
    assert rows(engine, "contests") == 0


def test_a_file_with_a_broken_question_stores_nothing_unless_partial(
    quiz: Command, engine: Engine, tmp_path: Path
) -> None:
    file = questions(tmp_path, 3)
    file.write_text(file.read_text() + QUESTION.format(number=4, right=9))
    done = quiz("bank", "import", file, "--bank", "thu", "--json", fails=True)
    assert [len(done.document[part]) for part in ("errors", "skipped")] == [1, 0]
    assert rows(engine, "items") == 0
    quiz("bank", "import", file, "--bank", "thu", "--partial", fails=True)
    assert rows(engine, "items") == 3


def test_checking_a_file_needs_no_database_and_counts_by_kind(quiz: Command, tmp_path: Path) -> None:
    found = quiz("bank", "check", questions(tmp_path, 3), "--json").document
    assert found["imported"] == {"single": 3, "multi": 0, "truefalse": 0}
    assert sorted(found) == ["errors", "file", "format", "imported", "remarks", "skipped", "warnings"]


def test_what_is_no_question_file_is_one_sentence(quiz: Command, tmp_path: Path) -> None:
    (tmp_path / "anh.xlsx").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    assert quiz("bank", "check", tmp_path / "anh.xlsx", "--json", fails=True).document["errors"]


def test_a_bank_comes_out_as_it_went_in(quiz: Command, tmp_path: Path) -> None:
    quiz("bank", "import", questions(tmp_path, 3), "--bank", "thu")
    quiz("bank", "export", "thu", "--format", "csv", "--out", tmp_path / "ra.csv")
    assert (tmp_path / "ra.csv").stat().st_mode & 0o777 == 0o600
    found = quiz("bank", "import", tmp_path / "ra.csv", "--bank", "thu-2", "--json").document
    assert found["stored"]["added"] == 3


def test_every_wrong_line_of_a_tree_is_told(loaded: Command, engine: Engine, tmp_path: Path) -> None:
    before = rows(engine, "units")
    (tmp_path / "don-vi.csv").write_text("unit,parent,name\na,b,A\nb,a,B\nc,khong-co,C\n")
    told = loaded("units", "load", tmp_path / "don-vi.csv", fails=True).told.splitlines()
    assert len(told) >= 3
    assert rows(engine, "units") == before


def test_a_roster_is_taken_in_once_and_its_codes_are_told_once(loaded: Command, tmp_path: Path) -> None:
    (tmp_path / "lop.csv").write_text("Họ và tên,Ngày sinh,Đơn vị\nVàng Thị Một,01/02/2000,xa-a\n")
    first = loaded("people", "load", tmp_path / "lop.csv", "--json").document
    second = loaded("people", "load", tmp_path / "lop.csv", "--json").document
    assert [len(one["code"]) for one in first["slips"]] == [8]
    assert (second["added"], second["known"], second["slips"]) == (0, 1, [])


def test_a_roster_with_a_fault_takes_nobody_in(loaded: Command, engine: Engine, tmp_path: Path) -> None:
    before = rows(engine, "participants")
    lines = "Họ và tên,Ngày sinh,Đơn vị\nVàng Thị Một,01/02/2000,xa-a\nSùng A Hai,31/31/2000,xa-a\n"
    (tmp_path / "lop.csv").write_text(lines)
    told = loaded("people", "load", tmp_path / "lop.csv", fails=True).told.splitlines()
    assert told[0].startswith("3, birth_date: ")
    assert rows(engine, "participants") == before


def test_a_member_of_staff_gets_a_password_once_and_roles_as_often_as_asked(
    loaded: Command, engine: Engine
) -> None:
    words = ("people", "add", "--role", "organiser", "Mai", "--contest", "thu", "--json")
    first, second = (loaded(*words).document for _ in range(2))
    assert len(first["one_time_password"]) >= 12
    assert second["one_time_password"] is None
    with reading(engine) as db:
        account = staff.by_login(db, "mai")
    assert account is not None
    assert first["one_time_password"] not in account.password_hash
    assert rows(engine, "staff_roles") == 1


def test_the_only_contest_need_not_be_named_but_one_of_two_must(
    loaded: Command, engine: Engine, tmp_path: Path
) -> None:
    (tmp_path / "don-vi.csv").write_text("unit,parent,name\nmoi,,Mới\n")
    loaded("units", "load", tmp_path / "don-vi.csv")
    with writing(engine) as db:
        make.running(db, make.contest("khac"), now=make.NOW.replace(second=7))
    assert "--contest" in loaded("units", "load", tmp_path / "don-vi.csv", fails=True).told


def test_a_file_without_a_usable_question_is_refused_and_makes_no_bank(
    quiz: Command, engine: Engine, tmp_path: Path
) -> None:
    (tmp_path / "de.csv").write_text("Câu hỏi;A;B;C;D;Đáp án\n")
    done = quiz("bank", "import", tmp_path / "de.csv", "--bank", "rong", fails=True)
    assert rows(engine, "banks") == 0
    assert done.told.splitlines()


def test_a_gift_file_of_essays_alone_holds_no_usable_question(
    quiz: Command, engine: Engine, tmp_path: Path
) -> None:
    (tmp_path / "tu-luan.gift").write_text("Bạn hãy viết về chuyển đổi số. {}\n")
    done = quiz("bank", "import", tmp_path / "tu-luan.gift", "--bank", "rong", fails=True)
    assert "no usable question" in done.told
    assert rows(engine, "banks") == 0


def test_an_unknown_bank_is_named_beside_those_that_are_there(quiz: Command, tmp_path: Path) -> None:
    quiz("bank", "import", questions(tmp_path, 3), "--bank", "thu")
    for words in (("export", "--format", "csv", "--out", tmp_path / "ra.csv"), ("inspect",)):
        told = quiz("bank", words[0], "la", *words[1:], fails=True).told
        assert "There is no “la”; there is: thu." in told
    assert not (tmp_path / "ra.csv").exists()


def test_a_file_that_is_no_toml_is_told_by_its_line_alone(quiz: Command, tmp_path: Path) -> None:
    (tmp_path / "the-le.toml").write_text('slug = "thu"\ntitle = "mở\n')
    told = quiz("contest", "load", tmp_path / "the-le.toml", fails=True).told
    assert "line 2: not valid TOML" in told
    assert "faults: 1," in told
