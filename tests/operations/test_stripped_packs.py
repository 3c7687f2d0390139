"""A pack that lost results or seals, manifest included: nobody reads that it agrees as if they were there."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, select, update

from quiz.actions import sealing
from quiz.store import tables
from quiz.store.contests import ContestState
from quiz.store.engine import writing
from tests import make
from tests.command import Command
from tests.operations.packs import LATER, Pack, play_round
from tests.operations.test_pack_script import recounted
from tests.operations.test_public_pack import announced

__all__ = ["announced"]

ROUND, CONTEST = "results/rounds/tuan-1", "results/contest"
PLAIN = "khớp / agrees:"


@pytest.fixture
def pack(finished: Engine, quiz: Command, tmp_path: Path) -> Pack:
    quiz("export", "thu", "--out", tmp_path / "pack")
    return Pack(tmp_path / "pack")


def strip(pack: Pack, *names: str) -> None:
    """Take files away as if they had never been there."""
    manifest = pack.document("manifest.json")
    for name in names:
        (pack.folder / name).unlink(missing_ok=True)
        manifest["files"].pop(name, None)
    write(pack, "manifest.json", manifest)


def write(pack: Pack, name: str, document: Any) -> None:
    (pack.folder / name).write_text(json.dumps(document), encoding="utf-8")
    if name != "manifest.json":
        pack.manifest_anew()


def of_manifest(pack: Pack, **changed: Any) -> None:
    """Change what the manifest says; None takes it out."""
    told = pack.document("manifest.json") | changed
    write(pack, "manifest.json", {name: value for name, value in told.items() if value is not None})


def with_states(pack: Pack, state: str) -> None:
    write(pack, "rounds.json", [one | {"state": state} for one in pack.document("rounds.json")])


@pytest.mark.parametrize("scope", [ROUND, CONTEST])
@pytest.mark.parametrize("state", ["provisional", "final"])
def test_a_result_that_must_be_there_is_a_difference(
    pack: Pack, quiz: Command, scope: str, state: str
) -> None:
    with_states(pack, state)
    strip(pack, f"{scope}.json", f"{scope}.csv")
    found = quiz("recount", pack.folder, "--json", fails=True).document
    assert [one["file"] for one in found["differences"]] == [f"{scope}.json"]
    assert found["verdict"] == "differs"
    done = recounted(pack.folder)
    assert done.returncode == 1
    assert done.stdout.startswith(f"{scope}.json: missing")


def test_a_pack_without_any_result_says_so_and_not_that_it_agrees(pack: Pack, quiz: Command) -> None:
    strip(pack, *(f"{scope}.{suffix}" for scope in (ROUND, CONTEST) for suffix in ("json", "csv")))
    with_states(pack, "closed")
    said = quiz("recount", pack.folder).said
    assert "gói không có kết quả nào" in said
    assert "no result in the pack, only files, commitments and marks were checked" in said
    assert "agrees" not in said
    found = quiz("recount", pack.folder, "--json").document
    assert (found["verdict"], found["digest"], found["results"]) == ("no_result", "", [])
    script = recounted(pack.folder)
    assert script.returncode == 0
    assert "gói không có kết quả nào, chỉ kiểm tra tệp và điểm: 16 lượt thi, 0 thứ hạng\n" in script.stdout
    assert "no result in the pack, only files and marks were checked" in script.stdout
    assert "agrees" not in script.stdout


def test_the_result_of_the_contest_is_named_where_rounds_of_it_wait(pack: Pack, quiz: Command) -> None:
    strip(pack, f"{CONTEST}.json", f"{CONTEST}.csv")
    of_manifest(pack, left_out={"rounds": ["tuan-2"], "seals": []})
    done = quiz("recount", pack.folder)
    assert "agrees, except what was not checked" in done.said
    assert f"not checked: {CONTEST}.json" in done.told
    assert f"không kiểm tra / not checked: {CONTEST}.json: không có kết quả cả cuộc thi" in done.told
    said = recounted(pack.folder).stdout
    assert "agrees, except what was left out (everything of contest)" in said


def test_a_round_of_the_public_form_without_its_result_is_a_difference(
    announced: Engine, quiz: Command, tmp_path: Path
) -> None:
    quiz("export", "thu", "--out", tmp_path / "pack", "--public")
    strip(Pack(tmp_path / "pack"), f"{ROUND}.json", f"{CONTEST}.json")
    found = quiz("recount", tmp_path / "pack", "--json", fails=True).document
    assert [one["file"] for one in found["differences"]] == [f"{ROUND}.json", f"{CONTEST}.json"]
    said = recounted(tmp_path / "pack").stdout
    assert said.count(".json: missing, ") == 2


def test_seals_that_attempts_name_and_nobody_left_out_are_a_difference(pack: Pack, quiz: Command) -> None:
    write(pack, "seals.json", [])
    found = quiz("recount", pack.folder, "--json", fails=True).document
    assert [(one["file"], one["where"]) for one in found["differences"]] == [("seals.json", "1")]
    assert recounted(pack.folder).stdout.startswith("seals.json: seal 1 is missing, 16 attempts name it\n")


@pytest.mark.parametrize("left_out", [{"rounds": [], "seals": [1]}, None])
def test_seals_that_were_left_out_or_that_an_older_pack_lacks_are_named(
    pack: Pack, quiz: Command, left_out: Any
) -> None:
    write(pack, "seals.json", [])
    of_manifest(pack, left_out=left_out)
    done = quiz("recount", pack.folder)
    assert PLAIN not in done.said
    assert "not checked: seals.json" in done.told
    assert quiz("recount", pack.folder, "--json").document["not_recounted"] == ["seals.json"]
    assert "agrees, except what was left out (seals 1): 16" in recounted(pack.folder).stdout


def test_attempts_under_no_seal_are_named_with_their_number(pack: Pack, quiz: Command) -> None:
    lines = [line | {"seal": "", "leaf": ""} for line in pack.lines("attempts.csv")]
    with (pack.folder / "attempts.csv").open("w", encoding="utf-8", newline="") as stream:
        table = csv.DictWriter(stream, list(lines[0]))
        table.writeheader()
        table.writerows(lines)
    write(pack, "seals.json", [])
    done = quiz("recount", pack.folder)
    assert PLAIN not in done.said
    assert "16 lượt thi chưa được niêm phong / 16 attempts are under no seal" in done.told
    said = recounted(pack.folder).stdout
    assert "agrees, except what was left out (seals of 16 attempts): 16" in said


def test_every_seal_is_over_one_round_so_that_a_pack_of_it_holds_the_seal(engine: Engine) -> None:
    play_round(engine, make.clauses())
    with writing(engine) as db:
        state = make.reload(db, "thu")
        three_elsewhere(db, state)
        assert sealing.seal(db, state, now=LATER) == 16
        seals = db.execute(select(tables.seals).order_by(tables.seals.c.number)).all()
        assert [one.leaves for one in seals] == [3, 13]
        assert seals[1].previous == sealing.follows(seals[0].root, seals[0].previous)
        assert sealing.seal(db, state, now=LATER) == 0


def test_a_seal_over_several_rounds_is_left_out_and_the_manifest_says_so(
    finished: Engine, quiz: Command, tmp_path: Path
) -> None:
    with writing(finished) as db:
        three_elsewhere(db, make.reload(db, "thu"))
    quiz("export", "thu", "--out", tmp_path / "pack")
    pack = Pack(tmp_path / "pack")
    assert pack.document("seals.json") == []
    assert pack.document("manifest.json")["left_out"] == {"rounds": [], "seals": [1]}


def three_elsewhere(db: Connection, state: ContestState) -> None:
    """Let three attempts be of the second round."""
    some = select(tables.attempts.c.id).order_by(tables.attempts.c.id).limit(3)
    moved = update(tables.attempts).where(tables.attempts.c.id.in_(some.scalar_subquery()))
    db.execute(moved.values(round_id=state.rounds[1].id))
