"""Addresses filled into a pattern are those that the router builds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import Flask, url_for
from sqlalchemy import Engine

from tests import citizens

pytestmark = pytest.mark.parametrize("store_kind", ["sqlite"], indirect=True)
ODD = ("thu", "a.b-c_d~1", "có dấu", "a/b", "a?b=c&d", "%2F", "..", "<x>", "")


@pytest.fixture
def app(engine: Engine, tmp_path: Path) -> Flask:
    return citizens.visitor(engine, tmp_path).application


def routed(app: Flask, endpoint: str, **values: Any) -> str:
    """What Flask itself answers."""
    return Flask.url_for(app, endpoint, **values)


@pytest.mark.parametrize("value", ODD)
def test_every_page_has_the_address_that_the_router_gives_it(app: Flask, value: str) -> None:
    with app.test_request_context("/"):
        for rule in app.url_map.iter_rules():
            values: dict[str, Any] = dict.fromkeys(rule.arguments, value)
            try:
                wanted = routed(app, rule.endpoint, **values)
            except Exception as error:
                with pytest.raises(type(error)):
                    url_for(rule.endpoint, **values)
            else:
                assert url_for(rule.endpoint, **values) == wanted
                assert url_for(rule.endpoint, **values, lang="en") == routed(
                    app, rule.endpoint, **values, lang="en"
                )


def test_an_address_under_another_root_or_with_its_host_is_the_routers(app: Flask) -> None:
    with app.test_request_context("/", base_url="http://localhost/thi"):
        assert url_for("home.contest_home", slug="thu") == "/thi/c/thu/"
    with app.test_request_context("/"):
        assert url_for("home.contest_home", slug="thu", _external=True) == "http://localhost/c/thu/"
        assert url_for("home.contest_home", slug="thu", _anchor="a") == "/c/thu/#a"
