"""Pages of boards that are kept: nobody's own, never of an old result, and read from the database once."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from quiz.actions import finalising
from quiz.rules.text import Text
from quiz.store import tables
from quiz.store.engine import writing
from quiz.web.standing_tables import Shown
from tests import citizens, make
from tests.citizens import LATER, announced
from tests.make import DAY
from tests.play import statements
from tests.web.test_unit_choice import wait

AFTERWARDS = LATER + 2 * DAY
BOARD, UNITS = "/c/thu/boards/tuan-1/people", "/c/thu/boards/tuan-1/units/don-vi"


@pytest.mark.parametrize("address", [BOARD, UNITS])
def test_a_page_looked_at_again_asks_the_database_for_nothing(
    engine: Engine, tmp_path: Path, address: str
) -> None:
    announced(engine)
    client = citizens.visitor(engine, tmp_path, AFTERWARDS)
    first = client.get(address).text
    with statements(engine) as sent:
        assert client.get(address).text == first
        english = client.get(f"{address}?lang=en").text
        assert english != first
    assert len(sent) <= 1, "the English page once"


def test_a_result_made_again_is_what_the_next_look_shows(engine: Engine, tmp_path: Path) -> None:
    announced(engine)
    client = citizens.visitor(engine, tmp_path, AFTERWARDS)
    assert client.get(BOARD).text.count('<th scope="row"') == len(citizens.PEOPLE)
    with writing(engine) as db:
        person = select(tables.person_details.c.participant_id).where(
            tables.person_details.c.name == "Vàng Thị Nhất"
        )
        mine = tables.attempts.c.participant_id.in_(person)
        db.execute(tables.attempts.update().where(mine).values(voided_at=AFTERWARDS, void_reason="thử"))
    made = finalising.recompute(
        engine, "thu", "tuan-1", seen_version=1, staff_id=None, reason="thử", now=AFTERWARDS
    )
    assert made.made
    wait(tmp_path)
    assert client.get(BOARD).text.count('<th scope="row"') == len(citizens.PEOPLE) - 1


def test_a_kept_page_tells_nothing_of_who_looked_at_it_first(engine: Engine, tmp_path: Path) -> None:
    state = announced(engine)
    with writing(engine) as db:
        person = make.participant(db, state, "Lò Văn Riêng", phone="0977777777", now=LATER)
    mine = citizens.visitor(engine, tmp_path, AFTERWARDS)
    with mine.session_transaction() as cookie:
        cookie["_user_id"] = f"c:{person.token}"
    other = mine.application.test_client()
    assert 'href="/c/thu/me"' in mine.get(BOARD).text
    assert 'href="/c/thu/me"' not in other.get(BOARD).text
    assert 'href="/c/thu/sign-in"' in other.get(BOARD).text


@pytest.mark.parametrize(("lang", "said"), [("vi", "2 người"), ("en", "2 people")])
def test_people_of_a_unit_are_told_as_whole_people(
    engine: Engine, tmp_path: Path, lang: str, said: str
) -> None:
    app = citizens.visitor(engine, tmp_path, AFTERWARDS).application
    with app.test_request_context(f"/?lang={lang}"):
        assert Shown("don-vi", Text("Đơn vị", "Units"), "participants").said(2.0) == said
