"""What is remembered of cookies and tokens never lets in what a check of the signature would keep out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask, session
from flask.sessions import SecureCookieSessionInterface
from sqlalchemy import Engine

from quiz.store.engine import writing
from tests import make
from tests.phone import NOW, Phone, application, opened

pytestmark = pytest.mark.parametrize("store_kind", ["sqlite"], indirect=True)


@pytest.fixture
def app(engine: Engine) -> Flask:
    app = application(engine)
    app.add_url_rule("/held", view_func=lambda: dict(session))
    app.add_url_rule("/change", view_func=_change)
    app.add_url_rule("/list", view_func=_list)
    return app


def _change() -> dict[str, object]:
    session["more"] = "mine"
    return dict(session)


def _list() -> dict[str, object]:
    session["list"].append("mine")
    return dict(session)


def held(app: Flask, cookie: str, path: str = "/held") -> object:
    """What the application finds in this cookie."""
    client = app.test_client(use_cookies=False)
    return client.get(path, headers={"Cookie": f"quiz={cookie}"}).json


def signed(app: Flask, **values: object) -> str:
    """A cookie that this application signed."""
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer
    return signer.dumps(values)


def test_a_cookie_with_one_letter_changed_holds_nothing_however_often_the_right_one_came(app: Flask) -> None:
    cookie = signed(app, name="a")
    assert [held(app, cookie) for _again in range(3)] == [{"name": "a"}] * 3
    for place in (3, len(cookie) // 2, len(cookie) - 3):
        letter = "A" if cookie[place] != "A" else "B"
        assert held(app, cookie[:place] + letter + cookie[place + 1 :]) == {}


def test_a_remembered_cookie_still_grows_old(app: Flask) -> None:
    cookie = signed(app, name="a")
    assert held(app, cookie) == {"name": "a"}
    app.permanent_session_lifetime = timedelta(seconds=-1)
    assert held(app, cookie) == {}


def test_what_one_request_changes_the_next_with_the_same_cookie_does_not_see(app: Flask) -> None:
    cookie = signed(app, name="a")
    assert held(app, cookie, "/change") == {"name": "a", "more": "mine"}
    assert held(app, cookie) == {"name": "a"}
    listed = signed(app, list=["a"])
    assert [held(app, listed, "/list") for _again in range(2)] == [{"list": ["a", "mine"]}] * 2


def test_a_new_secret_key_forgets_what_the_old_one_signed(app: Flask) -> None:
    cookie = signed(app, name="a")
    assert held(app, cookie) == {"name": "a"}
    app.secret_key = "another secret key of at least 32 letters"
    assert held(app, cookie) == {}
    app.config["SECRET_KEY_FALLBACKS"] = ["change-me"]
    assert held(app, cookie) == {"name": "a"}


def test_a_form_that_another_worker_gave_out_opens_here_and_a_forged_one_never(
    app: Flask, engine: Engine
) -> None:
    state, person = opened(engine)
    start = f"/c/{state.slug}/r/tuan-1/"
    elsewhere, here = (Phone(one, person.token) for one in (app, application(engine)))
    token = elsewhere.hidden(start, "start")["csrf_token"]
    cookie = elsewhere.client.get_cookie("quiz")
    assert cookie
    here.client.set_cookie("quiz", cookie.value)
    for _again in range(2):
        assert here.client.post(start, headers={"X-CSRFToken": token[:-1]}).status_code == 400
        assert here.client.post(start, headers={"X-CSRFToken": token}).status_code == 303
    spoilt = {"headers": {"X-CSRFToken": "forged"}, "data": {"other-csrf_token": token}}
    assert here.client.post(start, **spoilt).status_code == 303
    assert here.client.post(start, headers={"X-CSRFToken": "forged"}).status_code == 400


def test_the_token_of_one_session_opens_no_form_of_another(app: Flask, engine: Engine) -> None:
    state, person = opened(engine)
    with writing(engine) as db:
        other = make.participant(db, state, phone="0988888888", now=NOW)
    mine, yours = Phone(app, person.token), Phone(app, other.token)
    start = f"/c/{state.slug}/r/tuan-1/"
    my_token = mine.hidden(start, "start")["csrf_token"]
    your_token = yours.hidden(start, "start")["csrf_token"]
    assert my_token != your_token
    refused = yours.client.post(start, data={"csrf_token": my_token})
    assert refused.status_code == 400
    assert yours.client.post(start, data={"csrf_token": ""}).status_code == 400
    assert yours.client.post(start, data={"csrf_token": your_token}).status_code == 303
    assert mine.client.post(start, headers={"X-CSRFToken": my_token}).status_code == 303
