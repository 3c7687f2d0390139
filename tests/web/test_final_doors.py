"""A round that people enter by the results of another says so before anybody presses a button in vain."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from quiz.actions import finalising, running, scheduling
from quiz.rules.contest import Progression, Take
from quiz.store import papers
from quiz.store.engine import writing
from tests import citizens, make
from tests.citizens import LATER
from tests.make import DAY
from tests.play import Play

WHO: dict[str, Any] = {"staff_id": None, "reason": "thử"}
FINAL = Progression("tuan-2", ("tuan-1",), Take.TOP, count=1)
DOOR = "/c/thu/r/tuan-2/"
BEFORE, DURING = LATER - 2 * DAY, LATER + DAY


@pytest.fixture
def people(engine: Engine) -> tuple[make.Person, make.Person]:
    """Who stands first in the first week, and who took no part in it; the final is scheduled."""
    with writing(engine) as db:
        state = make.running(db, make.contest(progressions=(FINAL,)))
        first, other = (make.participant(db, state, name, phone=None) for name in ("An", "Bá"))
        play = Play(state)
        play.hand_in(db, first.token, play.start(db, first.token), {}, prediction=1, now=make.NOW)
        chosen = make.items(db, 8, bank="chung-ket")
        papers.choose(db, contest_id=state.id, round_id=state.rounds[1].id, block="", item_version_ids=chosen)
        scheduling.schedule(db, state, "tuan-2", **WHO, now=make.NOW)
        return first, other


def count(engine: Engine) -> None:
    with writing(engine) as db:
        running.close(db, make.reload(db, "thu"), "tuan-1", **WHO, now=LATER - DAY / 2)
    finalising.finalise(engine, "thu", "tuan-1", **WHO, now=LATER)


def signed_in(engine: Engine, folder: Path, person: make.Person) -> FlaskClient:
    client = citizens.visitor(engine, folder, DURING)
    with client.session_transaction() as cookie:
        cookie["_user_id"] = f"c:{person.token}"
    return client


@pytest.mark.parametrize(
    ("lang", "said", "left"),
    [
        ("vi", "chỉ dành cho người được vào tiếp theo kết quả của Tuần 1, và bạn không có", "Lượt còn lại"),
        ("en", "for those who went on by the results of Week 1, and you are not among", "Attempts left"),
    ],
)
def test_who_did_not_go_on_reads_why_and_is_promised_no_attempt(
    engine: Engine, tmp_path: Path, people: tuple[make.Person, make.Person], lang: str, said: str, left: str
) -> None:
    count(engine)
    page = signed_in(engine, tmp_path, people[1]).get(f"{DOOR}?lang={lang}").text
    assert said in page
    assert left not in page
    assert 'id="start"' not in page
    finalist = signed_in(engine, tmp_path, people[0]).get(f"{DOOR}?lang={lang}").text
    assert left in finalist
    assert 'id="start"' in finalist


def test_before_the_result_nobody_is_told_to_have_failed(
    engine: Engine, tmp_path: Path, people: tuple[make.Person, make.Person]
) -> None:
    page = signed_in(engine, tmp_path, people[0]).get(DOOR).text
    assert "chưa có kết quả để biết ai được vào" in page
    assert "Lượt còn lại" not in page


def test_nobody_waits_for_a_final_that_opens_for_others(
    engine: Engine, tmp_path: Path, people: tuple[make.Person, make.Person]
) -> None:
    client = signed_in(engine, tmp_path, people[1])
    (tmp_path / "clock").write_text(citizens.hands(BEFORE))
    page = client.get(DOOR).text
    assert "chỉ dành cho người được vào tiếp" in page
    assert "mời bạn quay lại" not in page


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("vi", "Tuần 1: người được nhận giải xếp hạng 1 trở lên vào Tuần 2."),
        ("en", "Week 1: those who can win and stand at place 1 or better go on to Week 2."),
    ],
)
def test_the_home_page_says_who_may_enter(engine: Engine, tmp_path: Path, lang: str, said: str) -> None:
    page = citizens.visitor(engine, tmp_path, DURING).get(f"/c/thu/?lang={lang}").text
    hero, _, rest = page.partition("</section>")
    assert said in hero.partition("button big gold")[0]
    assert said in rest
    week = citizens.visitor(engine, tmp_path).get("/c/thu/").text.partition("</section>")[0]
    assert "chỉ dành cho người được vào tiếp" not in week
