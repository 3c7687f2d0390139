"""Every answer says what a browser may do with it, whoever gave it."""

from __future__ import annotations

import pytest
from flask import Flask, Response
from sqlalchemy import Engine

from quiz.web.headers import ALWAYS, ENCRYPTED
from tests.phone import application

pytestmark = pytest.mark.parametrize("store_kind", ["sqlite"], indirect=True)
OWN = "default-src 'none'; sandbox"


@pytest.fixture
def app(engine: Engine) -> Flask:
    app = application(engine)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.add_url_rule("/fails", view_func=_fail)
    app.add_url_rule("/own", view_func=_own)
    app.add_url_rule("/nothing", view_func=lambda: Response(status=204))
    return app


def _fail() -> Response:
    raise RuntimeError


def _own() -> Response:
    return Response("", headers={"Content-Security-Policy": OWN, "Cache-Control": "max-age=9"})


@pytest.mark.parametrize(
    ("path", "status"),
    [("/healthz", 200), ("/nothing", 204), ("/office/", 303), ("/nowhere", 404), ("/fails", 500)],
)
def test_every_answer_is_personal_and_guarded(app: Flask, path: str, status: int) -> None:
    answer = app.test_client().get(path)
    assert answer.status_code == status
    assert {name: answer.headers.get_all(name) for name in ALWAYS} == {
        name: [value] for name, value in ALWAYS.items()
    }
    assert answer.headers.get_all("Cache-Control") == ["no-store"]
    assert "Cookie" in answer.headers.get_all("Vary")
    assert not set(ENCRYPTED) & set(answer.headers.keys())


def test_only_an_encrypted_way_is_told_to_stay_so(app: Flask) -> None:
    answer = app.test_client().get("/healthz", base_url="https://localhost")
    assert ENCRYPTED.items() <= dict(answer.headers).items()


def test_what_a_page_says_for_itself_stands_alone(app: Flask) -> None:
    headers = app.test_client().get("/own").headers
    assert headers.get_all("Content-Security-Policy") == [OWN]
    assert headers.get_all("Cache-Control") == ["max-age=9"]


def test_an_answer_without_content_describes_none(app: Flask) -> None:
    assert "Content-Type" not in app.test_client().get("/nothing").headers


def test_a_file_with_its_fingerprint_is_kept_for_ever(app: Flask) -> None:
    with app.test_client().get("/static/waiting.html?v=1") as answer:
        assert "immutable" in answer.headers["Cache-Control"]
        assert "Accept-Encoding" in answer.headers.get_all("Vary")
