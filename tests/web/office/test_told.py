"""What the office tells in words: the audit chain, workbooks, staff, and lists that stay filtered."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import Engine

from quiz.actions.workbook import apart_words
from quiz.rules import metric
from quiz.store.contests import ContestState
from quiz.store.engine import reading, writing
from quiz.web.office.act_told import told
from tests import citizens, clerk, make

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.mark.parametrize(
    ("detail", "lines"),
    [
        ({}, []),
        ({"changed": {"time.limit": [600, 900]}, "amended": ["tuan-1 time"]},
         ["time.limit: 600 → 900", "chạm tới bài đã làm: tuan-1 time"]),
        ({"digest": "ab" * 32, "version": 2}, ["mã băm: abababababab…", "phiên bản: 2"]),
        ({"points": {"xa-a": [None, "8.5"]}}, ["xa-a: không có → 8.5"]),
        ({"seconds": 1800, "early": False}, ["thời gian thêm: 30 phút", "đóng sớm: không"]),
        ({"closes_at": "2026-11-30T03:00:00+00:00"}, ["đóng lúc: 10:00 thứ Hai 30/11/2026"]),
        ({"commitments": {"": "cd" * 32}}, ["mã cam kết của đề: cdcdcdcdcdcd…"]),
        ({"standing": "cannot_win"}, ["tư cách: thi nhưng không nhận giải"]),
    ],
)  # fmt: skip
def test_an_act_is_told_in_words_and_local_time(detail: Any, lines: list[str]) -> None:
    assert told(detail, "vi", ZONE) == lines


def test_every_reason_to_stand_apart_is_a_sentence() -> None:
    for name in metric.NAMES:
        assert apart_words(name).startswith("Không xếp hạng: ")
    assert apart_words("") == ""


@pytest.fixture
def state(engine: Engine) -> ContestState:
    citizens.announced(engine)
    with reading(engine) as db:
        return make.reload(db, "thu")


def test_the_audit_page_shows_no_json_and_no_universal_time(
    organiser: FlaskClient, engine: Engine, state: ContestState
) -> None:
    shown = organiser.get("/office/c/thu/audit").text
    assert "Tính kết quả" in shown
    assert '{"' not in shown
    assert "&#34;" not in shown.split("<table")[1]
    operator = clerk.office(engine, "operator", contest_id=state.id, login="van-hanh")
    assert "UTC" not in operator.get("/office/audit").text


def test_no_list_of_people_shows_time_finer_than_the_rulebook_compares(organiser: FlaskClient) -> None:
    answer = organiser.get("/office/c/thu/results/tuan-1/results.xlsx")
    book = load_workbook(BytesIO(answer.data))
    seconds = [row[7] for row in book["Cá nhân"].iter_rows(min_row=2, values_only=True)]
    assert seconds
    assert all(isinstance(one, (int, float)) and one == int(one) for one in seconds)


def test_people_of_the_whole_platform_are_listed_and_left_alone(
    organiser: FlaskClient, engine: Engine
) -> None:
    with writing(engine) as db:
        clerk.hired(db, "giam-sat-chung", "auditor", None)
    shown = organiser.get("/office/c/thu/staff").text
    row = shown.rsplit("giam-sat-chung", 1)[1].split("</tr>")[0]
    assert ["toàn hệ thống" in row, "<form" in row] == [True, False]


@pytest.mark.parametrize("login", ["a", "có dấu cách", "x" * 61, "a/b"])
def test_a_login_name_is_one_that_can_be_typed_and_told(organiser: FlaskClient, login: str) -> None:
    answer = organiser.post("/office/c/thu/staff", data={"login": login, "name": "Lan", "role": "editor"})
    assert answer.status_code == 422
    assert "Tên đăng nhập gồm" in answer.text


def test_only_organisers_are_offered_to_edit_the_rulebook(
    organiser: FlaskClient, engine: Engine, state: ContestState
) -> None:
    auditor = clerk.office(engine, "auditor", contest_id=state.id, login="giam-sat")
    assert "xem và sửa" in organiser.get("/office/c/thu/").text
    assert "xem và sửa" not in auditor.get("/office/c/thu/").text


def test_a_list_of_questions_stays_filtered_after_something_was_taken_from_it(
    organiser: FlaskClient,
) -> None:
    page = "/office/c/thu/choose/tuan-2/-"
    added = organiser.post(f"{page}?q=câu&difficulty=de&after=3", data={"act": "add-all"})
    assert added.status_code == 303
    assert ["q=c%C3%A2u" in added.location, "difficulty=de" in added.location] == [True, True]
    assert "after" not in added.location
