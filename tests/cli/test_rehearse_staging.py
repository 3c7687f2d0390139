"""Whom `quiz rehearse` takes for a staging site, and by which run and pack it judges one afterwards."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import Engine

from quiz.actions import pack_files
from quiz.cli import rehearse_crowd
from quiz.rules.rehearsal_refusals import RunBroken
from quiz.rules.rehearsing import proof
from quiz.store import rehearsals
from quiz.store.contests import ContestState
from quiz.store.engine import reading, writing
from tests import make
from tests.command import Command, command
from tests.provision.server import Clock, settings_of
from tests.rehearsed import WHOLE, refused

TOKEN = "t" * 40
PEOPLE = ("--participants", "40")


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


@contextmanager
def site(answer: Callable[[dict[str, str]], tuple[int, Any]]) -> Iterator[str]:
    """A site that answers everything with what this makes of the words asked."""

    class Door(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
            status, told = answer(asked)
            self.send_response(status)
            self.end_headers()
            self.wfile.write(json.dumps(told).encode())

        def log_message(self, *_words: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Door) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def knowing(database_url: str, test_clock: Clock) -> Command:
    """The command with a token for staging sites."""
    return command(settings_of(database_url, test_clock.file, {"rehearsal_token": TOKEN}))


def test_a_target_needs_a_token_here(quiz: Command, state: ContestState) -> None:
    assert "QUIZ_REHEARSAL_TOKEN" in refused(quiz, "tuan-1", *PEOPLE, "--target", "http://127.0.0.1:1")


def test_the_real_site_is_never_a_target(knowing: Command, state: ContestState) -> None:
    assert "QUIZ_PUBLIC_URL" in refused(knowing, "tuan-1", *PEOPLE, "--target", "http://localhost:8000/")


@pytest.mark.parametrize(
    "answer", [(404, {}), (200, {}), (200, []), (200, {"proof": "0" * 64, "papers": {}, "build": "x"})]
)
def test_a_site_that_proves_nothing_is_not_rehearsed(
    knowing: Command, state: ContestState, answer: tuple[int, Any]
) -> None:
    with site(lambda _asked: answer) as target:
        assert "không chứng tỏ" in refused(knowing, "tuan-1", *PEOPLE, "--target", target)


def test_an_old_proof_is_worth_nothing(knowing: Command, state: ContestState) -> None:
    old = {"papers": {}, "build": "x", "proof": proof(TOKEN, "nonce of yesterday", {}, "x")}
    with site(lambda _asked: (200, old)) as target:
        assert "không chứng tỏ" in refused(knowing, "tuan-1", *PEOPLE, "--target", target)


def test_a_staging_site_with_other_papers_is_not_rehearsed(
    knowing: Command, engine: Engine, state: ContestState
) -> None:
    with reading(engine) as db:
        papers = rehearsals.paper_versions(db, state.rounds[0].id)
    other = {"": papers[""] | {"version": 2}}

    def answer(asked: dict[str, str]) -> tuple[int, Any]:
        said = proof(TOKEN, asked["nonce"], other, "build")
        return 200, {"papers": other, "build": "build", "proof": said}

    with site(answer) as target:
        assert "đề khác" in refused(knowing, "tuan-1", *PEOPLE, "--target", target)


def test_a_run_of_which_a_generator_was_gone_is_no_run(tmp_path: Path) -> None:
    summary, log = tmp_path / "summary.json", tmp_path / "locust.log"
    log.write_text("Killed\n")
    with pytest.raises(RunBroken, match="Killed"):
        rehearse_crowd.measured(summary, log)
    summary.write_text(json.dumps({"generators": ["1 of 2 workers were gone before the end."]}))
    with pytest.raises(RunBroken, match="1 of 2 workers"):
        rehearse_crowd.measured(summary, log)
    summary.write_text(json.dumps({"generators": [], "limits_not_kept": ["slow"]}))
    assert rehearse_crowd.measured(summary, log)["limits_not_kept"] == ["slow"]
