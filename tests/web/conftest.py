"""What the tests of citizens' pages share: a contest, a browser before it, a sheet on the table."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from quiz.store.contests import ContestState
from quiz.store.engine import writing
from tests import citizens, make
from tests.phone import Phone, application, opened


@pytest.fixture
def state(engine: Engine) -> ContestState:
    """A contest with one round open and a consent to give."""
    with writing(engine) as db:
        return make.running(db, make.contest(registration=citizens.asking()))


@pytest.fixture
def visitor(engine: Engine, state: ContestState, tmp_path: Path) -> FlaskClient:
    """A browser in which nobody is signed in."""
    return citizens.visitor(engine, tmp_path)


@pytest.fixture
def app(engine: Engine) -> Flask:
    """The application, whose pages read the clock themselves."""
    return application(engine)


@pytest.fixture
def table(app: Flask, engine: Engine) -> tuple[Phone, str, str]:
    """A signed-in phone, the start page and the sheet of an attempt just begun."""
    state, person = opened(engine)
    phone = Phone(app, person.token)
    start = f"/c/{state.slug}/r/tuan-1/"
    answer = phone.post(start, start)
    assert answer.status_code == 303
    return phone, start, answer.location
