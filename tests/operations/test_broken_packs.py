"""A result pack that lost a file, a line or a row: what is missing is named, nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.command import Command
from tests.operations.packs import Pack


@pytest.mark.parametrize(
    "file", ["attempts.csv", "papers/tuan-1.1.json", "rulebooks/1.json", "manifest.json"]
)
def test_a_missing_file_is_named_in_a_sentence(
    finished: Engine, quiz: Command, tmp_path: Path, file: str
) -> None:
    quiz("export", "thu", "--out", tmp_path / "pack")
    (tmp_path / "pack" / file).unlink()
    told = quiz("recount", tmp_path / "pack", fails=True).told
    assert file in told
    assert "Error" not in told


@pytest.mark.parametrize("file", ["papers/tuan-1.1.json", "rulebooks/1.json"])
def test_a_file_that_the_manifest_forgot_too_is_named(
    finished: Engine, quiz: Command, tmp_path: Path, file: str
) -> None:
    quiz("export", "thu", "--out", tmp_path / "pack")
    (tmp_path / "pack" / file).unlink()
    manifest = tmp_path / "pack" / "manifest.json"
    document = json.loads(manifest.read_text())
    del document["files"][file]
    manifest.write_text(json.dumps(document))
    told = quiz("recount", tmp_path / "pack", fails=True).told
    assert file in told
    assert "Error" not in told


def test_a_line_that_was_cut_off_is_named(finished: Engine, quiz: Command, tmp_path: Path) -> None:
    quiz("export", "thu", "--out", tmp_path / "pack")
    path = tmp_path / "pack" / "attempts.csv"
    path.write_text(path.read_text() + "abc")
    told = quiz("recount", tmp_path / "pack", fails=True).told
    assert "18" in told
    assert "attempts.csv" in told
    assert "Error" not in told


def _spoil(folder: Path, file: str, before: str, after: str) -> None:
    path = folder / file
    text = path.read_text()
    assert before in text
    path.write_text(text[: text.index(before)] + after)


@pytest.mark.parametrize(
    ("file", "before", "after"),
    [
        ("manifest.json", '"files"', ""),
        ("rounds.json", '"opens_at"', '"opens_at": '),
        ("papers/tuan-1.1.json", '"document"', '"docu'),
        ("rulebooks/1.json", '"document"', "]"),
        ("results/rounds/tuan-1.json", '"digest"', ""),
        ("seals.json", '"leaves"', ""),
    ],
)
def test_a_json_file_that_was_cut_off_is_named_with_its_line_in_both_languages(
    finished: Engine, quiz: Command, tmp_path: Path, file: str, before: str, after: str
) -> None:
    quiz("export", "thu", "--out", tmp_path / "pack")
    _spoil(tmp_path / "pack", file, before, after)
    told = quiz("recount", tmp_path / "pack", fails=True).told
    at = (tmp_path / "pack" / file).read_text().count("\n") + 1
    assert f"{file} của gói kết quả hỏng ở dòng {at}:" in told
    assert f"{file} of the result pack is broken at line {at}:" in told
    assert "JSON" in told
    assert "Error" not in told


@pytest.mark.parametrize(
    ("file", "entry"),
    [
        ("manifest.json", "files"),
        ("papers/tuan-1.1.json", "keys"),
        ("rulebooks/1.json", "document"),
        ("results/rounds/tuan-1.json", "rulebook"),
    ],
)
def test_a_json_file_that_lost_an_entry_is_named_with_the_entry(
    finished: Engine, quiz: Command, tmp_path: Path, file: str, entry: str
) -> None:
    quiz("export", "thu", "--out", tmp_path / "pack")
    path = tmp_path / "pack" / file
    document = json.loads(path.read_text())
    del document[entry]
    path.write_text(json.dumps(document))
    told = quiz("recount", tmp_path / "pack", fails=True).told
    assert f"{file} của gói kết quả không đủ nội dung: thiếu mục “{entry}”" in told
    assert f"“{entry}” is missing" in told
    assert "Error" not in told


@pytest.mark.parametrize(
    ("file", "column"),
    [
        ("attempts.csv", "seed"),
        ("participants.csv", "prize"),
        ("units.csv", "parent"),
        ("results/rounds/tuan-1.csv", "place"),
    ],
)
def test_a_list_that_lost_a_column_is_named_with_the_column(
    finished: Engine, quiz: Command, tmp_path: Path, file: str, column: str
) -> None:
    quiz("export", "thu", "--out", tmp_path / "pack")
    path = tmp_path / "pack" / file
    header, rest = path.read_text().split("\n", 1)
    path.write_text(header.replace(column, f"x{column}", 1) + "\n" + rest)
    told = quiz("recount", tmp_path / "pack", fails=True).told
    assert file in told
    assert column in told
    assert "Error" not in told


@pytest.mark.parametrize(
    ("file", "before", "after"),
    [
        ("attempts.csv", "2026-11-23T03", "2026-23T03"),
        ("attempts.csv", "tuan-1", "tuan-9"),
        ("participants.csv", "xa-a,", '"xa-a'),
    ],
)
def test_a_line_that_cannot_be_read_is_named(
    finished: Engine, quiz: Command, tmp_path: Path, file: str, before: str, after: str
) -> None:
    quiz("export", "thu", "--out", tmp_path / "pack")
    path = tmp_path / "pack" / file
    at = path.read_text().partition(before)[0].count("\n") + 1
    Pack(tmp_path / "pack").change(file, before, after)
    told = quiz("recount", tmp_path / "pack", fails=True).told
    assert file in told
    assert f"Line {at} of" in told or file == "participants.csv"
    assert "Error" not in told


def test_letters_that_are_no_utf_8_are_named_with_their_line(
    finished: Engine, quiz: Command, tmp_path: Path
) -> None:
    quiz("export", "thu", "--out", tmp_path / "pack")
    path = tmp_path / "pack" / "attempts.csv"
    path.write_bytes(path.read_bytes().replace(b",valid,", b",val\xffid,", 1))
    assert "attempts.csv of the result pack is broken at line 2" in (
        quiz("recount", tmp_path / "pack", fails=True).told
    )


def test_one_missing_unit_is_one_difference(finished: Engine, quiz: Command, tmp_path: Path) -> None:
    quiz("export", "thu", "--out", tmp_path / "pack")
    path = tmp_path / "pack" / "results/rounds/tuan-1.json"
    document = json.loads(path.read_text())
    lost = document["collectives"]["don-vi"].pop(0)
    path.write_text(json.dumps(document))
    Pack(tmp_path / "pack").manifest_anew()
    found = quiz("recount", tmp_path / "pack", "--json", fails=True).document
    told = [one["where"] for one in found["differences"] if one["file"].endswith("tuan-1.json")]
    assert told == [f"collectives don-vi {lost['unit']}"]
