"""A rulebook that nests or counts beyond reading, typed in the office: a sentence, and the text is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from quiz.rules.contest import Table
from quiz.rules.text import Text
from quiz.store import roles
from quiz.store.contests import ContestState
from quiz.store.engine import writing
from tests import clerk, make
from tests.filled_forms import posted
from tests.web.office.test_rulebook_own import PAGE, SMALL

MANY = 3000
DEEP, LONG = "[" * MANY, "participants+" * MANY + "1"
METRIC = f"[[collectives]]\nslug = 'xa'\ntitle = 'Xã'\nmetric = '{LONG}'\n"
TEXTS: Mapping[str, str] = {
    "dòng 1, x: có giá trị lồng nhau quá sâu": f"x = {DEEP}{']' * MANY}\n{SMALL}",
    "dòng 12, collectives[1].metric: biểu thức quá dài": f"{SMALL}{METRIC}",
}


@pytest.fixture
def newcomer(engine: Engine) -> FlaskClient:
    """An operator in front of an empty database."""
    with writing(engine) as db:
        number = clerk.hired(db, "van-hanh", "operator", None)
        roles.give(db, number, "organiser", contest_id=None, unit_id=None, now=make.NOW)
    return clerk.seat(engine, number)


@pytest.mark.parametrize("said", TEXTS)
def test_a_pasted_rulebook_beyond_reading_is_told_and_kept(newcomer: FlaskClient, said: str) -> None:
    answer = newcomer.post("/office/new", data={"text": TEXTS[said]})
    assert answer.status_code == 422
    assert [said in answer.text, (DEEP if "lồng" in said else LONG) in answer.text] == [True, True]


@pytest.mark.parametrize("said", TEXTS)
def test_an_amendment_beyond_reading_is_told_and_kept(
    organiser: FlaskClient, state: ContestState, said: str
) -> None:
    sent_on = {"text": TEXTS[said], "reason": "sửa"}
    answer = organiser.post(f"/office/c/{state.slug}/rulebook/preview", data=sent_on)
    assert answer.status_code == 422
    assert [said in answer.text, (DEEP if "lồng" in said else LONG) in answer.text] == [True, True]


def test_a_box_that_nests_too_deeply_is_told_at_the_box_and_kept(
    organiser: FlaskClient, state: ContestState
) -> None:
    typed = {"rounds-0-other": f"[paper]\nbanks = {DEEP}{']' * MANY}\n"}
    answer = organiser.post(PAGE, data={**posted(state.contest, **typed), "do": "preview", "reason": "sửa"})
    assert [one in answer.text for one in ("lồng nhau quá sâu", 'href="#rounds-0-other"', DEEP)] == [True] * 3


def test_a_metric_too_long_is_told_at_its_field_and_kept(organiser: FlaskClient, state: ContestState) -> None:
    tables = (Table("xa", Text("Xã"), metric=LONG),)
    sent_on = {**posted(replace(state.contest, collectives=tables)), "do": "preview", "reason": "sửa"}
    answer = organiser.post(PAGE, data=sent_on)
    seen = ("biểu thức quá dài", 'href="#collectives-0-metric"', LONG)
    assert [one in answer.text for one in seen] == [True] * 3
