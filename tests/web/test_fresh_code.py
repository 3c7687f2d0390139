"""The fresh entry code and its link: told to their owner, to nobody else, and not for long."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer

from quiz.settings import Settings
from tests.citizens import code_on, secret_on, sign_up


def read_by_a_thief(client: FlaskClient) -> str:
    """What the cookies of this browser say to somebody without our key."""
    cookie = client.get_cookie("quiz")
    assert cookie
    _, said = URLSafeTimedSerializer("another key").loads_unsafe(cookie.value)
    return str(said)


def test_the_cookie_tells_nobody_the_fresh_code(visitor: FlaskClient) -> None:
    code = sign_up(visitor)
    secret = secret_on(visitor)
    said = read_by_a_thief(visitor)
    assert "fresh_entry" in said
    assert code not in said
    assert secret not in said
    assert code_on(visitor.get("/c/thu/code").text) == code, "its owner may reload the page"


def test_a_preview_of_the_link_learns_nothing_and_uses_nothing_up(visitor: FlaskClient) -> None:
    sign_up(visitor)
    secret = secret_on(visitor)
    visitor.post("/c/thu/sign-out")
    for _ in range(2):
        assert "Vàng Thị Thử" not in visitor.get("/c/thu/enter").text
    who = visitor.post("/c/thu/enter/who", data={"secret": secret})
    assert who.json == {"name": "Vàng Thị Thử"}
    assert visitor.get("/c/thu/me").status_code == 303
    assert visitor.post("/c/thu/enter", data={"secret": secret}).status_code == 303
    assert "Vàng Thị Thử" in visitor.get("/c/thu/me").text
    assert visitor.post("/c/thu/enter/who", data={"secret": "khac"}).status_code == 404


def test_a_lost_code_is_replaced_on_a_device_that_is_still_signed_in(visitor: FlaskClient) -> None:
    old = sign_up(visitor)
    assert "/c/thu/code" in visitor.get("/c/thu/lost-code").text
    new = code_on(visitor.get(visitor.post("/c/thu/code").location).text)
    visitor.post("/c/thu/sign-out")
    form = {"account": "0912345678"}
    assert visitor.post("/c/thu/sign-in", data={**form, "code": old}).status_code == 403
    assert visitor.post("/c/thu/sign-in", data={**form, "code": new}).status_code == 303


def test_a_stranger_with_a_lost_code_is_told_whom_to_ask(visitor: FlaskClient) -> None:
    page = visitor.get("/c/thu/lost-code").text
    assert "0219 3 000 000" in page
    assert visitor.post("/c/thu/code").location.startswith("/c/thu/sign-in")


def test_codes_secrets_and_names_stay_out_of_the_log(
    visitor: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    code = sign_up(visitor)
    secret = secret_on(visitor)
    visitor.post("/c/thu/sign-in", data={"account": "0912345678", "code": code})
    visitor.post("/c/thu/enter", data={"secret": secret})
    logged = "\n".join(f"{one.getMessage()} {one.__dict__}" for one in caplog.records)
    assert "entering.sign_in" in logged
    for word in (code, secret, "0912345678", "Vàng Thị Thử"):
        assert word not in logged


def test_the_code_page_forgets_after_half_an_hour(visitor: FlaskClient, tmp_path: Path) -> None:
    sign_up(visitor)
    settings: Settings = visitor.application.config["SETTINGS"]
    assert settings.test_clock is not None
    shift = float(settings.test_clock.read_text())
    settings.test_clock.write_text(str(shift + 31 * 60))
    page = visitor.get("/c/thu/code").text
    assert 'class="code"' not in page
    assert "Lấy mã mới" in page
