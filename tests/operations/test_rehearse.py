"""`quiz rehearse` from the real contest's database to a verdict in it; server and crowd are real ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, inspect

from quiz.build import build
from quiz.cli.rehearsal import checks as rehearse_checks
from quiz.cli.rehearsal import own as rehearse_own
from quiz.cli.rehearsal import programs as rehearse_programs
from quiz.cli.rehearsal.programs import Place, serving
from quiz.rules.contest import Contest
from quiz.store import audit, rehearsals
from quiz.store.contests import ContestState
from quiz.store.engine import make_engine, reading, writing
from tests import make
from tests.command import Command, command
from tests.provision.server import Clock, settings_of

pytestmark = pytest.mark.timeout(300)
SMALL = ("--participants", "40", "--attempts", "60", "--minutes", "0.1", "--think", "0.5")
# A test machine may be busy with other tests: what is slow there says nothing about the command.
PATIENT = ("--p95", "60000", "--hand-in-p99", "60000")

SECRETS = {"secret_key": "s" * 40, "code_key": "c" * 40}


def contest() -> Contest:
    """A round of this week that does not wait long for late hand-ins."""
    value = make.contest(opens=datetime.now(UTC) - make.DAY)
    return replace(value, rounds=tuple(replace(one, grace=timedelta(seconds=1)) for one in value.rounds))


@pytest.fixture
def state(engine: Engine) -> ContestState:
    with writing(engine) as db:
        return make.running(db, contest(), now=datetime.now(UTC))


@pytest.fixture
def empty_database(postgresql_engine: Engine) -> Iterator[str]:
    """A second, empty database on the same PostgreSQL."""
    name = f"{postgresql_engine.url.database}_rehearsal"
    with postgresql_engine.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
        db.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE template0")
        yield postgresql_engine.url.set(database=name).render_as_string(hide_password=False)
        db.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.parametrize("store_kind", ["sqlite"], indirect=True)
def test_a_rehearsal_passes_and_leaves_its_verdict_with_the_real_contest(
    quiz: Command, engine: Engine, state: ContestState, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    told = quiz("rehearse", "thu", "1", *SMALL, *PATIENT, "--out", out, "--json").document
    assert told["verdict"] == "passed"
    assert told["compared"]["acknowledged"] >= 36
    assert told["compared"]["places_compared"] >= 40, "everybody who was invented, and the crowd"
    assert {one["shape"] for one in told["capacity"]} == {"opening", "deadline"}
    with reading(engine) as db:
        kept = rehearsals.last(db, state.rounds[0].id)
        acts = [one.act for one in audit.latest(db, "thu")]
        played = rehearsals.played(db, state.rounds[0].id)
        assert kept is not None
        report = rehearsals.report(db, state.rounds[0].id, kept.public_id)
    assert (kept.verdict, kept.build, kept.papers[""]["version"]) == ("passed", build(), 1)
    served = {"database": "sqlite", "workers": 2}
    hard = {"minutes": 0.1, "p95": 60_000, "hand_in_p99": 60_000, "think": 0.5}
    assert kept.figures["asked"] == hard | {"served": served}
    assert kept.figures["used"] == served
    assert report == Path(told["report"]).read_text(encoding="utf-8")
    assert report.count("<svg") >= 8
    assert "round.rehearse" in acts
    assert played.attempts == 0, "the crowd was never in the real contest"
    assert [file.suffix for file in out.iterdir()] == [".html"], "no ledger, paper or key stays behind"


@pytest.mark.parametrize("store_kind", ["postgresql"], indirect=True)
def test_a_limit_that_is_not_kept_fails_the_rehearsal_and_the_copy_is_removed(
    quiz: Command, engine: Engine, state: ContestState, empty_database: str, tmp_path: Path
) -> None:
    words = ("--p95", "0.01", "--hand-in-p99", "60000", "--out", tmp_path, "--database", empty_database)
    answer = quiz("rehearse", "thu", "tuan-1", *SMALL, *words, fails=True)
    assert "opening p95" in answer.told
    with reading(engine) as db:
        kept = rehearsals.last(db, state.rounds[0].id)
    assert kept is not None
    assert kept.verdict == "failed"
    broken = {one["name"] for one in kept.figures["checks"] if not one["met"]}
    assert "p95" in broken
    assert broken <= {"p95", "delivered"}, "a slow page loses nothing; a busy machine may send fewer people"
    assert all(one["cpu_ms"]["database"] > 0 for one in kept.figures["capacity"])
    copy = make_engine(empty_database)
    assert inspect(copy).get_table_names() == []
    copy.dispose()


@pytest.mark.parametrize("store_kind", ["sqlite"], indirect=True)
def test_a_staging_site_is_filled_rehearsed_and_judged_by_its_export(
    state: ContestState, engine: Engine, database_url: str, test_clock: Clock, tmp_path: Path
) -> None:
    token = {"rehearsal_token": "t" * 40}
    quiz = command(settings_of(database_url, test_clock.file, token))
    copy, run, pack = f"sqlite:///{tmp_path / 'staging.sqlite'}", tmp_path / "run", tmp_path / "pack"
    quiz("rehearse", "thu", "tuan-1", *SMALL, "--fill", copy)
    port, copied = rehearse_checks.port(None), make_engine(copy)
    site = settings_of(copy, test_clock.file, token | SECRETS | {"bind": f"127.0.0.1:{port}"})
    place = Place(tmp_path, {**site, "QUIZ_ENVIRONMENT": "staging", "QUIZ_TEST_CLOCK": ""})
    with serving(place, port, 1):
        target = f"http://127.0.0.1:{port}"
        quiz("rehearse", "thu", "tuan-1", *SMALL, *PATIENT, "--target", target, "--out", run)
        rehearse_programs.quiz(place, "round", "close", "thu", "tuan-1", "--reason", "diễn tập")
        rehearse_own.wait_until_exportable(copied, "thu", "tuan-1")
        for step in ("finalise", "publish"):
            rehearse_programs.quiz(place, "round", step, "thu", "tuan-1")
    copied.dispose()
    rehearse_programs.quiz(place, "export", "thu", "--out", str(pack))
    told = quiz("rehearse", "thu", "tuan-1", "--judge", run, "--pack", pack, "--json").document
    assert (told["verdict"], told["target"]) == ("passed", target)
    assert told["compared"]["places_compared"] >= 40
    with reading(engine) as db:
        kept = rehearsals.last(db, state.rounds[0].id)
    assert kept is not None
    assert kept.target == target
    assert kept.figures["asked"]["served"] == {"database": "sqlite", "workers": 1}, "as its server was told"
