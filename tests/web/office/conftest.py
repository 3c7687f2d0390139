"""What the tests of the office share: a contest, and its people before their pages."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from quiz.store.contests import ContestState
from quiz.store.engine import writing
from tests import clerk, make


@pytest.fixture
def now() -> datetime:
    """The pages live in the present: a round laid around it is open."""
    return datetime.now(UTC)


@pytest.fixture
def state(engine: Engine, now: datetime) -> ContestState:
    """A contest with one round open; a module whose contest is another states its own."""
    opens = (now - make.DAY).replace(minute=0, second=0, microsecond=0)
    with writing(engine) as db:
        return make.running(db, make.contest(opens=opens), now=now)


@pytest.fixture
def organiser(engine: Engine, state: ContestState) -> FlaskClient:
    """The browser of an organiser of that contest."""
    return clerk.office(engine, contest_id=state.id)


@pytest.fixture
def editor(engine: Engine, state: ContestState) -> FlaskClient:
    """The browser of somebody who writes the questions of that contest."""
    return clerk.office(engine, "editor", contest_id=state.id, login="bien-tap")
