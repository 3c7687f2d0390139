"""A round in the organiser's hands, page by page, from a rulebook file to a published winner."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import Engine, select, update

from quiz.actions import counting
from quiz.rules.toml_text import toml_text
from quiz.store import audit, papers, roles, tables
from quiz.store.contests import ContestState
from quiz.store.engine import reading, writing
from tests import clerk, make
from tests.play import Play

ROUND = "/office/c/thu/rounds/tuan-1"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def state(engine: Engine, now: datetime) -> ContestState:
    """A round that opened yesterday, in which two people have handed in."""
    value = make.contest(opens=now - make.DAY)
    with writing(engine) as db:
        play = Play(make.running(db, value, now=now))
        units = {row.code: row.id for row in db.execute(select(tables.units))}
        for number, name in enumerate(("Vàng Thị Một", "=HYPERLINK(1)"), 1):
            person = make.participant(
                db, play.state, name, phone=f"090000000{number}", unit_id=units["xa-a"], now=now
            )
            attempt = play.start(db, person.token, now=now - 30 * MINUTE)
            play.hand_in(db, person.token, attempt, {1: (1,)}, prediction=2, now=now - number * MINUTE)
        counting.count_live(db, play.state, now=now)
    return play.state


@pytest.fixture
def newcomer(engine: Engine) -> FlaskClient:
    """An operator in front of an empty database."""
    with writing(engine) as db:
        number = clerk.hired(db, "van-hanh", "operator", None)
        roles.give(db, number, "organiser", contest_id=None, unit_id=None, now=make.NOW)
    return clerk.seat(engine, number)


def press(client: FlaskClient, step: str, **fields: object) -> int:
    return client.post(f"{ROUND}/{step}", data={"reason": "thử", **fields}).status_code


def let_it_end(engine: Engine, now: datetime) -> None:
    """Let the round have closed an hour ago, as if it had been announced so."""
    with writing(engine) as db:
        first = update(tables.rounds).where(tables.rounds.c.slug == "tuan-1")
        db.execute(first.values(state="closed", closed_at=now - 60 * MINUTE))
        db.execute(update(tables.contests).values(generation=tables.contests.c.generation + 1))


def test_a_rulebook_with_faults_keeps_its_text_and_names_the_line(newcomer: FlaskClient) -> None:
    text = toml_text(make.contest()).replace("[paper]", "[paper]\nquestoins = 7")
    answer = newcomer.post("/office/new", data={"text": text})
    line = text.splitlines().index("questoins = 7") + 1
    assert answer.status_code == 422
    assert f"dòng {line}, paper.questoins" in answer.text
    assert "questoins = 7" in answer.text


def test_a_rulebook_makes_a_contest_once(newcomer: FlaskClient) -> None:
    upload = {"file": (BytesIO(toml_text(make.contest()).encode()), "the-le.toml")}
    assert newcomer.post("/office/new", data=upload).location == "/office/c/thu/"
    again = newcomer.post("/office/new", data={"text": toml_text(make.contest())})
    assert again.status_code == 409
    page = newcomer.get("/office/c/thu/rulebook").text
    assert "10 phút" in page


def test_what_is_missing_before_scheduling_is_listed_and_refused(organiser: FlaskClient) -> None:
    second = "/office/c/thu/rounds/tuan-2"
    assert "chưa chọn câu hỏi" in organiser.get(f"{second}/").text
    assert organiser.post(f"{second}/schedule").status_code == 409


def test_a_round_with_questions_is_scheduled_and_its_commitment_shown(
    engine: Engine, organiser: FlaskClient, state: ContestState
) -> None:
    with writing(engine) as db:
        chosen = make.items(db, 6)
        papers.choose(db, contest_id=state.id, round_id=state.rounds[1].id, block="", item_version_ids=chosen)
    second = "/office/c/thu/rounds/tuan-2"
    assert organiser.post(f"{second}/schedule").status_code == 303
    assert organiser.post(f"{second}/schedule").status_code == 303
    with reading(engine) as db:
        ((_, commitment, salt),) = papers.commitments(db, state.rounds[1].id)
    page = organiser.get(f"{second}/").text
    assert commitment in page
    assert salt not in page, "the salt waits for the close"


def test_an_organiser_pauses_extends_and_resumes(organiser: FlaskClient) -> None:
    assert press(organiser, "pause") == 303
    assert "Tạm dừng" in organiser.get(f"{ROUND}/").text
    assert press(organiser, "resume") == 303
    assert press(organiser, "extend", minutes="0") == 422
    assert press(organiser, "extend", minutes="15") == 303
    assert press(organiser, "extend", minutes="5", unit="xa-a · Tỉnh Thử › Xã Núi A") == 303
    assert press(organiser, "extend", minutes="5", unit="không có") == 422
    assert organiser.get(f"{ROUND}/").text.count("mọi người</td>") == 1


def test_an_act_without_a_reason_says_so(organiser: FlaskClient) -> None:
    answer = organiser.post(f"{ROUND}/pause", data={"reason": " "})
    assert answer.status_code == 422
    assert "lý do" in answer.text


def test_figures_that_a_prediction_asks_for_are_hidden_from_organisers_too(organiser: FlaskClient) -> None:
    page = organiser.get("/office/c/thu/live/").text
    assert "Ẩn cho tới khi đóng vòng" in page
    assert "Xã Núi A" not in page
    assert "<dd>2</dd>" not in page


def test_a_closed_round_is_finalised_and_published(
    engine: Engine, organiser: FlaskClient, now: datetime
) -> None:
    assert press(organiser, "finalise") == 409, "the round is still open"
    let_it_end(engine, now)
    assert press(organiser, "finalise") == 303
    assert press(organiser, "finalise") == 303
    page = organiser.get("/office/c/thu/results/tuan-1/").text
    assert "Giải Nhất" in page
    assert press(organiser, "publish") == 303
    assert press(organiser, "publish") == 303
    assert "Đã công bố" in organiser.get(f"{ROUND}/").text
    with reading(engine) as db:
        acts = [one.act for one in audit.latest(db, "thu")]
    assert (acts.count("round.finalise"), acts.count("round.publish")) == (1, 1)
    assert press(organiser, "recompute", version="1") == 303
    assert "Kết quả tạm thời" in organiser.get(f"{ROUND}/").text


def test_a_page_that_two_organisers_have_open_extends_once(organiser: FlaskClient) -> None:
    assert 'name="seen" value="0"' in organiser.get(f"{ROUND}/").text
    assert press(organiser, "extend", minutes="15", seen="0") == 303
    assert press(organiser, "extend", minutes="15", seen="0") == 303
    assert press(organiser, "extend", minutes="20", seen="0") == 409
    page = organiser.get(f"{ROUND}/").text
    assert page.count("mọi người</td>") == 1
    assert 'name="seen" value="1"' in page


def test_an_outdated_result_says_so_and_is_not_published(
    engine: Engine, organiser: FlaskClient, now: datetime
) -> None:
    let_it_end(engine, now)
    press(organiser, "finalise")
    with reading(engine) as db:
        rows = select(tables.participants.c.code, tables.attempts.c.public_id)
        code, attempt = db.execute(rows.join(tables.attempts)).first() or ("", "")
    void = f"/office/c/thu/desk/people/{code}/attempts/{attempt}/void"
    assert organiser.post(void, data={"reason": "thi hộ"}).status_code == 303
    page = organiser.get(f"{ROUND}/").text
    assert "Kết quả đang hiện đã cũ" in page
    assert f"{ROUND}/publish" not in page
    for scope in ("tuan-1", "contest"):
        assert "Kết quả đang hiện đã cũ" in organiser.get(f"/office/c/thu/results/{scope}/").text
    assert press(organiser, "publish") == 409
    assert press(organiser, "recompute", version="1") == 303
    assert "Kết quả đang hiện đã cũ" not in organiser.get("/office/c/thu/results/tuan-1/").text
    assert press(organiser, "publish") == 303


def test_contacts_and_the_workbook_need_a_fresh_code_and_are_written_down(
    engine: Engine, organiser: FlaskClient, now: datetime
) -> None:
    let_it_end(engine, now)
    press(organiser, "finalise")
    assert (
        "0900000001"
        in organiser.get("/office/c/thu/results/tuan-1/contacts").text
        + (organiser.get("/office/c/thu/results/tuan-1/results.xlsx").headers["Content-Type"])
        or "0900000002" in organiser.get("/office/c/thu/results/tuan-1/contacts").text
    )
    with writing(engine) as db:
        db.execute(update(tables.login_sessions).values(confirmed_at=now - 16 * MINUTE))
        acts = [one.act for one in audit.latest(db, "thu")]
    assert "results.contacts" in acts
    assert "results.export" in acts
    for page in ("contacts", "results.xlsx"):
        answer = organiser.get(f"/office/c/thu/results/tuan-1/{page}")
        assert answer.status_code == 303
        assert answer.location.startswith("/office/confirm")
    assert "0900000" not in organiser.get("/office/c/thu/results/tuan-1/").text


def test_the_workbook_has_a_sheet_for_each_unit_and_no_formula(
    engine: Engine, organiser: FlaskClient, now: datetime
) -> None:
    let_it_end(engine, now)
    press(organiser, "finalise")
    answer = organiser.get("/office/c/thu/results/tuan-1/results.xlsx")
    book = load_workbook(BytesIO(answer.data))
    assert book.sheetnames == ["Tổng hợp", "Người thắng", "Cá nhân", "Tập thể", "Xã Núi A"]
    cells = [one for sheet in book for row in sheet.iter_rows() for one in row]
    assert [one.value for one in cells if one.data_type == "f"] == []
    assert "'=HYPERLINK(1)" in [one.value for one in cells]


def test_the_chain_of_acts_is_shown_and_checked(organiser: FlaskClient) -> None:
    press(organiser, "pause")
    page = organiser.get("/office/c/thu/audit?verify=1").text
    assert "Tạm dừng vòng" in page
    assert "chuỗi nguyên vẹn" in page
