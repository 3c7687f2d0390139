"""Choosing questions: what is chosen, what is warned of, what a trial look shows, units and their sizes."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime

from flask.testing import FlaskClient
from sqlalchemy import Engine, select

from quiz.actions import choosing
from quiz.actions.choosing import Doubt
from quiz.rules.clauses import Draw, PaperSpec
from quiz.rules.display import Feedback, Shown, When
from quiz.store import browsing, practice, tables
from quiz.store.contests import ContestState
from quiz.store.engine import reading, writing
from tests import clerk, make

CHOOSE = "/office/c/thu/choose/tuan-2/-"
UNITS = "/office/c/thu/units/"


def fresh(engine: Engine, count: int) -> list[int]:
    """The versions of so many items that no round uses."""
    with writing(engine) as db:
        return make.items(db, count, bank="kho-moi")


def pool(engine: Engine, state: ContestState) -> list[int]:
    with reading(engine) as db:
        return choosing.pool(db, state.rounds[1].id, "")


def test_ticked_questions_join_the_pool_once_and_can_leave_it(
    engine: Engine, state: ContestState, organiser: FlaskClient
) -> None:
    numbers = fresh(engine, 4)
    for _ in range(2):
        organiser.post(CHOOSE, data={"act": "add", "items": numbers})
    assert pool(engine, state) == numbers
    organiser.post(CHOOSE, data={"act": "remove", "items": numbers[:1]})
    assert pool(engine, state) == numbers[1:]


def test_all_that_fit_the_filter_join_the_pool_at_once(
    engine: Engine, state: ContestState, organiser: FlaskClient
) -> None:
    numbers = fresh(engine, 30)
    organiser.post(f"{CHOOSE}?q=thu so 3&use=unused", data={"act": "add-all"})
    assert set(pool(engine, state)) == {numbers[2], numbers[12], numbers[22], numbers[29]}


def test_the_paper_of_a_scheduled_round_is_sealed(engine: Engine, organiser: FlaskClient) -> None:
    answer = organiser.post(
        CHOOSE.replace("tuan-2", "tuan-1"), data={"act": "add", "items": fresh(engine, 1)}
    )
    assert answer.status_code == 409


def test_a_question_is_never_in_a_round_and_in_practice(
    engine: Engine, state: ContestState, organiser: FlaskClient
) -> None:
    numbers = fresh(engine, 2)
    organiser.post("/office/c/thu/choose/practice", data={"act": "add", "items": numbers[:1]})
    assert organiser.post(CHOOSE, data={"act": "add", "items": numbers}).status_code == 409
    organiser.post(CHOOSE, data={"act": "add", "items": numbers[1:]})
    answer = organiser.post("/office/c/thu/choose/practice", data={"act": "add", "items": numbers[1:]})
    assert answer.status_code == 409
    with reading(engine) as db:
        assert practice.pool(db, state.id) == numbers[:1]
    assert pool(engine, state) == numbers[1:]


def test_a_question_of_a_frozen_paper_cannot_be_practised(engine: Engine, organiser: FlaskClient) -> None:
    with reading(engine) as db:
        used = db.execute(select(tables.paper_items.c.item_version_id)).scalars().first()
    assert organiser.post("/office/c/thu/choose/practice", data={"items": [used]}).status_code == 409


def test_the_page_warns_of_too_few_and_of_public_questions(engine: Engine, organiser: FlaskClient) -> None:
    numbers = fresh(engine, 2)
    with writing(engine) as db:
        db.execute(tables.banks.update().values(shipped=1))
    organiser.post(CHOOSE, data={"act": "add", "items": numbers})
    page = organiser.get(CHOOSE).text
    assert "còn thiếu 3" in page
    assert "2 câu lấy từ ngân hàng công khai" in page


def test_the_page_warns_of_questions_that_another_round_uses(
    engine: Engine, state: ContestState, organiser: FlaskClient
) -> None:
    with reading(engine) as db:
        used = choosing.pool(db, state.rounds[0].id, "")[:3]
    organiser.post(CHOOSE, data={"act": "add", "items": [*used, *fresh(engine, 2)]})
    assert "3 câu cũng nằm trong đề của vòng khác" in organiser.get(CHOOSE).text
    organiser.post(CHOOSE, data={"act": "remove", "items": used})
    assert "vòng khác:" not in organiser.get(CHOOSE).text


def test_a_fixed_paper_with_several_attempts_and_the_score_at_hand_in_is_an_oracle(engine: Engine) -> None:
    fixed = make.contest(
        "co-dinh",
        clauses=make.clauses(paper=PaperSpec(questions=5, draw=Draw.FIXED)),
        feedback=Feedback(shows=Shown.SCORE, score_at=When.HAND_IN),
    )
    quiet = replace(fixed, feedback=Feedback(shows=Shown.SCORE, score_at=When.ROUND_END))
    with writing(engine) as db:
        state = make.running(db, fixed)
        numbers = choosing.pool(db, state.rounds[0].id, "")
        chosen = browsing.by_versions(db, state.id, numbers)
        paper, _items = choosing.draft(db, state, "tuan-1", "", numbers)
    told = [[one.doubt for one in choosing.warnings(contest, paper, chosen)] for contest in (fixed, quiet)]
    assert [Doubt.ORACLE in doubts for doubts in told] == [True, False]


def test_a_trial_look_shows_a_sheet_and_its_key_only_after_a_fresh_code(
    engine: Engine, organiser: FlaskClient
) -> None:
    organiser.post(CHOOSE, data={"act": "add", "items": fresh(engine, 8)})
    sheet = organiser.get(f"{CHOOSE}/preview").text
    assert sheet.count('class="question"') == 6  # five questions and the guess
    assert "đáp án đúng" not in sheet
    assert organiser.get(f"{CHOOSE}/preview/key").text.count("đáp án đúng") == 5
    with writing(engine) as db:
        db.execute(tables.login_sessions.update().values(confirmed_at=make.NOW.replace(year=2020)))
    assert organiser.get(f"{CHOOSE}/preview/key").location.startswith("/office/confirm")


def test_a_list_of_units_with_faults_shows_them_by_line(organiser: FlaskClient) -> None:
    text = "unit,parent,name\nxa-c,khong-co,Xã C\n".encode()
    answer = organiser.post(UNITS, data={"file": (io.BytesIO(text), "don-vi.csv")})
    assert answer.status_code == 422
    assert "“khong-co”" in answer.text


def test_a_list_of_units_is_planted_and_a_headcount_corrected(engine: Engine, organiser: FlaskClient) -> None:
    text = "unit,parent,name,headcount\nxa-c,,Xã C,10\n".encode()
    assert organiser.post(UNITS, data={"file": (io.BytesIO(text), "don-vi.csv")}).status_code == 303
    assert organiser.post(f"{UNITS}xa-c", data={"headcount": "12", "reason": ""}).status_code == 422
    organiser.post(f"{UNITS}xa-c", data={"headcount": "12", "reason": "đếm lại"})
    with reading(engine) as db:
        size = select(tables.units.c.headcount).where(tables.units.c.code == "xa-c")
        assert db.execute(size).scalar_one() == 12


def test_nobody_sees_how_many_registered_while_a_prediction_asks_for_it(engine: Engine) -> None:
    yesterday = datetime.now(UTC) - make.DAY
    with writing(engine) as db:
        state = make.running(db, make.contest("dang-mo", opens=yesterday), now=yesterday - make.DAY)
    page = clerk.office(engine, contest_id=state.id).get(UNITS.replace("/thu/", "/dang-mo/")).text
    assert "vì thể lệ hỏi dự đoán" in page
    assert "Đã đăng ký" not in page
