"""What `/metrics` tells, and to whom."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from quiz.settings import Environment, Settings
from quiz.store import duties
from quiz.store.engine import writing
from quiz.web import create_app
from tests import make

TOKEN = "a-token-of-the-collector"


def client(engine: Engine, **settings: object) -> FlaskClient:
    words: dict[str, Any] = {"environment": Environment.TEST, "insecure_cookies": True, **settings}
    return create_app(Settings(**words), engine).test_client()


def test_it_tells_answer_times_failures_and_the_age_of_due_jobs(engine: Engine) -> None:
    with writing(engine) as db:
        state = make.running(db)
        duties.claim(db, state.id, "sweep", make.NOW, by="test", now=make.NOW)
    visitor = client(engine)
    visitor.get("/nowhere")
    text = visitor.get("/metrics").text
    assert 'quantile="0.95"' in text
    assert "quiz_database_up 1.0" in text
    assert 'quiz_due_job_age_seconds{kind="sweep"}' in text


def test_it_counts_no_visits_because_a_prediction_may_ask_for_them(engine: Engine) -> None:
    visitor = client(engine)
    for _ in range(17):
        visitor.get("/nowhere")
    values = [line.rpartition(" ")[2] for line in visitor.get("/metrics").text.splitlines() if line[0] != "#"]
    assert values
    assert not [value for value in values if float(value) == 17]


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
