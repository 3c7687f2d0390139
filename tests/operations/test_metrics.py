"""What `/metrics` tells, and to whom."""

from __future__ import annotations

import json
import logging
import re
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from quiz.rules.guess import Guess, PredictionRule
from quiz.settings import Environment, Settings
from quiz.store import duties
from quiz.store.engine import writing
from quiz.web import create_app
from quiz.web.figures import VOLUMES
from tests import citizens, make

TOKEN = "a-token-of-the-collector"
DASHBOARD = Path(__file__).resolve().parents[2] / "deploy" / "grafana.json"
SAVES = 11


def client(engine: Engine, **settings: object) -> FlaskClient:
    words: dict[str, Any] = {"environment": Environment.TEST, "insecure_cookies": True, **settings}
    return create_app(Settings(**words), engine).test_client()


def playing(engine: Engine, folder: Path, guess: Guess) -> FlaskClient:
    """Somebody who has started, saved eleven times and handed in, and looked for what is not there."""
    with writing(engine) as db:
        state = make.running(db, make.contest(clauses=make.clauses(prediction=PredictionRule(kind=guess))))
        person = make.participant(db, state)
    visitor = citizens.visitor(engine, folder)
    with visitor.session_transaction() as session:
        session["_user_id"], session["_fresh"] = f"c:{person.token}", True
    sheet = visitor.post("/c/thu/r/tuan-1/").location
    for revision in range(SAVES):
        body = {"r": f"{revision + 1}0001", "b": f"{revision and revision * 10_000 + 1}", "a": "1"}
        assert visitor.post(f"{sheet}save", data=body).status_code == 204
    assert visitor.post(f"{sheet}hand-in", data={"prediction": "3", "q1": "1"}).status_code == 303
    assert visitor.get("/c/thu/r/nowhere/").status_code == 404
    return visitor


def value(text: str, series: str) -> float:
    """What is told of that series."""
    return next(float(line.rpartition(" ")[2]) for line in text.splitlines() if line.startswith(f"{series} "))


def test_it_tells_answer_times_failures_and_the_age_of_due_jobs(engine: Engine) -> None:
    with writing(engine) as db:
        state = make.running(db)
        duties.claim(db, state.id, "sweep", make.NOW, by="test", now=make.NOW)
    visitor = client(engine)
    visitor.get("/c/thu/")
    text = visitor.get("/metrics").text
    assert value(text, 'quiz_answer_seconds{page="home.contest_home",quantile="0.95"}') > 0
    assert value(text, "quiz_database_up") == 1
    assert 'quiz_due_job_age_seconds{kind="sweep"}' in text


def test_it_counts_nobody_while_a_prediction_asks_for_numbers(engine: Engine, tmp_path: Path) -> None:
    visitor = playing(engine, tmp_path, Guess.NUMBER)
    text = visitor.get("/metrics").text
    assert value(text, "quiz_volumes_withheld") == 1
    assert not [name for name in VOLUMES if name in text]
    values = [line.rpartition(" ")[2] for line in text.splitlines() if line[0] != "#"]
    assert not [one for one in values if float(one) in (SAVES, SAVES + 1, SAVES + 2)]


def test_it_counts_acts_where_nobody_is_asked_to_guess_them(engine: Engine, tmp_path: Path) -> None:
    text = playing(engine, tmp_path, Guess.NONE).get("/metrics").text
    assert value(text, "quiz_volumes_withheld") == 0
    for act, times in {"signed_up": 0, "started": 1, "saved": SAVES, "handed_in": 1}.items():
        assert value(text, f'quiz_acts_total{{act="{act}"}}') == times
    assert value(text, 'quiz_refusals_total{kind="NotFound"}') == 1
    assert value(text, 'quiz_refused_share{kind="NotFound"}') > 0


def test_a_database_that_does_not_answer_lets_nothing_be_counted(engine: Engine, tmp_path: Path) -> None:
    visitor = playing(engine, tmp_path, Guess.NONE)
    with writing(engine) as db:
        db.exec_driver_sql("ALTER TABLE due_jobs RENAME TO gone")
    try:
        text = visitor.get("/metrics").text
    finally:
        with writing(engine) as db:
            db.exec_driver_sql("ALTER TABLE gone RENAME TO due_jobs")
    assert (value(text, "quiz_database_up"), value(text, "quiz_volumes_withheld")) == (0, 1)
    assert "quiz_acts_total" not in text
    kind = {"sqlite": "OperationalError", "postgresql": "UndefinedTable"}[engine.dialect.name]
    assert value(text, f'quiz_database_failures_total{{kind="{kind}"}}') == 1


def test_a_slow_statement_is_counted_and_logged_without_its_values(
    engine: Engine, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    visitor = citizens.visitor(engine, tmp_path, slow_query_ms=0)
    with caplog.at_level(logging.WARNING, "quiz"):
        visitor.get("/c/not-a-contest/")
    told = [vars(record) for record in caplog.records if record.message == "slow statement"]
    assert [line["ms"] >= 0 for line in told if "FROM contests" in line["sql"]] == [True]
    assert not [line for line in told if "not-a-contest" in line["sql"]]
    assert value(visitor.get("/metrics").text, "quiz_slow_statements_total") >= 1


@pytest.mark.parametrize("store_kind", ["sqlite"], indirect=True)
def test_an_overloaded_worker_says_so(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as db:
        make.running(db, make.contest(clauses=make.clauses(prediction=PredictionRule())))
    visitor = citizens.visitor(engine, tmp_path, overload_requests=1)
    assert value(visitor.get("/metrics").text, "quiz_requests_in_hand") == 1
    visitor.application.extensions["gate"]._begun.add("somebody's request")
    assert visitor.get("/c/thu/").status_code == 503
    text = visitor.get("/metrics").text
    assert (value(text, "quiz_overloaded_workers"), value(text, "quiz_turned_away_total")) == (1, 1)


@pytest.mark.parametrize("store_kind", ["sqlite"], indirect=True)
def test_the_dashboard_shows_what_there_is_and_all_of_it(engine: Engine, tmp_path: Path) -> None:
    visitor = playing(engine, tmp_path, Guess.NONE)
    types = [line.split()[2] for line in visitor.get("/metrics").text.splitlines() if line[:6] == "# TYPE"]
    told = {name for name in types if not name.endswith("_created")}
    board = json.loads(DASHBOARD.read_text())
    asked = {
        name
        for panel in board["panels"]
        for target in panel["targets"]
        for name in re.findall(r"quiz_\w+", target["expr"])
    }
    assert asked == told


@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("10.0.0.7", {}, 200),
        ("8.8.8.8", {}, 404),
        ("127.0.0.1", {"X-Forwarded-For": "127.0.0.1"}, 404),
        ("127.0.0.1", {"Forwarded": "for=127.0.0.1"}, 404),
    ],
)
@pytest.mark.parametrize("store_kind", ["sqlite"], indirect=True)
def test_only_near_collectors_that_came_through_no_proxy_see_it(
    engine: Engine, address: str, headers: dict[str, str], status: int
) -> None:
    asked = client(engine).get("/metrics", environ_base={"REMOTE_ADDR": address}, headers=headers)
    assert asked.status_code == status


@pytest.mark.parametrize("store_kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("shown", "status"), [(TOKEN, 200), ("another", 404), ("", 404)])
def test_a_token_stands_over_the_address(engine: Engine, shown: str, status: int) -> None:
    headers = {"Authorization": f"Bearer {shown}"}
    asked = client(engine, metrics_token=TOKEN).get("/metrics", headers=headers)
    assert asked.status_code == status
