"""Who gets into the office, and how."""

from __future__ import annotations

import json
import re

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from quiz.settings import Environment, Settings
from quiz.store import tables
from quiz.store.engine import reading, writing
from quiz.web import create_app
from quiz.web.office import hashing
from tests import clerk, make
from tests.doorway import NEW_PASSWORD, code_of, hired, present_step, set_up, sign_in


@pytest.fixture
def app(engine: Engine) -> Flask:
    settings = Settings(environment=Environment.TEST, insecure_cookies=True, database_url=str(engine.url))
    app = create_app(settings, engine)
    app.config["WTF_CSRF_ENABLED"] = False
    return app


def test_every_office_page_names_its_roles(app: Flask) -> None:
    open_to_all = set()
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/office"):
            needed = getattr(app.view_functions[rule.endpoint], "required_roles", None)
            assert needed is not None, f"{rule.rule} has no @role_required"
            if not needed:
                open_to_all.add(rule.rule)
    assert open_to_all == {"/office/sign-in", "/office/sign-out", "/office/set-up"}


def test_a_stranger_is_led_to_the_sign_in(app: Flask) -> None:
    answer = app.test_client().get("/office/")
    assert answer.status_code == 303
    assert answer.location.startswith("/office/sign-in?next=")


def test_an_address_that_does_not_exist_is_told_in_the_offices_frame(app: Flask, engine: Engine) -> None:
    staff = app.test_client()
    sign_in(staff, hired(engine))
    set_up(staff)
    for address in ("/office/khong-co", "/office/c/khong-co/khong-co"):
        assert app.test_client().get(address).status_code == 404, "a stranger"
        answer = staff.get(address)
        assert (answer.status_code, 'class="menu"' in answer.text) == (404, True)
        assert "Không tìm thấy trang này" in answer.text


def test_the_first_sign_in_leads_nowhere_before_both_factors_are_set_up(app: Flask, engine: Engine) -> None:
    client = app.test_client()
    assert sign_in(client, hired(engine)) == 303
    assert client.get("/office/").location == "/office/set-up"
    secret, codes, _ = set_up(client)
    assert len(codes) == 8
    assert client.get("/office/").status_code == 200
    with reading(engine) as db:
        kept = json.dumps([list(map(str, row)) for row in db.execute(select(tables.staff))])
    assert secret not in kept
    assert NEW_PASSWORD not in kept
    assert not any(code in kept for code in codes)


def test_a_code_signs_in_once_and_so_does_a_recovery_code(app: Flask, engine: Engine) -> None:
    first = app.test_client()
    sign_in(first, hired(engine))
    secret, codes, step = set_up(first)
    assert sign_in(app.test_client(), NEW_PASSWORD, code_of(secret, step)) == 422, "spent by the set-up"
    assert sign_in(app.test_client(), NEW_PASSWORD, code_of(secret, step + 1)) == 303
    assert sign_in(app.test_client(), NEW_PASSWORD, code_of(secret, step + 1)) == 422
    assert sign_in(app.test_client(), NEW_PASSWORD, codes[0].lower()) == 303
    assert sign_in(app.test_client(), NEW_PASSWORD, codes[0]) == 422


def test_wrong_name_wrong_password_and_wrong_code_get_one_answer(app: Flask, engine: Engine) -> None:
    client = app.test_client()
    sign_in(client, hired(engine))
    set_up(client)
    tries = [("khong-co", NEW_PASSWORD, "1"), ("lan", "sai mật khẩu rồi", "1"), ("lan", NEW_PASSWORD, "1")]
    answers = [
        app.test_client().post("/office/sign-in", data={"login": a, "password": b, "code": c})
        for a, b, c in tries
    ]
    assert {answer.status_code for answer in answers} == {422}
    assert len({re.findall(r'role="alert">(.*?)</p>', answer.text)[0] for answer in answers}) == 1


