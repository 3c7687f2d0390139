"""A result pack that lost a file, a line or a row: what is missing is named, nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.command import Command
from tests.operations import test_pack as packs

finished = packs.finished


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


def test_one_missing_unit_is_one_difference(finished: Engine, quiz: Command, tmp_path: Path) -> None:
    quiz("export", "thu", "--out", tmp_path / "pack")
    path = tmp_path / "pack" / "results/rounds/tuan-1.json"
    document = json.loads(path.read_text())
    lost = document["collectives"]["don-vi"].pop(0)
    path.write_text(json.dumps(document))
    packs.manifest_anew(tmp_path / "pack")
    found = quiz("recount", tmp_path / "pack", "--json", fails=True).document
    told = [one["where"] for one in found["differences"] if one["file"].endswith("tuan-1.json")]
    assert told == [f"collectives don-vi {lost['unit']}"]
