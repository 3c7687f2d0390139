"""`quiz rank`: files in, one document out, every fault by file and line."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from quiz.cli.rank import rank
from quiz.rules.rulebook import RulebookFaults

BOOKS = Path(__file__).parent.parent / "rulebooks"
HEADER = "attempt,participant,round,unit,started_at,submitted_at,score,prediction,status"
GOOD = "a1,p1,tuan-1,xa,2022-09-08T09:30:00+07:00,2022-09-08T09:40:00+07:00,19,1,valid"
RULEBOOK = BOOKS / "hagiang-2022" / "rulebook.toml"
UNITS = "unit,parent,groups\nxa,,huyen\n"
PEOPLE = "participant,birth_date\np1,1990-01-01\np2,1990-01-01\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "units.csv").write_text(UNITS)
    (tmp_path / "people.csv").write_text(PEOPLE)
    return tmp_path


def run(
    folder: Path, *lines: str, rulebook: Path = RULEBOOK, options: tuple[str, ...] = ("--json",)
) -> Result:
    (folder / "attempts.csv").write_text("\n".join([HEADER, *lines]) + "\n")
    files = {"--contest": rulebook, "--attempts": folder / "attempts.csv", "--units": folder / "units.csv"}
    given = [str(part) for pair in files.items() for part in pair]
    return CliRunner().invoke(rank, [*given, "--participants", str(folder / "people.csv"), *options])


def ranking(result: Result) -> list[dict[str, Any]]:
    document = json.loads(result.stdout)
    found: list[dict[str, Any]] = document["rounds"][0]["ranking"]
    return found


def test_one_document_holds_rounds_and_contest(folder: Path) -> None:
    result = run(folder, GOOD)
    document = json.loads(result.stdout)
    assert result.exit_code == 0
    assert [one["round"] for one in document["rounds"]] == ["tuan-1", "tuan-2", "tuan-3", "tuan-4"]
    first = document["rounds"][0]
    assert (first["block"], first["truth"]) == (None, 1)
    assert first["winners"][0] | {"prize": "nhat", "participant": "p1", "place": 1} == first["winners"][0]
    assert first["ranking"] == [
        {
            "place": 1, "participant": "p1", "attempt": "a1", "score": 19, "correct": 19,
            "prediction_distance": 0, "duration_s": 600, "attempts": 1, "unit": "xa", "can_win": True,
        }
    ]  # fmt: skip
    assert document["contest"]["collectives"][0]["ranking"][0]["unit"] == "xa"


def test_a_decision_about_a_code_that_nobody_has_is_a_warning(folder: Path) -> None:
    written = folder / "decided.toml"
    decisions = 'decisions = [{ order = ["p1", "ZZZ"], reason = "họp" }]'
    written.write_text(
        'slug = "x"\ntitle = "X"\n[ranking]\nchain = ["score", "decision"]\n' + decisions + "\n[[rounds]]\n"
        'slug = "tuan-1"\nnumber = 1\ntitle = "T"\nopens = "2022-09-08"\ncloses = "2022-09-12"\n'
    )
    result = run(folder, GOOD, rulebook=written)
    assert result.exit_code == 0
    assert "ranking.decisions.1" in result.stderr
    assert "“ZZZ”" in result.stderr
    told = [one for one in json.loads(result.stdout)["rulebook_warnings"] if "ZZZ" in one["en"]]
    assert [one["key"] for one in told] == ["ranking.decisions.1"]
    assert "“p1”" not in told[0]["en"]


@pytest.mark.parametrize("birth", ["2022-10-06", "2099-01-01", "1902-09-07", "0019-01-01"])
def test_a_birth_date_that_nobody_alive_has_is_a_faulty_row(folder: Path, birth: str) -> None:
    (folder / "people.csv").write_text(f"{PEOPLE}p3,{birth}\np4,2022-10-05\np5,1902-09-08\n")
    refused = run(folder, GOOD, options=("--lang", "en"))
    assert refused.exit_code == 1
    assert (
        f"people.csv:4: a birth date of {birth} cannot be right: it lies between 1902-09-08" in refused.stderr
    )
    assert "people.csv:5" not in refused.stderr
    assert ranking(run(folder, GOOD, options=("--partial", "--json")))[0]["participant"] == "p1"


def test_a_round_may_be_named_by_its_number_and_columns_stand_in_any_order(folder: Path) -> None:
    rows = [line.split(",")[::-1] for line in (HEADER, GOOD.replace("tuan-1", "1"))]
    (folder / "turned.csv").write_text("\n".join(",".join(row) for row in rows))
    given = ["--contest", str(RULEBOOK), "--attempts", str(folder / "turned.csv"), "--json"]
    result = CliRunner().invoke(rank, [*given, "--participants", str(folder / "people.csv")])
    assert [row["participant"] for row in ranking(result)] == ["p1"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("a1,p1", "a1,", "attempt or participant is missing"),
        ("tuan-1", "tuan-9", "there is no round “tuan-9”"),
        (",xa,", ",xb,", "there is no unit “xb”"),
        ("09:30:00+07:00", "09:30:00", "names no offset"),
        ("2022-09-08T09:30", "08/09/2022 09:30", "is no ISO 8601 instant"),
        ("09:40:00", "09:20:00", "handed in before it started"),
        (",19,", ",nan,", "score “nan” is no number"),
        (",1,valid", ",-1,valid", "the prediction “-1” must be a whole number from 0 to 100000000"),
        (",1,valid", ",1.5,valid", "must be a whole number"),
        ("valid", "ok", "status is valid or void"),
        ("valid", "valid,5", "more cells than the header names"),
    ],
)
def test_a_faulty_line_is_named_and_nothing_is_ranked(folder: Path, old: str, new: str, said: str) -> None:
    result = run(
        folder, GOOD.replace("a1,", "a0,"), GOOD.replace(old, new), options=("--lang", "en", "--json")
    )
    assert result.exit_code == 1
    assert list(json.loads(result.stdout)) == ["faults"]
    assert "attempts.csv:3: " in result.stderr
    assert said in result.stderr


def test_faults_are_told_in_both_languages_unless_one_is_asked_for(folder: Path) -> None:
    faulty = GOOD.replace("tuan-1", "tuan-9")
    vi, en = "không có vòng thi “tuan-9”", "there is no round “tuan-9”"
    asked = ((), ("--lang", "en"), ("--lang", "vi"))
    told = [run(folder, faulty, options=one).stderr for one in asked]
    assert [(vi in one, en in one) for one in told] == [(True, True), (False, True), (True, False)]


def test_faults_of_units_are_told_in_both_languages(folder: Path) -> None:
    (folder / "units.csv").write_text("unit,parent\nxa,khong-co\n")
    told = run(folder, GOOD, options=()).stderr
    assert "units.csv:2: " in told
    assert "khong-co" in told.partition(" / ")[0]
    assert "khong-co" in told.partition(" / ")[2]


def test_the_good_lines_are_ranked_on_request_and_the_faults_told(folder: Path) -> None:
    result = run(
        folder,
        GOOD,
        GOOD.replace("valid", "ok"),
        GOOD.replace("a1,p1", "a2,p2"),
        options=("--partial", "--json"),
    )
    assert result.exit_code == 1
    assert [row["participant"] for row in ranking(result)] == ["p1", "p2"]
    assert [one["line"] for one in json.loads(result.stdout)["faults"]] == [3]


def test_an_attempt_that_stands_twice_is_a_fault(folder: Path) -> None:
    assert "already" in run(folder, GOOD, GOOD, options=("--lang", "en")).stderr


def test_a_missing_column_is_named(folder: Path) -> None:
    (folder / "short.csv").write_text("attempt,participant\n")
    given = ["--contest", str(RULEBOOK), "--attempts", str(folder / "short.csv"), "--lang", "en"]
    result = CliRunner().invoke(rank, given)
    assert "short.csv:1: missing columns: “round”, “started_at”" in result.stderr


def test_a_participant_with_more_cells_than_the_header_names_is_a_fault_of_that_line(folder: Path) -> None:
    (folder / "people.csv").write_text(PEOPLE + "p3,1990-01-01,no\np4,1990-01-01,\n")
    result = run(folder, GOOD, options=("--lang", "en"))
    assert result.exit_code == 1
    assert "people.csv:4: more cells than the header names" in result.stderr
    assert "people.csv:5" not in result.stderr


def test_the_document_says_what_the_rulebook_probably_does_not_mean(folder: Path) -> None:
    lines = RULEBOOK.read_text(encoding="utf-8")
    loose = lines.replace('chain = ["score", "prediction", "duration", "submitted"]', 'chain = ["score"]')
    assert loose != lines
    (folder / "loose.toml").write_text(loose, encoding="utf-8")
    document = json.loads(run(folder, GOOD, rulebook=folder / "loose.toml").stdout)
    told = {one["key"]: one["en"] for one in document["rulebook_warnings"]}
    assert "ranking.chain" in told
    assert json.loads(run(folder, GOOD).stdout)["rulebook_warnings"] == []


def test_a_circle_of_units_is_a_fault_and_nothing_is_ranked(folder: Path) -> None:
    (folder / "units.csv").write_text("unit,parent\nxa,xb\nxb,xa\n")
    result = run(folder, GOOD, options=("--lang", "en"))
    assert result.exit_code == 1
    assert "circle" in result.stderr


def test_breaches_of_calendar_and_time_limit_are_warnings_as_the_status_decides(folder: Path) -> None:
    late = GOOD.replace("a1,p1", "a2,p2").replace("2022-09-08T09:40", "2022-09-08T10:40")
    early = GOOD.replace("a1", "a3").replace("T09:30", "T09:29")
    document = json.loads(run(folder, GOOD, late, early).stdout)
    assert document["warnings"] == [
        {"warning": "longer_than_limit", "attempts": 1, "examples": ["a2"]},
        {"warning": "started_outside_round", "attempts": 1, "examples": ["a3"]},
    ]
    assert len(document["rounds"][0]["ranking"]) == 2


def test_an_attempt_stands_under_every_warning_that_it_deserves(folder: Path) -> None:
    endless = GOOD.replace("2022-09-08T09:30", "2022-09-01T09:30").replace(
        "2022-09-08T09:40", "2022-12-31T09:40"
    )
    document = json.loads(run(folder, endless).stdout)
    assert [(one["warning"], one["examples"]) for one in document["warnings"]] == [
        ("longer_than_limit", ["a1"]),
        ("started_outside_round", ["a1"]),
        ("submitted_after_close", ["a1"]),
    ]


def test_marks_above_what_questions_and_scoring_give_are_a_warning(folder: Path) -> None:
    above = GOOD.replace("a1,p1", "a2,p2").replace(",19,", ",19.5,")
    document = json.loads(run(folder, GOOD, above).stdout)
    assert document["warnings"] == [{"warning": "score_above_marks", "attempts": 1, "examples": ["a2"]}]
    assert document["rounds"][0]["ranking"][0]["participant"] == "p2"


def test_a_chain_without_a_final_key_is_told(folder: Path) -> None:
    book = folder / "shared.toml"
    book.write_text(RULEBOOK.read_text().replace('"duration", "submitted"]', '"duration"]'))
    told = run(folder, GOOD, rulebook=book)
    assert told.exit_code == 0
    assert "the chain has no final key" in told.stderr


def test_a_draw_needs_a_seed_and_follows_it(folder: Path) -> None:
    book = folder / "draw.toml"
    book.write_text(RULEBOOK.read_text().replace('"duration", "submitted"]', '"draw"]'))
    rows = [GOOD.replace("a1,p1", f"a{n},p{n}").replace(",1,valid", ",7,valid") for n in (1, 2)]
    refused = run(folder, *rows, rulebook=book)
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert isinstance(refused.exception, RulebookFaults)
    [fault] = refused.exception.faults
    assert (fault.key, fault.line > 0) == ("ranking.draw_seed", True)
    orders = {
        tuple(
            row["participant"]
            for row in ranking(run(folder, *rows, rulebook=book, options=("--json", "--seed", seed)))
        )
        for seed in "abcdefgh"
    }
    assert orders == {("p1", "p2"), ("p2", "p1")}


def test_people_read_the_winners_by_round(folder: Path) -> None:
    told = run(folder, GOOD, options=()).stdout
    assert told.startswith("Tuần 1: 1 / 1 (= 1)\n  nhat")
    assert "tap-the-huyen" in told
