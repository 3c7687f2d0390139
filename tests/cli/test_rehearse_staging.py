"""Whom `quiz rehearse` takes for a staging site."""

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

from quiz.cli.rehearsal import crowd as rehearse_crowd
from quiz.rules.refusals.rehearsals import RunBroken
from quiz.rules.rehearsing import proof
from quiz.store import rehearsals
from quiz.store.contests import ContestState
from quiz.store.engine import reading, writing
from tests import make
from tests.command import Command, command
from tests.provision.server import Clock, settings_of
from tests.rehearsed import refused

TOKEN = "t" * 40
PEOPLE = ("--participants", "40")


@pytest.fixture
def state(engine: Engine) -> ContestState:
    now = datetime.now(UTC)
    with writing(engine) as db:
        return make.running(db, make.contest(opens=now - make.DAY), now=now)


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


def proving(papers: dict[str, Any], there: list[str]) -> Callable[[dict[str, str]], tuple[int, Any]]:
    """The answer of a staging site that holds the token, with these papers and these rounds open."""
    told = {"papers": papers, "build": "build", "open": there}
    told |= {"served": {"database": "postgresql", "workers": 2}}
    return lambda asked: (200, told | {"proof": proof(TOKEN, asked["nonce"], told)})


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
    told = {"papers": {}, "build": "x", "open": ["tuan-1"]}
    old = told | {"proof": proof(TOKEN, "nonce of yesterday", told)}
    with site(lambda _asked: (200, old)) as target:
        assert "không chứng tỏ" in refused(knowing, "tuan-1", *PEOPLE, "--target", target)


def test_a_staging_site_with_other_papers_is_not_rehearsed(
    knowing: Command, engine: Engine, state: ContestState
) -> None:
    with reading(engine) as db:
        papers = rehearsals.paper_versions(db, state.rounds[0].id)
    with site(proving({"": papers[""] | {"version": 2}}, ["tuan-1"])) as target:
        assert "đề khác" in refused(knowing, "tuan-1", *PEOPLE, "--target", target)


@pytest.mark.parametrize(
    ("there", "said"),
    [(["tuan-2"], "đang mở tuan-2"), ([], "đang mở –"), (["tuan-1", "tuan-2"], "đang mở tuan-1, tuan-2")],
)
def test_a_staging_site_on_which_another_round_is_open_is_not_rehearsed(
    knowing: Command, engine: Engine, state: ContestState, tmp_path: Path, there: list[str], said: str
) -> None:
    with reading(engine) as db:
        papers = rehearsals.paper_versions(db, state.rounds[0].id)
    with site(proving(papers, there)) as target:
        words = (*PEOPLE, "--target", target, "--out", tmp_path / "run")
        assert said in refused(knowing, "tuan-1", *words)
    assert not (tmp_path / "run").exists()


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
