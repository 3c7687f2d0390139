"""What the office says when it says no, and what it prints for people without a camera."""

from __future__ import annotations

from io import BytesIO

import pytest
from flask.testing import FlaskClient

from quiz.store.contests import ContestState

CONTEST = "/office/c/thu"
ROSTER = "Họ và tên,Ngày sinh,Số điện thoại\nVàng Thị Mỷ,01/02/1984,0901000102\n"


def test_a_refusal_keeps_the_menu_and_leads_back_to_the_form(organiser: FlaskClient) -> None:
    before = f"http://localhost{CONTEST}/rounds/tuan-1/"
    answer = organiser.post(f"{CONTEST}/rounds/khong-co/pause", data={}, headers={"Referer": before})
    assert answer.status_code == 404
    assert f'href="{CONTEST}/rounds/tuan-1/"' in answer.text
    assert f'href="{CONTEST}/desk/"' in answer.text
    assert "Quay lại trang trước" in answer.text


@pytest.mark.parametrize("before", ["https://evil.example/office/", "", "http://localhost.evil/office/"])
def test_no_refusal_leads_to_a_page_of_somebody_else(organiser: FlaskClient, before: str) -> None:
    answer = organiser.post(f"{CONTEST}/rounds/khong-co/pause", data={}, headers={"Referer": before})
    assert answer.status_code == 404
    assert "Quay lại trang trước" not in answer.text
    assert "evil" not in answer.text


def test_an_unknown_contest_of_the_office_is_said_plainly(organiser: FlaskClient) -> None:
    assert organiser.get("/office/c/khong-co/rounds/").status_code == 404


def test_a_roster_confirmed_by_two_is_taken_in_once_and_the_second_is_told(organiser: FlaskClient) -> None:
    upload = {"file": (BytesIO(ROSTER.encode()), "danh-sach.csv")}
    waiting = organiser.post(f"{CONTEST}/people/", data=upload).location
    first = organiser.post(f"{waiting}/confirm")
    second = organiser.post(f"{waiting}/confirm")
    assert (first.status_code, second.status_code) == (303, 303)
    assert "/slips/" in first.location
    assert "đã có người ghi tên hoặc bỏ" in organiser.get(second.location).text


def test_a_slip_says_where_to_type_the_code_and_whom_to_call(organiser: FlaskClient) -> None:
    upload = {"file": (BytesIO(ROSTER.encode()), "danh-sach.csv")}
    waiting = organiser.post(f"{CONTEST}/people/", data=upload).location
    page = organiser.get(organiser.post(f"{waiting}/confirm").location).text
    assert "http://localhost:8000/c/thu/sign-in" in page
    assert "0219 3 000 000" in page


def test_a_rulebook_that_is_no_text_is_refused_without_filling_the_page_with_it(
    organiser: FlaskClient, state: ContestState
) -> None:
    page = f"{CONTEST}/rulebook"
    binary = {"file": (BytesIO(b"\xd0\xcf\x11\xe0\xff\xfe"), "the-le.doc"), "reason": "thử"}
    answer = organiser.post(page, data=binary)
    assert answer.status_code == 422
    assert "the-le.doc không phải văn bản UTF-8" in answer.text
    assert "\ufffd" not in answer.text
    assert "chưa chọn tệp" in organiser.post(page, data={"text": " ", "reason": "thử"}).text
    assert state.rulebook_number == 1


def test_missing_questions_lead_to_choosing_them(organiser: FlaskClient) -> None:
    page = organiser.get(f"{CONTEST}/rounds/tuan-2/").text
    assert f'href="{CONTEST}/choose/tuan-2/-"' in page
