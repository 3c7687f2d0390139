"""An amendment of a rulebook is looked at before it is confirmed."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from flask.testing import FlaskClient
from sqlalchemy import Engine

from quiz.rules.clauses import TimeRule
from quiz.rules.registration import COMMON_FIELDS, Eligibility, Field, Registration
from quiz.rules.text import Text
from quiz.rules.toml_text import toml_text
from quiz.store.contests import ContestState
from quiz.store.engine import writing
from tests import clerk, make


def test_an_amendment_is_shown_before_it_is_confirmed(organiser: FlaskClient, state: ContestState) -> None:
    page = "/office/c/thu/rulebook"
    fifteen = make.clauses(time=TimeRule(limit=timedelta(minutes=15)))
    sent = {"text": toml_text(replace(state.contest, clauses=fifteen)), "reason": "công văn số 7"}
    shown = organiser.post(f"{page}/preview", data=sent)
    assert shown.status_code == 200
    assert ["10 phút" in shown.text, "15 phút" in shown.text, "time.limit" in shown.text] == [True] * 3
    assert re.findall(r'aria-current="page">([^<]+)<', shown.text) == ["Thể lệ"], "lines of the menu"
    assert "10 phút" in organiser.get(page).text
    assert organiser.post(page, data=sent).status_code == 409
    confirmed = {**sent, "weight": "amendment", "seen": state.rulebook_number}
    assert organiser.post(page, data=confirmed).status_code == 303
    assert "15 phút" in organiser.get(page).text
    assert (
        organiser.post(page, data={**confirmed, "text": sent["text"].replace("900", "960")}).status_code
        == 409
    )


def test_an_amendment_is_a_new_version_with_its_reason(organiser: FlaskClient, state: ContestState) -> None:
    changed = toml_text(state.contest).replace("0219 3 000 000", "0219 3 999 999")
    page = "/office/c/thu/rulebook"
    assert organiser.post(page, data={"text": changed}).status_code == 422
    assert organiser.post(page, data={"text": changed, "reason": "đổi số máy"}).status_code == 303
    shown = organiser.get(page).text
    assert "đổi số máy" in shown
    assert "0219 3 999 999" in shown


def test_a_paper_already_played_cannot_be_amended(organiser: FlaskClient, state: ContestState) -> None:
    changed = toml_text(state.contest).replace("questions = 5", "questions = 4")
    answer = organiser.post("/office/c/thu/rulebook", data={"text": changed, "reason": "thử"})
    assert answer.status_code == 409
    assert "questions = 4" in answer.text


def test_a_new_contest_may_start_from_a_template(engine: Engine) -> None:
    with writing(engine) as db:
        number = clerk.hired(db, "van-hanh", "operator", None)
    operator = clerk.seat(engine, number)
    listed = operator.get("/office/new").text
    assert "/office/new?template=two-blocks" in listed
    assert "joined = &#34;choice&#34;" in operator.get("/office/new?template=two-blocks").text
    assert operator.get("/office/new?template=unknown").status_code == 200


def test_an_earlier_close_of_an_open_round_is_confirmed_and_stays_on_the_rules_page(engine: Engine) -> None:
    opened = datetime.now(UTC).replace(microsecond=0) - make.DAY
    with writing(engine) as db:
        state = make.running(db, make.contest(opens=opened), now=opened)
    organiser, page = clerk.office(engine, contest_id=state.id), "/office/c/thu/rulebook"
    first, *others = state.contest.rounds
    earlier = replace(state.contest, rounds=(replace(first, closes=first.closes - make.DAY), *others))
    sent = {"text": toml_text(earlier), "reason": "bão số 5"}
    shown = organiser.post(f"{page}/preview", data=sent)
    assert 'name="weight" value="amendment"' in shown.text
    assert "lý do đổi: bão số 5" in shown.text
    assert organiser.post(page, data=sent).status_code == 409
    assert organiser.post(page, data={**sent, "weight": "amendment"}).status_code == 303
    assert "lý do đổi: bão số 5" in organiser.get(page).text
    ended = replace(state.contest, rounds=(replace(first, closes=opened + make.DAY / 2), *others))
    refused = organiser.post(f"{page}/preview", data={"text": toml_text(ended), "reason": "bão"})
    assert refused.status_code == 409
    assert "quiz round close" in refused.text


def test_who_may_play_and_how_units_are_compared_are_confirmed_once_the_round_is_open(engine: Engine) -> None:
    opened = datetime.now(UTC).replace(microsecond=0) - make.DAY
    with writing(engine) as db:
        state = make.running(db, make.contest(opens=opened), now=opened)
    organiser, page = clerk.office(engine, contest_id=state.id), "/office/c/thu/rulebook"
    wanted = replace(state.contest, eligibility=Eligibility(age_min=18), collectives=())
    sent = {"text": toml_text(wanted), "reason": "công văn số 9"}
    shown = organiser.post(f"{page}/preview", data=sent).text
    assert re.findall(r"<li>Tuần 1: ([^<]+)</li>", shown) == [
        "ai được dự thi, ai được nhận giải",
        "các bảng và giải tập thể",
    ]
    refused = organiser.post(page, data=sent)
    assert (refused.status_code, "đổi ai được dự thi, ai được nhận giải" in refused.text) == (409, True)
    assert organiser.post(page, data={**sent, "weight": "amendment"}).status_code == 303
    assert organiser.get(page).text.count("18 tuổi") == 1


def test_the_page_says_of_whom_a_new_field_was_not_asked(engine: Engine, state: ContestState) -> None:
    with writing(engine) as db:
        make.participant(db, state)
    organiser, page = clerk.office(engine, contest_id=state.id), "/office/c/thu/rulebook"
    fields = (*COMMON_FIELDS, Field("ethnicity", Text("Dân tộc", "Ethnicity")))
    sent = {
        "text": toml_text(replace(state.contest, registration=Registration(fields))),
        "reason": "thống kê",
    }
    shown = organiser.post(f"{page}/preview", data=sent).text
    assert "Người đã đăng ký (1) chưa phải điền: “Dân tộc”." in shown
    known = Registration(identity=("name", "birth_date"))
    sent["text"] = toml_text(replace(state.contest, registration=known))
    refused = organiser.post(f"{page}/preview", data=sent)
    assert (refused.status_code, "không đổi được registration.identity" in refused.text) == (409, True)
