"""What outsiders recount of a public pack, with the command or with Python alone; changes are found."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from tests.command import Command
from tests.operations.packs import Pack
from tests.operations.test_pack_script import recounted
from tests.operations.test_public_pack import LATER, announced, everybody_plays, over
from tests.provision.server import Clock

__all__ = ["announced"]


def test_a_recount_of_the_public_form_agrees_and_says_what_only_the_full_pack_can_show(
    announced: Engine, quiz: Command, tmp_path: Path
) -> None:
    quiz("export", "thu", "--out", tmp_path / "pack", "--public")
    done = quiz("recount", tmp_path / "pack", "--json")
    assert done.document["agrees"]
    assert done.document["attempts"] == len(Pack(tmp_path / "pack").lines("attempts.csv"))
    assert "need the full pack" in done.told
    assert "chỉ kiểm tra được bằng gói đầy đủ" in done.told
    script = recounted(tmp_path / "pack")
    assert script.returncode == 0, script.stdout + script.stderr
    assert "not recounted: places and prizes of tuan-1: the public form names nobody" in script.stdout
    assert script.stdout.splitlines()[-1].startswith("agrees, except what was left out (")


def _first(text: str, pattern: str) -> str:
    found = re.search(pattern, text)
    assert found is not None
    return found[0]


@pytest.mark.parametrize(
    ("file", "pattern", "change"),
    [
        ("attempts.csv", r"\n[^\n]+", lambda line: ""),
        ("attempts.csv", r",1\.0,1\.0,", lambda cells: ",2.0,1.0,"),
        ("results/rounds/tuan-1.json", r'"people": \d+', lambda told: '"people": 9999'),
        ("results/rounds/tuan-1.json", r'"truth": \d+', lambda told: '"truth": 9999'),
        ("results/rounds/tuan-1.json", r'"first_place": \d+', lambda told: '"first_place": 9999'),
        ("papers/tuan-1.1.json", "Lựa chọn A", lambda told: "Lựa chọn Á"),
        ("rulebooks/1.json", '"Cuộc thi thử"', lambda told: '"Cuộc thi khác"'),
    ],
)
def test_a_changed_public_form_is_found_even_with_a_new_manifest(
    announced: Engine, quiz: Command, tmp_path: Path, file: str, pattern: str, change: Any
) -> None:
    quiz("export", "thu", "--out", tmp_path / "pack", "--public")
    pack = Pack(tmp_path / "pack")
    before = _first((pack.folder / file).read_text(), pattern)
    pack.change(file, before, change(before))
    pack.manifest_anew()
    assert "differences" in quiz("recount", tmp_path / "pack", fails=True).told


def test_clauses_that_name_people_stay_out_of_the_public_rulebook_and_are_told(
    engine: Engine, quiz: Command, tmp_path: Path, test_clock: Clock
) -> None:
    contest = over()
    listed = replace(contest.eligibility, excluded=("PNGUOINAODO",))
    everybody_plays(engine, replace(contest, eligibility=listed))
    test_clock.turn(LATER)
    quiz("export", "thu", "--out", tmp_path / "pack", "--public")
    assert "PNGUOINAODO" not in Pack(tmp_path / "pack").text()
    told = Pack(tmp_path / "pack").document("rulebooks/1.json")
    assert told["left_out"] == ["eligibility.excluded"]
    found = quiz("recount", tmp_path / "pack", "--json").document
    assert found["agrees"]
    assert found["not_recounted"] == ["rulebooks/1.json"]
    assert "clauses that name people were left out" in recounted(tmp_path / "pack").stdout
