"""A browser without script for tests of citizens' pages, and a contest that is open for it."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from quiz.rules.clauses import PaperSpec
from quiz.settings import Environment, Settings
from quiz.store.contests import ContestState
from quiz.store.engine import writing
from quiz.web import create_app
from tests import make
from tests.make import Person
from tests.play import cookie

NOW = datetime.now(UTC)  # these pages read the clock themselves
QUESTIONS = 20


def application(engine: Engine) -> Flask:
    """The application on this database, with plain cookies."""
    settings = Settings(environment=Environment.TEST, database_url=str(engine.url), insecure_cookies=True)
    return create_app(settings, engine)


def opened(engine: Engine, **changed: Any) -> tuple[ContestState, Person]:
    """A contest whose first round is open now, and one person who is signed in."""
    value = make.contest(
        opens=NOW - make.DAY, clauses=make.clauses(paper=PaperSpec(questions=QUESTIONS)), **changed
    )
    with writing(engine) as db:
        state = make.running(db, value, now=NOW, pool=30)
        return state, make.participant(db, state, now=NOW)


class Phone:
    """A browser without script: follows forms as they are, token included."""

    def __init__(self, app: Flask, token: str | None) -> None:
        self.client: FlaskClient = app.test_client()
        if token:
            self.client.set_cookie("quiz", cookie(token))

    def get(self, address: str) -> Any:
        return self.client.get(address)

    def post(self, page: str, address: str, fields: dict[str, Any] | None = None) -> Any:
        """Send these fields with the token of that page."""
        token = re.search(r'name="csrf_token" value="([^"]+)"', self.client.get(page).text)
        assert token
        return self.client.post(address, data={"csrf_token": token[1], **(fields or {})})

    def hidden(self, page: str, form: str) -> dict[str, str]:
        """The hidden fields of a form."""
        body = self.client.get(page).text.split(f'id="{form}"')[1].split("</form>")[0]
        return dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', body))