def test_guessing_slows_down_and_the_right_password_does_not_count(app: Flask, engine: Engine) -> None:
    password = hired(engine)
    assert [sign_in(app.test_client(), password) for _ in range(7)] == [303] * 7
    answers = [sign_in(app.test_client(), "sai mật khẩu rồi") for _ in range(6)]
    assert answers == [422] * 5 + [429]


def test_signing_out_ends_copies_of_the_cookie(app: Flask, engine: Engine) -> None:
    client, copy = app.test_client(), app.test_client()
    sign_in(client, hired(engine))
    set_up(client)
    with client.session_transaction() as cookie, copy.session_transaction() as stolen:
        stolen.update(cookie)
    assert copy.get("/office/").status_code == 200
    client.post("/office/sign-out")
    assert copy.get("/office/").status_code == 303


def test_a_weak_password_is_refused_and_nothing_is_set_up(app: Flask, engine: Engine) -> None:
    client = app.test_client()
    sign_in(client, hired(engine))
    page = client.get("/office/set-up").text
    sealed = re.search(r'name="sealed" value="([^"]+)"', page)
    secret = re.search(r'<p class="mono">([A-Z2-7]+)</p>', page)
    assert sealed
    assert secret
    given = {"sealed": sealed[1], "password": "ngắn", "code": code_of(secret[1], present_step())}
    answer = client.post("/office/set-up", data=given)
    assert answer.status_code == 422
    assert client.get("/office/").location == "/office/set-up"


def test_too_many_passwords_at_once_are_told_to_wait(
    app: Flask, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    password = hired(engine)
    monkeypatch.setattr(hashing, "PATIENCE_SECONDS", 0.01)
    taken = [hashing._turns.acquire() for _ in range(hashing.AT_ONCE)]
    try:
        answer = app.test_client().post("/office/sign-in", data={"login": "lan", "password": password})
    finally:
        for _ in taken:
            hashing._turns.release()
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]


def test_an_address_elsewhere_is_never_gone_to_after_sign_in(app: Flask, engine: Engine) -> None:
    client = app.test_client()
    password = hired(engine)
    for elsewhere in ("//boc.example/office/", "https://boc.example/", "/\\boc.example", "/c/thu/"):
        given = {"login": "lan", "password": password, "next": elsewhere}
        assert client.post("/office/sign-in", data=given).location == "/office/"


def test_a_contest_of_other_organisers_is_absent(engine: Engine) -> None:
    with writing(engine) as db:
        make.running(db)
        other = make.running(db, make.contest("khac"), pool=9)
    client = clerk.office(engine, contest_id=other.id)
    assert client.get("/office/c/khac/rounds/").status_code == 200
    assert client.get("/office/c/thu/rounds/").status_code == 404
    assert client.post("/office/c/thu/rounds/tuan-1/close").status_code == 404


@pytest.mark.parametrize(
    ("role", "page", "status"),
    [
        ("operator", "rounds/", 403),
        ("editor", "rounds/", 200),
        ("editor", "results/", 403),
        ("auditor", "audit", 200),
        ("auditor", "results/", 200),
        ("support", "results/", 403),
        ("coordinator", "live/", 200),
    ],
)
@pytest.mark.parametrize("store_kind", ["sqlite"], indirect=True)
def test_a_role_opens_its_pages_and_no_others(engine: Engine, role: str, page: str, status: int) -> None:
    with writing(engine) as db:
        state = make.running(db)
    client = clerk.office(engine, role, contest_id=state.id)
    assert client.get(f"/office/c/thu/{page}").status_code == status


@pytest.mark.parametrize("store_kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize("role", ["editor", "coordinator", "auditor", "support"])
def test_only_organisers_take_a_round_through_its_steps(engine: Engine, role: str) -> None:
    with writing(engine) as db:
        state = make.running(db)
    client = clerk.office(engine, role, contest_id=state.id)
    for step in ("schedule", "pause", "resume", "extend", "close", "finalise", "recompute", "publish"):
        assert client.post(f"/office/c/thu/rounds/tuan-1/{step}").status_code == 403
