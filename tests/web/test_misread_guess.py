"""A prediction decides places: what cannot be read is said, never dropped in silence."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, select
from werkzeug.datastructures import MultiDict

from quiz.store.engine import reading
from quiz.store.tables import attempts
from quiz.web import sheet_forms
from tests.phone import QUESTIONS, Phone

UNREADABLE = ["nhiều lắm", "500 người", "-5", "1e3", "12.5", "1.23.456", "\u0663\u0664", "1" * 19]


@pytest.mark.parametrize(
    ("typed", "number"),
    [("0", 0), (" 156724 ", 156_724), ("156.724", 156_724), ("1,000,000", 1_000_000), ("1 234", 1_234)],
)
def test_a_number_is_read_however_people_group_its_digits(typed: str, number: int) -> None:
    form = MultiDict({"prediction": typed})
    assert (sheet_forms.prediction(form), sheet_forms.is_unreadable(form)) == (number, False)


@pytest.mark.parametrize("typed", UNREADABLE)
def test_what_is_no_whole_number_is_not_made_one(typed: str) -> None:
    form = MultiDict({"prediction": typed})
    assert (sheet_forms.prediction(form), sheet_forms.is_unreadable(form)) == (None, True)


@pytest.mark.parametrize("then", ["check", "save"])
def test_without_script_an_unreadable_guess_comes_back_and_the_answers_are_kept(
    table: tuple[Phone, str, str], engine: Engine, then: str
) -> None:
    phone, _start, sheet = table
    answer = phone.post(sheet, sheet, {"q1": "2", "prediction": "500 người", "then": then})
    assert answer.status_code == 422
    assert 'value="500 người"' in answer.text
    assert "Số dự đoán phải là số nguyên từ 0 đến" in answer.text
    with reading(engine) as db:
        assert db.execute(select(attempts.c.answers)).scalar_one().strip(",")


@pytest.mark.parametrize("typed", ["nhiều lắm", "999999999"])
def test_no_attempt_is_handed_in_with_a_guess_that_would_be_lost(
    table: tuple[Phone, str, str], engine: Engine, typed: str
) -> None:
    phone, _start, sheet = table
    answer = phone.post(sheet, f"{sheet}hand-in", {"q1": "2", "prediction": typed})
    assert answer.status_code == 422
    assert "đến 100.000.000" in answer.text
    assert 'id="hand-in"' in answer.text, "no dead end: the check page stands under the sentence"
    with reading(engine) as db:
        assert db.execute(select(attempts.c.state)).scalar_one() == "in_progress"


def test_the_check_page_counts_the_open_prediction_and_repeats_its_question(
    table: tuple[Phone, str, str],
) -> None:
    phone, _start, sheet = table
    answers = {f"q{number}": "1" for number in range(1, QUESTIONS + 1)}
    page = phone.client.get(phone.post(sheet, sheet, answers).location).text
    assert "Còn 1 câu chưa trả lời." in page
    assert "Bao nhiêu người dự thi?" in page
    guessed = {**answers, **phone.hidden(sheet, "sheet"), "prediction": "12"}
    page = phone.client.get(phone.client.post(sheet, data=guessed).location).text
    assert f"Bạn đã trả lời đủ {QUESTIONS} câu." in page
