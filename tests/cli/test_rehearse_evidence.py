"""By which run, ledger and pack `quiz rehearse --judge` judges a staging site."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from quiz.actions.packs import files as pack_files
from quiz.cli.rehearsal.evidence import refuse_other_attempts
from quiz.store import rehearsals
from quiz.store.contests import ContestState
from quiz.store.engine import reading, writing
from tests import make
from tests.command import Command
from tests.rehearsed import WHOLE, refused


@pytest.fixture
def state(engine: Engine) -> ContestState:
    now = datetime.now(UTC)
    with writing(engine) as db:
        return make.running(db, make.contest(opens=now - make.DAY), now=now)


def test_a_folder_without_a_run_cannot_be_judged(quiz: Command, state: ContestState, tmp_path: Path) -> None:
    assert str(tmp_path) in refused(quiz, "tuan-1", "--judge", tmp_path, "--pack", tmp_path)
    (tmp_path / "run.json").write_text('{"contest": "thu"}')
    assert str(tmp_path) in refused(quiz, "tuan-1", "--judge", tmp_path, "--pack", tmp_path)


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """The folder of a run of the first round against a staging site."""
    told = WHOLE | {"contest": "thu", "round": "tuan-1", "runs": []}
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "run.json").write_text(json.dumps(told))
    return tmp_path / "run"


def pack(folder: Path, contest: str, rounds: list[str], commitment: str) -> Path:
    """A result pack as far as it tells what it holds."""
    told = {"format": pack_files.FORMAT, "contest": contest, "rounds": rounds, "files": {}}
    (folder / "papers").mkdir(parents=True)
    (folder / pack_files.MANIFEST).write_text(json.dumps(told))
    for one in rounds:
        (folder / pack_files.paper_name(one, "", 1)).write_text(json.dumps({"commitment": commitment}))
    return folder


@pytest.mark.parametrize(
    ("contest", "rounds", "commitment", "said"),
    [
        ("thu", ["tuan-2"], "a" * 64, "không có thu tuan-1"),
        ("khac", ["tuan-1"], "a" * 64, "không có thu tuan-1"),
        ("thu", ["tuan-1"], "b" * 64, "đề khác"),
    ],
)
def test_a_pack_of_anything_else_cannot_judge_a_run(
    quiz: Command,
    state: ContestState,
    run: Path,
    tmp_path: Path,
    contest: str,
    rounds: list[str],
    commitment: str,
    said: str,
) -> None:
    other = pack(tmp_path / "pack", contest, rounds, commitment)
    assert said in refused(quiz, "tuan-1", "--judge", run, "--pack", other)


def test_a_run_is_judged_under_its_own_rounds_name_only(
    quiz: Command, state: ContestState, run: Path
) -> None:
    assert "thu tuan-1" in refused(quiz, "2", "--judge", run, "--pack", run)
    assert "manifest.json" in refused(quiz, "1", "--judge", run, "--pack", run)


def ledger(run: Path, *lines: str) -> None:
    """What a crowd wrote down of its opening."""
    (run / "opening" / "ledger").mkdir(parents=True)
    (run / "opening" / "ledger" / "0-abc.jsonl").write_text("\n".join(lines))


def started(slug: str) -> str:
    """A crowd's line on somebody who is about to begin an attempt of that round."""
    return '{"at":1.0,"event":"intent","round":"' + slug + '","act":"start","person":"p"}'


def begun(folder: Path, *attempts: tuple[str, str]) -> Path:
    """A pack of both rounds, holding attempts of a round that began at a moment."""
    pack(folder, "thu", ["tuan-1", "tuan-2"], "a" * 64)
    rows = [
        dict.fromkeys(pack_files.ATTEMPT_COLUMNS, "") | {"round": a, "started_at": b} for a, b in attempts
    ]
    with (folder / pack_files.ATTEMPTS).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, pack_files.ATTEMPT_COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    return folder


BEFORE, AFTER = "2026-11-22T04:59:59.999999+00:00", "2026-11-22T05:00:01.000000+00:00"


@pytest.mark.parametrize("slugs", [("tuan-2",), ("tuan-1", "tuan-2")])
def test_a_run_in_which_another_round_was_played_is_not_judged(
    quiz: Command, engine: Engine, state: ContestState, run: Path, tmp_path: Path, slugs: tuple[str, ...]
) -> None:
    ledger(run, *map(started, slugs), '{"at":1.0,"event":"ack","act":"start"')
    whole = begun(tmp_path / "pack", ("tuan-1", AFTER), ("tuan-2", AFTER))
    assert "ghi bài thi của " + ", ".join(slugs) in refused(quiz, "1", "--judge", run, "--pack", whole)
    with reading(engine) as db:
        assert rehearsals.last(db, state.rounds[0].id) is None


@pytest.mark.parametrize("attempts", [(), (("tuan-1", BEFORE), ("tuan-2", AFTER))])
def test_a_pack_in_which_nobody_played_the_round_since_the_run_cannot_judge_it(
    quiz: Command, state: ContestState, run: Path, tmp_path: Path, attempts: tuple[tuple[str, str], ...]
) -> None:
    ledger(run, started("tuan-1"))
    before = begun(tmp_path / "pack", *attempts)
    assert "bắt đầu sau khi" in refused(quiz, "1", "--judge", run, "--pack", before)


def test_a_pack_with_an_attempt_of_the_run_may_judge_it(run: Path, tmp_path: Path) -> None:
    ledger(run, started("tuan-1"))
    told = json.loads((run / "run.json").read_text())
    refuse_other_attempts(told, run, begun(tmp_path / "pack", ("tuan-1", AFTER)))


def test_a_crowd_of_which_nobody_could_begin_is_judged_by_any_pack(run: Path, tmp_path: Path) -> None:
    ledger(run, '{"at":1.0,"event":"intent","act":"register","person":"p"}')
    told = json.loads((run / "run.json").read_text())
    refuse_other_attempts(told, run, begun(tmp_path / "pack"))


def test_a_pack_without_its_attempts_is_no_pack(
    quiz: Command, state: ContestState, run: Path, tmp_path: Path
) -> None:
    ledger(run, started("tuan-1"))
    torn = pack(tmp_path / "pack", "thu", ["tuan-1"], "a" * 64)
    assert pack_files.ATTEMPTS in refused(quiz, "1", "--judge", run, "--pack", torn)
