"""A tie asked by one member of the organisers and answered by another, once however often it is sent."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select

from quiz.rules.awards import Prize, PrizePlan
from quiz.rules.clauses import RankingRule, StillTied
from quiz.rules.keys import Key, RankKey
from quiz.rules.registration import Effect, Eligibility
from quiz.rules.text import Text
from quiz.store import tables
from quiz.store.engine import reading, writing
from tests import clerk, make
from tests.play import Play
from tests.tied import equals_counted

AT = "/office/c/thu/decisions/"
BORN = {"An": date(1990, 1, 1), "Bá": date(1991, 1, 1), "Cư": date(2020, 1, 1)}


@pytest.fixture
def people(engine: Engine) -> dict[str, make.Person]:
    """Three people with equal papers for one prize; Cư is a child and cannot win it."""
    opened = datetime.now(UTC) - timedelta(days=6)
    contest = make.contest(
        opens=opened,
        clauses=make.clauses(
            ranking=RankingRule(chain=(RankKey(Key.SCORE),), still_tied=StillTied.DECIDE),
            prizes=PrizePlan((Prize("nhat", Text("Giải Nhất", "First"), 1),)),
        ),
        eligibility=Eligibility(age_min=18, effect=Effect.CANNOT_WIN),
    )
    began = opened + timedelta(days=1)
    with writing(engine) as db:
        play = Play(make.running(db, contest, now=began))
        made = {
            name: make.participant(db, play.state, name, phone=None, birth_date=born, now=began)
            for name, born in BORN.items()
        }
    equals_counted(engine, play, made.values(), began)
    return made


@pytest.fixture
def asker(engine: Engine, people: dict[str, make.Person]) -> FlaskClient:
    """A member of the organisers who has asked for an order of the tied."""
    client = clerk.office(engine, contest_id=None)
    order = f"{people['Bá'].code}\n{people['An'].code}"
    where = {"scope": "tuan-1", "block": "", "place": "1", "version": "1", "reason": "biên bản số 5"}
    assert client.post(AT, data={**where, "order": order, "do": "ask"}).status_code == 303
    return client


@pytest.fixture
def request_at(engine: Engine, asker: FlaskClient) -> str:
    """The address of that request."""
    with reading(engine) as db:
        return f"{AT}asked/{db.execute(select(tables.approvals.c.id)).scalar_one()}"


@pytest.fixture
def second(engine: Engine) -> FlaskClient:
    """Another member."""
    return clerk.office(engine, contest_id=None, login="nguoi-khac")


def acts(engine: Engine) -> list[str]:
    with reading(engine) as db:
        return list(db.execute(select(tables.audit.c.act).order_by(tables.audit.c.id)).scalars())


def test_a_second_person_approves_what_the_first_asked_and_may_send_it_twice(
    asker: FlaskClient, second: FlaskClient, engine: Engine, request_at: str
) -> None:
    assert "Bạn là người đề nghị" in asker.get(AT).text
    assert asker.post(f"{request_at}/approve").status_code == 403
    assert "Duyệt và tính lại" in second.get(AT).text
    for _again in range(2):
        answer = second.post(f"{request_at}/approve")
        assert (answer.status_code, answer.location) == (303, AT)
        after = second.get(AT).text
        assert ["Đã ghi quyết định" in after, "Không có giải nào chờ" in after] == [True, True]
    assert [acts(engine).count(act) for act in ("decision.tie", "round.finalise")] == [1, 2]
    assert "Cán bộ to-chuc đề nghị, Cán bộ nguoi-khac duyệt" in after
    assert asker.post(f"{request_at}/approve").status_code == 404
    assert second.post(f"{request_at}/decline", data={"reason": "thôi"}).status_code == 404


def test_a_request_declined_twice_is_declined_once(
    second: FlaskClient, engine: Engine, request_at: str
) -> None:
    for _again in range(2):
        assert second.post(f"{request_at}/decline", data={"reason": "chưa họp"}).status_code == 303
    assert acts(engine).count("decision.decline") == 1


def test_who_cannot_win_is_marked_among_the_tied(
    second: FlaskClient, asker: FlaskClient, people: dict[str, make.Person]
) -> None:
    shown = second.get(AT).text
    assert "hạng 1, 2 người" in shown
    [marked] = [row for row in shown.split("<tr>") if "(không được nhận giải này)" in row]
    assert people["Cư"].code in marked
