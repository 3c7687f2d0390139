"""Ties, the jury's points and objections in the office, each written down."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, func, select

from quiz.rules.awards import Prize, PrizePlan
from quiz.rules.clauses import RankingRule, StillTied
from quiz.rules.contest import Progression, Table, Take
from quiz.rules.display import Publication
from quiz.rules.keys import Key, RankKey
from quiz.rules.text import Text
from quiz.store import jury, tables
from quiz.store.engine import reading, writing
from tests import clerk, make
from tests.play import Play
from tests.tied import equals_counted

OFFICE = "/office/c/thu"
AT = f"{OFFICE}/decisions/"


@pytest.fixture
def people(engine: Engine) -> dict[str, make.Person]:
    """Two people with equal papers for one prize, counted a moment ago; a table asks for the jury."""
    opened = datetime.now(UTC) - timedelta(days=6)
    contest = make.contest(
        opens=opened,
        clauses=make.clauses(
            ranking=RankingRule(chain=(RankKey(Key.SCORE),), still_tied=StillTied.DECIDE),
            prizes=PrizePlan((Prize("nhat", Text("Giải Nhất", "First"), 1),)),
        ),
        collectives=(Table("cham", Text("Bảng chấm", "Judged"), metric="jury"),),
        publication=Publication(objections_within=timedelta(days=3), objections_to=Text("Hộp thư số 1")),
        progressions=(Progression("tuan-2", ("tuan-1",), Take.WINNERS),),
    )
    began = opened + timedelta(days=1)
    with writing(engine) as db:
        play = Play(make.running(db, contest, now=began))
        made = {name: make.participant(db, play.state, name, phone=None, now=began) for name in ("An", "Bá")}
    equals_counted(engine, play, made.values(), began)
    return made


@pytest.fixture
def organiser(engine: Engine, people: dict[str, make.Person]) -> FlaskClient:
    with reading(engine) as db:
        number = make.reload(db, "thu").id
    return clerk.office(engine, contest_id=number)


def tie(*order: str, **more: str) -> dict[str, str]:
    where = {"scope": "tuan-1", "block": "", "place": "1", "version": "1", "reason": "biên bản số 5"}
    return {**where, "order": "\r\n".join(order), **more}


def acts(engine: Engine) -> list[str]:
    with reading(engine) as db:
        return list(db.execute(select(tables.audit.c.act).order_by(tables.audit.c.id)).scalars())


def test_a_tie_is_decided_and_the_result_follows(
    organiser: FlaskClient, engine: Engine, people: dict[str, make.Person]
) -> None:
    shown = organiser.get(AT).text
    assert ["Giải Nhất" in shown, people["An"].code in shown] == [True, True]
    order = [people["Bá"].code, people["An"].code]
    assert organiser.post(AT, data=tie(*order, reason="")).status_code == 422
    assert organiser.post(AT, data=tie(*order)).status_code == 303
    assert organiser.post(AT, data=tie(*order)).status_code == 409, "the page is older than the result"
    after = organiser.get(AT).text
    assert ["Không có giải nào chờ" in after, "biên bản số 5" in after] == [True, True]
    result = organiser.get(f"{OFFICE}/results/tuan-1/").text
    assert f'<p class="inside mono">{people["Bá"].code}</p>' in result
    assert acts(engine)[-2:] == ["decision.tie", "round.finalise"]
    assert "Quyết định người đồng hạng" in organiser.get(f"{OFFICE}/audit").text


def test_the_jurys_points_reach_the_table_when_it_is_computed_again(
    organiser: FlaskClient, engine: Engine
) -> None:
    page = f"{AT}jury"
    assert "Bảng chấm" in organiser.get(page).text
    typed: dict[str, Any] = {"unit": ["tinh", "xa-a", "xa-b"], "points": ["", "8,5", "7"]}
    assert organiser.post(page, data=typed).status_code == 422, "without a reason"
    assert organiser.post(page, data={**typed, "reason": "chấm"}).status_code == 303
    assert organiser.post(page, data={"lines": "unit,jury\nxa-b; 9", "reason": "chấm lại"}).status_code == 303
    with reading(engine) as db:
        state = make.reload(db, "thu")
        numbers, points = jury.numbers(db, state.id), jury.of_list(db, state.id)
    assert points == {numbers["xa-a"]: Decimal("8.5"), numbers["xa-b"]: Decimal(9)}
    assert "Bạn tính lại trước khi công bố" in organiser.get(f"{OFFICE}/rounds/tuan-1/").text
    again = {"version": "1", "reason": "có điểm giám khảo"}
    assert organiser.post(f"{OFFICE}/rounds/tuan-1/recompute", data=again).status_code == 303
    with reading(engine) as db:
        query = select(tables.unit_standings.c.place, tables.unit_standings.c.value).order_by(
            tables.unit_standings.c.snapshot_id.desc(), tables.unit_standings.c.position
        )
        assert [tuple(row) for row in db.execute(query.limit(2))] == [(1, 9.0), (2, 8.5)]
    assert acts(engine).count("jury.set") == 2


@pytest.mark.parametrize("lines", ["khong-co; 3", "xa-a ba điểm", "xa-a; 1\nxa-a; 2", "xa-a; 1,2,3"])
def test_points_that_cannot_be_read_store_nothing(organiser: FlaskClient, engine: Engine, lines: str) -> None:
    answer = organiser.post(f"{AT}jury", data={"lines": f"xa-b; 5\n{lines}", "reason": "chấm"})
    assert answer.status_code == 422
    with reading(engine) as db:
        assert jury.of_list(db, make.reload(db, "thu").id) == {}


def test_an_objection_is_taken_down_and_answered_once(
    organiser: FlaskClient, engine: Engine, people: dict[str, make.Person]
) -> None:
    page = f"{AT}objections"
    sent = {"round": "tuan-1", "code": people["An"].code.lower(), "body": "Câu 3 chấm sai"}
    assert organiser.post(page, data={**sent, "code": "KHONG"}).status_code == 422
    assert organiser.post(page, data={**sent, "body": " "}).status_code == 422
    assert organiser.post(page, data={**sent, "round": "tuan-2"}).status_code == 409, "no result yet"
    assert organiser.post(page, data=sent).status_code == 303
    assert "Câu 3 chấm sai" in organiser.get(page).text
    with reading(engine) as db:
        public_id = db.execute(select(tables.objections.c.public_id)).scalar_one()
    reply = {"outcome": "dismissed", "decision": "Đáp án đúng theo Quyết định 749"}
    assert organiser.post(f"{page}/{public_id}", data={**reply, "decision": ""}).status_code == 422
    assert organiser.post(f"{page}/{public_id}", data=reply).status_code == 303
    assert organiser.post(f"{page}/{public_id}", data=reply).status_code == 409
    assert "Quyết định 749" in organiser.get(page).text
    assert acts(engine)[-2:] == ["objection.record", "objection.answer"]


def test_after_the_window_an_objection_is_refused_with_its_time(
    organiser: FlaskClient, engine: Engine, people: dict[str, make.Person]
) -> None:
    long_ago = datetime.now(UTC) - timedelta(days=4)
    with writing(engine) as db:
        db.execute(tables.snapshots.update().values(made_at=long_ago))
    sent = {"round": "tuan-1", "code": people["An"].code, "body": "Câu 3 chấm sai"}
    refused = organiser.post(f"{AT}objections", data=sent)
    assert refused.status_code == 409
    assert "Đã hết hạn nhận khiếu nại" in refused.text


def test_the_public_page_tells_how_to_object(organiser: FlaskClient, engine: Engine) -> None:
    told = organiser.application.test_client().get("/c/thu/objections")
    assert told.status_code == 200
    assert "Hộp thư số 1" in told.text
    assert "nhận tới" in told.text
    assert "/c/thu/objections" in organiser.get("/c/thu/boards/tuan-1/people").text


def test_support_takes_objections_down_but_decides_nothing(
    engine: Engine, people: dict[str, make.Person]
) -> None:
    with reading(engine) as db:
        number = make.reload(db, "thu").id
    support = clerk.office(engine, "support", contest_id=number, login="ho-tro")
    sent = {"round": "tuan-1", "code": people["An"].code, "body": "Câu 3 chấm sai"}
    assert support.post(f"{AT}objections", data=sent).status_code == 303
    assert support.post(AT, data=tie(people["An"].code, people["Bá"].code)).status_code == 403
    assert support.get(f"{AT}jury").status_code == 403


def test_what_was_typed_stands_in_the_form_that_is_refused(
    organiser: FlaskClient, people: dict[str, make.Person]
) -> None:
    points = {"unit": ["tinh", "xa-a"], "points": ["tám", "9,5"], "reason": "biên bản số 3"}
    refused = organiser.post(f"{AT}jury", data=points)
    assert refused.status_code == 422
    assert ['value="tám"' in refused.text, 'value="9,5"' in refused.text] == [True, True]
    unheard = {"round": "tuan-1", "code": "KHONG", "body": "Câu 3 chấm sai"}
    refused = organiser.post(f"{AT}objections", data=unheard)
    assert [refused.status_code, "Câu 3 chấm sai" in refused.text] == [422, True]
    assert "Không có người dự thi nào mang mã “KHONG”" in refused.text
    refused = organiser.post(f"{AT}objections", data={**unheard, "code": " "})
    assert [refused.status_code, "Bạn chưa ghi mã người dự thi" in refused.text] == [422, True]
    order = tie(people["Bá"].code, people["An"].code, reason="")
    refused = organiser.post(AT, data=order)
    typed = f"{people['Bá'].code}\n{people['An'].code}"
    assert [refused.status_code, typed in refused.text.replace("\r", "")] == [422, True]


def test_the_same_sent_twice_is_one_objection_and_one_request(
    organiser: FlaskClient, engine: Engine, people: dict[str, make.Person]
) -> None:
    sent = {"round": "tuan-1", "code": people["An"].code, "body": "Câu 3 chấm sai"}
    order = tie(people["Bá"].code, people["An"].code, do="ask")
    for _again in range(2):
        assert organiser.post(f"{AT}objections", data=sent).status_code == 303
        assert organiser.post(AT, data=order).status_code == 303
    with reading(engine) as db:
        kept = (tables.objections.c.id, tables.approvals.c.id)
        counts = [db.execute(select(func.count(one))).scalar_one() for one in kept]
    assert counts == [1, 1]


def test_a_request_about_an_older_result_can_only_be_declined(
    organiser: FlaskClient, engine: Engine, people: dict[str, make.Person]
) -> None:
    order = [people["Bá"].code, people["An"].code]
    assert organiser.post(AT, data=tie(*order, do="ask")).status_code == 303
    assert organiser.post(AT, data=tie(*order)).status_code == 303
    with reading(engine) as db:
        other = clerk.office(engine, contest_id=make.reload(db, "thu").id, login="nguoi-khac").get(AT).text
    assert "Kết quả đã tính lại sau đề nghị này" in other
    assert ["Duyệt và tính lại" in other, "Không duyệt" in other] == [False, True]


def test_the_round_page_names_what_waits_before_results_are_published(organiser: FlaskClient) -> None:
    shown = organiser.get(f"{OFFICE}/rounds/tuan-1/").text
    assert "Còn giải chưa trao" in shown
    assert "Hạn khiếu nại:" in shown


def test_a_request_that_cannot_be_answered_so_is_said_on_its_page(
    organiser: FlaskClient, engine: Engine, people: dict[str, make.Person]
) -> None:
    organiser.post(AT, data=tie(people["Bá"].code, people["An"].code, do="ask"))
    with reading(engine) as db:
        kept = db.execute(select(tables.approvals.c.id, tables.approvals.c.contest_id)).one()
    other = clerk.office(engine, contest_id=kept.contest_id, login="nguoi-khac")
    for client, answer in ((organiser, "approve"), (other, "decline")):
        refused = client.post(f"{AT}asked/{kept.id}/{answer}")
        assert [refused.status_code >= 400, refused.text.count('role="alert"')] == [True, 1]
    assert "<details open><summary>Không duyệt" in refused.text
