"""While objections to a result are taken, the office says until when beside the button that publishes it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from quiz.actions import finalising
from quiz.rules.display import Publication
from quiz.store import tables
from quiz.store.contests import ContestState
from quiz.store.engine import writing
from quiz.web.words import local
from tests import make

ROUND = "/office/c/thu/rounds/tuan-1"
HOUR = timedelta(hours=1)
THREE_DAYS = timedelta(days=3)


@pytest.fixture
def state(engine: Engine, now: datetime) -> ContestState:
    """A round that has closed, whose rules take objections for three days."""
    rules = Publication(objections_within=THREE_DAYS)
    with writing(engine) as db:
        state = make.running(
            db, make.contest(opens=now - 8 * make.DAY, publication=rules), now=now - 5 * make.DAY
        )
        db.execute(tables.rounds.update().values(state="closed", closed_at=now - 4 * make.DAY))
    return state


def beside_the_button(client: FlaskClient, lang: str) -> str:
    """The form that publishes the result."""
    return client.get(f"{ROUND}/?lang={lang}").text.partition('<form id="publish"')[2].partition("</form>")[0]


@pytest.mark.parametrize(
    ("lang", "said"), [("vi", "Còn nhận khiếu nại tới "), ("en", "Objections are taken until ")]
)
def test_until_when_objections_are_taken_stands_beside_the_button(
    engine: Engine, organiser: FlaskClient, state: ContestState, now: datetime, lang: str, said: str
) -> None:
    made = now - HOUR
    finalising.finalise(engine, "thu", "tuan-1", staff_id=None, reason="thử", now=made)
    form = beside_the_button(organiser, lang)
    with organiser.application.test_request_context(f"/?lang={lang}"):
        assert f"{said}{local(made + THREE_DAYS, state)}" in form
    assert organiser.post(f"{ROUND}/publish").status_code == 303, "it is no refusal"


@pytest.mark.usefixtures("state")
def test_nothing_is_said_once_they_are_over(engine: Engine, organiser: FlaskClient, now: datetime) -> None:
    made = now - THREE_DAYS - HOUR
    finalising.finalise(engine, "thu", "tuan-1", staff_id=None, reason="thử", now=made)
    form = beside_the_button(organiser, "vi")
    assert "Công bố" in form
    assert "khiếu nại tới" not in form
