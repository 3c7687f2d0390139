"""The pages of an attempt: what they accept, refuse and weigh."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from quiz.store import sessions
from quiz.store.engine import reading, writing
from quiz.store.tables import attempts, rounds
from tests import make
from tests.phone import NOW, QUESTIONS, Phone, application, opened
from tests.play import statements

STATIC = Path(__file__).resolve().parents[2] / "quiz" / "web" / "static"


def test_an_attempt_through_plain_forms_ends_in_a_receipt(table: tuple[Phone, str, str]) -> None:
    phone, _start, sheet = table
    saved = phone.post(sheet, sheet, {"q1": "2", "q3": "1", "prediction": "1.234", "then": "check"})
    assert (saved.status_code, saved.location) == (303, f"{sheet}check")
    form = phone.hidden(f"{sheet}check", "hand-in")
    assert (form["q1"], form["q3"], form["prediction"]) == ("2", "1", "1234")
    done = phone.client.post(f"{sheet}hand-in", data=form)
    again = phone.client.post(f"{sheet}hand-in", data=form)
    assert (done.status_code, done.location) == (303, again.location)
    other = phone.client.post(f"{sheet}hand-in", data={**form, "q1": "4"})
    assert other.status_code == 409
    receipt = phone.get(done.location).text
    assert "Đã nhận bài thi" in receipt
    assert "<dt>Câu dự đoán</dt><dd>1.234</dd>" in receipt
    assert phone.get(sheet).location == done.location


def test_an_autosave_is_a_few_bytes_and_answers_with_nothing_but_the_time_left(
    table: tuple[Phone, str, str],
) -> None:
    phone, _start, sheet = table
    token = phone.hidden(sheet, "sheet")["csrf_token"]
    body = "r=1230042&b=1220042&a=" + ".".join("8" * 50) + "&p=100000000"
    assert len(body) <= 250
    body = body.replace(".".join("8" * 50), ".".join("8" * QUESTIONS))
    answer = phone.client.post(
        f"{sheet}save",
        data=body,
        content_type="application/x-www-form-urlencoded",
        headers={"X-CSRFToken": token, "Accept-Encoding": "gzip"},
    )
    assert (answer.status_code, answer.data) == (204, b"")
    assert "Content-Encoding" not in answer.headers, "a strict client would try to unpack nothing"
    assert 0 < int(answer.headers["X-Quiz-Left"]) <= 600_000


@pytest.mark.parametrize(
    "body",
    ["r=1&a=x", "r=&a=1", "r=1&a=99999999999", "r=-1&a=1", "r=99999999999&a=1", f"r=1&a={'.' * QUESTIONS}1"],
)
def test_a_malformed_autosave_is_refused_and_changes_nothing(
    table: tuple[Phone, str, str], body: str, engine: Engine
) -> None:
    phone, _start, sheet = table
    token = phone.hidden(sheet, "sheet")["csrf_token"]
    answer = phone.client.post(
        f"{sheet}save",
        data=body,
        content_type="application/x-www-form-urlencoded",
        headers={"X-CSRFToken": token},
    )
    assert answer.status_code == 400
    with reading(engine) as db:
        assert db.execute(select(attempts.c.revision)).scalar_one() == 0


@pytest.mark.parametrize(
    "fields", [{"q1": "x"}, {"q1": "99"}, {"q21": "1"}, {"q1": ["1", "2"]}, {"base": "x"}]
)
def test_a_malformed_sheet_is_a_400(table: tuple[Phone, str, str], fields: dict[str, Any]) -> None:
    phone, _start, sheet = table
    assert phone.post(sheet, sheet, fields).status_code == 400


def test_no_form_of_an_attempt_is_taken_without_its_token(table: tuple[Phone, str, str]) -> None:
    phone, start, sheet = table
    for address in (start, sheet, f"{sheet}save", f"{sheet}hand-in"):
        assert phone.client.post(address, data={"q1": "1"}).status_code == 400


def test_a_strangers_attempt_is_a_404_on_every_page(
    app: Flask, engine: Engine, table: tuple[Phone, str, str]
) -> None:
    _phone, start, sheet = table
    with writing(engine) as db:
        state = make.reload(db, "thu")
        other = make.participant(db, state, "Giàng A Lạ", phone="0900000002", now=NOW)
    stranger = Phone(app, other.token)
    assert stranger.get(sheet).status_code == 404
    assert stranger.get(f"{sheet}check").status_code == 404
    assert stranger.get(f"{sheet}picture/abc").status_code == 404
    for address in (sheet, f"{sheet}save", f"{sheet}hand-in"):
        assert stranger.post(start, address, {"a": "1", "r": "1"}).status_code == 404


def test_whoever_is_signed_out_is_led_to_sign_in_and_back(app: Flask, table: tuple[Phone, str, str]) -> None:
    _phone, start, sheet = table
    nobody = Phone(app, None)
    for address in (start, sheet, f"{sheet}check"):
        answer = nobody.get(address)
        assert answer.status_code == 303
        assert answer.location.startswith("/c/thu/sign-in?next=")
    assert nobody.get("/c/thu/attempts").status_code == 303


def test_a_shared_device_is_signed_out_by_the_hand_in(app: Flask, engine: Engine) -> None:
    state, person = opened(engine)
    with writing(engine) as db:
        token = sessions.open_for_participant(db, person.id, shared_device=True, agent_class="x", now=NOW)
    phone = Phone(app, token)
    start = f"/c/{state.slug}/r/tuan-1/"
    sheet = phone.post(start, start).location
    receipt = phone.post(sheet, f"{sheet}hand-in").location
    assert "Máy này đã đăng xuất." in phone.get(receipt).text
    assert phone.get(start).status_code == 303


def test_a_round_that_has_closed_promises_no_attempts_any_more(app: Flask, engine: Engine) -> None:
    state, person = opened(engine)
    start = f"/c/{state.slug}/r/tuan-1/"
    assert "Lượt còn lại" in Phone(app, person.token).get(start).text
    with writing(engine) as db:
        first = rounds.c.slug == "tuan-1"
        db.execute(rounds.update().where(first).values(closes_at=NOW - make.DAY / 24))
    assert "Lượt còn lại" not in Phone(application(engine), person.token).get(start).text


def test_an_unscheduled_round_is_not_there(table: tuple[Phone, str, str]) -> None:
    phone, start, _sheet = table
    assert phone.get("/c/thu/r/tuan-2/").status_code == 404
    assert phone.post(start, "/c/thu/r/tuan-2/").status_code == 404
    assert phone.get("/c/thu/r/khong-co/").status_code == 404


def test_the_first_quiz_screen_and_its_script_keep_to_their_weight(table: tuple[Phone, str, str]) -> None:
    phone, _start, sheet = table
    page = phone.get(sheet)
    assets = re.findall(r'(?:href|src)="/static/([^"?]+)', page.text)
    weights = {name: len(gzip.compress((STATIC / name).read_bytes())) for name in assets}
    assert sum(weights.values()) + len(gzip.compress(page.data)) <= 60_000
    assert weights["quiz.js"] <= 15_000
    assert not re.search(r'(?:src|href)="https?://', page.text)


def test_the_pages_of_an_attempt_keep_to_their_statements(
    engine: Engine, table: tuple[Phone, str, str]
) -> None:
    phone, start, sheet = table
    form = phone.hidden(f"{sheet}check", "hand-in")
    for most, address, fields in ((4, start, {}), (2, sheet, {"q1": "1"}), (3, f"{sheet}hand-in", form)):
        with statements(engine) as sent:
            assert phone.client.post(address, data={**form, **fields}).status_code == 303
        asked = [one for one in sent if "FROM contests" not in one]
        assert len(asked) <= most, asked
