"""The prediction asks for the very number by which guesses are ranked."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from quiz.rules.guess import Guess, PredictionRule, Quantity
from quiz.rules.text import Text
from quiz.store.engine import writing
from tests import clerk, make
from tests.phone import NOW, Phone, application
from tests.play import Play

WORDS = {
    Quantity.PARTICIPANTS: "bao nhiêu người tham gia",
    Quantity.ATTEMPTS: "bao nhiêu lượt thi hợp lệ",
    Quantity.ALL_CORRECT_PEOPLE: "bao nhiêu người trả lời đúng tất cả các câu",
    Quantity.CORRECT_PEOPLE: "bao nhiêu người trả lời đúng ít nhất 4 câu",
}


def sheet_and_trial(engine: Engine, rule: PredictionRule) -> tuple[str, str]:
    """The sheet of a citizen, and the same paper as an organiser tries it."""
    app, clauses = application(engine), make.clauses(prediction=rule)
    with writing(engine) as db:
        play = Play(make.running(db, make.contest(opens=NOW - make.DAY, clauses=clauses), now=NOW))
        person = make.participant(db, play.state, now=NOW)
        attempt = play.start(db, person.token, now=NOW)
    sheet = Phone(app, person.token).get(f"/c/thu/a/{attempt}/").text
    office = clerk.office(engine, contest_id=play.state.id)
    return sheet, office.get("/office/c/thu/choose/tuan-1/-/preview").text


@pytest.mark.parametrize("quantity", list(Quantity))
def test_a_rulebook_without_a_question_of_its_own_asks_for_what_it_counts(
    engine: Engine, quantity: Quantity
) -> None:
    rule = PredictionRule(kind=Guess.NUMBER, quantity=quantity, correct_at_least=4)
    for page in sheet_and_trial(engine, rule):
        assert [words in page for words in WORDS.values()].count(True) == 1
        assert WORDS[quantity] in page


def test_the_question_of_the_rulebook_stands(engine: Engine) -> None:
    rule = PredictionRule(kind=Guess.NUMBER, question=Text("Đoán xem có mấy người?", "Guess how many?"))
    for page in sheet_and_trial(engine, rule):
        assert "Đoán xem có mấy người?" in page
