"""Lists of `quiz rank` as spreadsheets really write them: told by line, and nobody lost in silence."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from quiz.cli.rank import rank
from quiz.rules.lists.units import read_units, unit_table
from quiz.rules.refusals.office import FileRefused
from tests.rules.test_rank_command import GOOD, HEADER, PEOPLE, RULEBOOK, UNITS
from tests.rules.test_unit_changes import ZONE

EN = ("--lang", "en")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "units.csv").write_text(UNITS)
    (tmp_path / "people.csv").write_text(PEOPLE)
    return tmp_path


def run(folder: Path, *lines: str, options: tuple[str, ...] = ()) -> Result:
    (folder / "attempts.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    given = ["--contest", str(RULEBOOK), *EN]
    for name, file in {"attempts": "attempts", "units": "units", "participants": "people"}.items():
        given += [f"--{name}", str(folder / f"{file}.csv")]
    return CliRunner().invoke(rank, [*given, *options])


def people_of(result: Result) -> list[str]:
    document: dict[str, Any] = json.loads(result.stdout)
    return [row["participant"] for row in document["rounds"][0]["ranking"]]


def lines_of(count: int) -> list[str]:
    return [GOOD.replace("a1,p1", f"a{n},p{n}") for n in range(1, count + 1)]


@pytest.mark.parametrize("count", [20, 4000])
def test_an_open_quote_is_named_by_its_line_and_takes_nobody_with_it(folder: Path, count: int) -> None:
    rows = lines_of(count)
    everybody = [f"p{n},1990-01-01" for n in range(1, count + 1)]
    (folder / "people.csv").write_text("\n".join(["participant,birth_date", *everybody]))
    rows[9] = rows[9].replace("p10", '"p10')
    refused = run(folder, HEADER, *rows)
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "attempts.csv:11: a quote" in refused.stderr
    assert "attempts.csv:12" not in refused.stderr
    ranked = people_of(run(folder, HEADER, *rows, options=("--partial", "--json")))
    assert sorted(ranked) == sorted(f"p{n}" for n in range(1, count + 1) if n != 10)


def test_quotes_that_close_and_inch_signs_within_a_cell_are_no_fault(folder: Path) -> None:
    found = run(folder, HEADER, GOOD.replace("p1", '"p1"'), options=("--json",))
    assert people_of(found) == ["p1"]
    inch = run(folder, HEADER, GOOD.replace("a1", 'a5"'), options=("--json",))
    assert people_of(inch) == ["p1"]


def test_a_cell_of_monstrous_length_is_a_fault_of_its_line(folder: Path) -> None:
    found = run(folder, HEADER, GOOD.replace("p1", "p" * 200_000), GOOD)
    assert found.exit_code == 1
    assert "attempts.csv:2: the line has more than" in found.stderr


def test_an_open_quote_in_the_lists_of_units_and_people_is_named_as_well(folder: Path) -> None:
    assert [
        (one.line, "quote" in one.en) for one in read_units('unit,parent\na,\n"b,a\nc,a\n', ZONE).faults
    ] == [(3, True)]
    (folder / "people.csv").write_text(PEOPLE + '"p3,1990-01-01\np4,1990-01-01\n')
    found = run(folder, HEADER, GOOD)
    assert "people.csv:4: a quote" in found.stderr
    assert "people.csv:5" not in found.stderr


EDITED = f"{HEADER},last_edit_at"


def test_a_last_change_before_the_start_is_a_fault_and_wins_no_place(folder: Path) -> None:
    found = run(folder, EDITED, f"{GOOD},2022-09-08T09:29:00+07:00")
    assert (found.exit_code, found.stdout) == (1, "")
    assert "attempts.csv:2: last_edit_at is before started_at" in found.stderr


def test_a_last_change_after_the_hand_in_is_a_warning(folder: Path) -> None:
    found = run(folder, EDITED, f"{GOOD},2022-09-08T09:41:00+07:00", options=("--json",))
    assert json.loads(found.stdout)["warnings"] == [
        {"warning": "edited_after_submit", "attempts": 1, "examples": ["a1"]}
    ]


def test_blanks_around_cells_make_nobody_another_person_and_no_fault(folder: Path) -> None:
    (folder / "people.csv").write_text(PEOPLE.replace("p1,", " p1 , ").replace("p2,", "p2\u00a0,"))
    padded = " , ".join(GOOD.replace("a1,p1", "a2,p2").split(","))
    again = GOOD.replace("a1,p1", "a3,p1 ").replace("tuan-1", " 1 ")
    found = run(folder, HEADER, GOOD, padded, again, options=("--json",))
    assert found.exit_code == 0, found.stderr
    assert people_of(found) == ["p1", "p2"]
    assert json.loads(found.stdout)["rounds"][0]["ranking"][0]["attempts"] == 2


def test_an_attempt_with_a_blank_behind_it_is_the_same_attempt(folder: Path) -> None:
    found = run(folder, HEADER, GOOD, GOOD.replace("a1,", "a1 ,"))
    assert "attempts.csv:3: attempt “a1” stands above already" in found.stderr


@pytest.mark.parametrize("score", ["1_0", "٣", "１９", "9" * 5000, "1e999", "1e5", "1E1", "1-9"])
def test_a_score_is_written_in_plain_digits(folder: Path, score: str) -> None:
    found = run(folder, HEADER, GOOD.replace(",19,", f",{score},"))
    assert found.exit_code == 1
    assert "attempts.csv:2: score" in found.stderr
    assert "is no number" in found.stderr


@pytest.mark.parametrize("score", ["19", "19.0", "+19", "-0.5"])
def test_a_score_in_plain_digits_may_have_a_sign_and_decimals(folder: Path, score: str) -> None:
    assert people_of(run(folder, HEADER, GOOD.replace(",19,", f",{score},"), options=("--json",))) == ["p1"]


@pytest.mark.parametrize(
    ("marks", "said"),
    [
        ("20,3,9", "9 correct, but only 3 answered"),
        ("20,21,9", "more answered than questions"),
        ("20,,21", "21 correct, but only 20 answered"),
    ],
)
def test_more_right_than_answered_is_a_fault_of_the_line(folder: Path, marks: str, said: str) -> None:
    found = run(folder, f"{HEADER},questions,answered,correct", f"{GOOD},{marks}")
    assert found.exit_code == 1
    assert f"attempts.csv:2: {said}" in found.stderr


def test_no_more_are_taken_for_right_than_were_answered_where_the_list_does_not_tell(folder: Path) -> None:
    found = run(folder, f"{HEADER},questions,answered", f"{GOOD},20,3", options=("--json",))
    assert json.loads(found.stdout)["rounds"][0]["ranking"][0]["correct"] == 3


@pytest.mark.parametrize("guess", ["²", "--5", "٣", "9" * 5000])
def test_a_prediction_is_written_in_plain_digits(folder: Path, guess: str) -> None:
    found = run(folder, HEADER, GOOD.replace(",1,valid", f",{guess},valid"))
    assert found.exit_code == 1
    assert "must be a whole number from 0 to 100000000" in found.stderr


def test_a_number_of_questions_is_written_in_plain_digits(folder: Path) -> None:
    found = run(folder, f"{HEADER},questions", f"{GOOD},{'9' * 5000}")
    assert "is no whole number" in found.stderr


@pytest.mark.parametrize("separator", [";", "\t"])
def test_lists_parted_by_semicolons_or_tabs_are_read_as_well(folder: Path, separator: str) -> None:
    (folder / "people.csv").write_text(PEOPLE.replace(",", separator))
    rows = [line.replace(",", separator) for line in (HEADER, GOOD)]
    assert people_of(run(folder, *rows, options=("--json",))) == ["p1"]


def test_all_missing_columns_are_named_at_once(folder: Path) -> None:
    found = run(folder, "attempt,participant,round,started_at")
    assert "attempts.csv:1: missing columns: “submitted_at”, “score”, “status”." in found.stderr


@pytest.mark.parametrize("name", ["attempts", "people", "units"])
def test_a_byte_that_is_no_utf8_is_told_with_its_line(folder: Path, name: str) -> None:
    run(folder, HEADER, GOOD)
    file = folder / f"{name}.csv"
    file.write_bytes(file.read_bytes() + b"x,\xd0,y\n")
    line = file.read_bytes().count(b"\n")
    given = [f"--{one}={folder / file}.csv" for one, file in (("attempts", "attempts"), ("units", "units"))]
    given = [*given, f"--participants={folder / 'people.csv'}", f"--contest={RULEBOOK}"]
    found = CliRunner().invoke(rank, given, standalone_mode=False)
    assert isinstance(found.exception, FileRefused)
    assert found.exception.sentence("en").startswith(f"{name}.csv, line {line}: not UTF-8")


def test_a_column_of_the_organisers_own_is_told_as_written_and_does_not_stop_the_ranking(
    folder: Path,
) -> None:
    (folder / "people.csv").write_text(PEOPLE.replace("birth_date", "birth_date,SĐT"))
    found = run(folder, f"{HEADER},Điểm thưởng", f"{GOOD},5", options=("--json",))
    assert (found.exit_code, people_of(found)) == (0, ["p1"])
    assert "attempts.csv:1: note: a column that is not read: Điểm thưởng" in found.stderr
    assert "people.csv:1: note: a column that is not read: SĐT" in found.stderr
    unread = json.loads(found.stdout)["unread_columns"]
    assert [one["column"] for one in unread] == ["SĐT", "Điểm thưởng"]


def test_a_misspelt_column_is_a_fault_as_what_it_holds_would_be_lost(folder: Path) -> None:
    found = run(folder, HEADER.replace("prediction", "Predicton"), GOOD)
    assert "attempts.csv:1: unknown column “Predicton”: if it is “prediction”" in found.stderr


def test_an_unknown_column_of_units_is_shown_as_it_is_written() -> None:
    (fault,) = read_units("unit,parent,Sĩ số\na,,3\n", ZONE).faults
    assert (fault.line, "“Sĩ số”" in fault.vi) == (1, True)


@pytest.mark.parametrize("options", [("--partial",), ("--partial", "--json")])
def test_a_faulty_header_drops_nobody_in_silence_but_ends_the_run(
    folder: Path, options: tuple[str, ...]
) -> None:
    found = run(folder, HEADER.replace(",score", ",diem"), GOOD, options=options)
    assert found.exit_code == 1
    assert "0 / 0" not in found.stdout
    assert "missing columns: “score”" in found.stderr
    assert "The header is faulty, nothing ranked" in found.stderr


def test_people_read_what_was_left_out_and_what_deserves_a_look(folder: Path) -> None:
    rows = [
        GOOD,
        GOOD.replace("a1,p1", "a2,p2").replace("T09:30", "T09:29"),
        GOOD.replace("a1", "a3").replace("valid", "void"),
    ]
    said = run(folder, HEADER, *rows).stdout
    assert "Left out: void: 1\n" in said
    assert "To be looked at (the column status decides): started outside the round: 1 (a2)\n" in said


def test_a_script_gets_the_faults_of_what_was_not_ranked(folder: Path) -> None:
    found = run(folder, HEADER, GOOD, GOOD.replace("valid", "ok"), options=("--json",))
    assert found.exit_code == 1
    (fault,) = json.loads(found.stdout)["faults"]
    assert (Path(fault["file"]).name, fault["line"]) == ("attempts.csv", 3)
    assert "nothing ranked" in found.stderr


def test_a_seed_that_nothing_draws_with_is_told(folder: Path) -> None:
    assert "--seed is not used" in run(folder, HEADER, GOOD, options=("--seed", "x")).stderr
    assert "--seed" not in run(folder, HEADER, GOOD).stderr


def test_a_line_break_within_the_cell_of_a_workbook_becomes_a_blank() -> None:
    (unit,) = unit_table([(1, ["unit", "parent", "name"]), (2, ["a", "", "Xã\nNúi"])], ZONE).units
    assert unit.name == "Xã Núi"
