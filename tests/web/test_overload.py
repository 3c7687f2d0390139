"""Under too much load newcomers wait outside, and people inside a quiz go on."""

from __future__ import annotations

import time
from pathlib import Path
from threading import Event, Thread

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from quiz.store.engine import writing
from quiz.web.overload import LEAST_WAIT, MOST_WAIT, Gate, Pressure, is_newcomer
from tests import citizens, make
from tests.make import NOW

OUTSIDE = (
    "/",
    "/c/thu/",
    "/c/thu/register",
    "/c/thu/sign-in",
    "/c/thu/r/tuan-1/",
    "/c/thu/boards/",
    "/c/thu/units?q=xa",
)
INSIDE = ("/healthz", "/readyz", "/metrics", "/static/site.css", "/office/sign-in", "/c/thu/code")


@pytest.fixture
def full(engine: Engine, tmp_path: Path) -> FlaskClient:
    """A browser before a worker that may have one request in hand, and has."""
    with writing(engine) as db:
        make.running(db)
    visitor = citizens.visitor(engine, tmp_path, overload_requests=1)
    gate_of(visitor)._begun.add("somebody's request")
    return visitor


def gate_of(visitor: FlaskClient) -> Gate:
    gate: Gate = visitor.application.extensions["gate"]
    return gate


@pytest.mark.parametrize("store_kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize("path", OUTSIDE)
def test_newcomers_are_asked_to_wait_a_scattered_while(full: FlaskClient, path: str) -> None:
    asked = full.get(path)
    assert (asked.status_code, "xin bạn chờ" in asked.text, "one moment, please" in asked.text) == (
        503,
        True,
        True,
    )
    assert LEAST_WAIT <= int(asked.headers["Retry-After"]) <= MOST_WAIT
    assert asked.headers["Refresh"] == asked.headers["Retry-After"]
    assert (asked.headers["Cache-Control"], "Set-Cookie" in asked.headers) == ("no-store", False)


@pytest.mark.parametrize("store_kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize("path", INSIDE)
def test_organisers_machines_and_fresh_codes_go_on(full: FlaskClient, path: str) -> None:
    assert full.get(path, buffered=True).status_code != 503


@pytest.mark.parametrize("store_kind", ["sqlite"], indirect=True)
def test_a_form_that_was_turned_away_is_not_asked_for_anew_but_sent_again(full: FlaskClient) -> None:
    asked = full.post("/c/thu/register", data={"name": "Vàng Thị Thử"})
    assert (asked.status_code, "Refresh" in asked.headers, 'href=""' in asked.text) == (503, False, False)
    assert "gửi lại" in asked.text
    assert "send it again" in asked.text


def test_whoever_has_begun_an_attempt_goes_on_everywhere_until_it_is_handed_in(
    engine: Engine, tmp_path: Path
) -> None:
    with writing(engine) as db:
        state = make.running(db)
        person = make.participant(db, state)
    visitor = citizens.visitor(engine, tmp_path, overload_requests=1)
    with visitor.session_transaction() as session:
        session["_user_id"], session["_fresh"] = f"c:{person.token}", True
    sheet = visitor.post("/c/thu/r/tuan-1/").location
    gate_of(visitor)._begun.add("somebody's request")
    for path in (sheet, f"{sheet}check", "/c/thu/", "/c/thu/r/tuan-1/"):
        assert visitor.get(path).status_code in (200, 303)
    assert visitor.post(f"{sheet}save", data={"r": "10001", "b": "0", "a": "1", "p": ""}).status_code == 204
    receipt = visitor.post(f"{sheet}hand-in", data={"prediction": "3", "q1": "1"})
    assert (receipt.status_code, visitor.get(receipt.location).status_code) == (303, 200)
    assert visitor.get("/c/thu/").status_code == 503


@pytest.mark.parametrize("store_kind", ["sqlite"], indirect=True)
def test_requests_in_hand_fill_a_worker_and_their_answers_free_it(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as db:
        make.running(db)
    visitor = citizens.visitor(engine, tmp_path, overload_requests=1)
    begun, answered = Event(), Event()

    def slow() -> str:
        begun.set()
        assert answered.wait(timeout=30)
        return "done"

    visitor.application.add_url_rule("/slow", view_func=slow)
    waiting = Thread(target=visitor.application.test_client().get, args=["/slow"])
    waiting.start()
    assert begun.wait(timeout=30)
    assert visitor.get("/c/thu/").status_code == 503
    answered.set()
    waiting.join(timeout=30)
    assert visitor.get("/c/thu/").status_code == 200


def test_a_full_worker_lets_newcomers_in_again_at_half_of_its_limits() -> None:
    pressure = Pressure(most_requests=100, most_late_seconds=0.5)
    loads = [(99, 0.0), (100, 0.0), (60, 0.0), (50, 0.3), (50, 0.2), (60, 0.4), (0, 0.5), (0, 0.26), (0, 0.0)]
    assert [pressure.look(*load) for load in loads] == [
        False,
        True,
        True,
        True,
        False,
        False,
        True,
        True,
        False,
    ]


@pytest.mark.parametrize("store_kind", ["sqlite"], indirect=True)
def test_a_worker_that_comes_late_to_its_queue_lets_newcomers_wait(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as db:
        make.running(db)
    visitor = citizens.visitor(engine, tmp_path, overload_late_ms=400)
    gate_of(visitor).note_lateness(time.monotonic() - 1)
    assert visitor.get("/c/thu/").status_code == 503
    gate_of(visitor).note_lateness(time.monotonic())
    assert visitor.get("/c/thu/").status_code == 503
    gate_of(visitor).note_lateness(time.monotonic())
    assert visitor.get("/c/thu/").status_code == 200


@pytest.mark.parametrize("store_kind", ["sqlite"], indirect=True)
def test_no_address_is_inside_a_quiz_by_accident(engine: Engine, tmp_path: Path) -> None:
    app = citizens.visitor(engine, tmp_path, NOW).application
    inside = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if not is_newcomer({"PATH_INFO": rule.rule}) and not rule.rule.startswith("/office")
    }
    assert inside == {
        "static",
        "health.alive",
        "health.ready",
        "metrics.metrics",
        "entering.code_page",
        "entering.new_code",
        "entering.sign_out",
        "entering.sign_out_everywhere",
        "play.sheet",
        "play.save_sheet",
        "play.autosave",
        "play.back_to_sheet",
        "play.check",
        "play.hand_in",
        "play.picture",
        "receipts.receipt",
        "receipts.picture",
    }
