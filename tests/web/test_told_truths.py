"""The true number of a prediction is told by the board and the winners of a round once it is announced."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from quiz.actions import finalising, running
from quiz.rules.contest import Block
from quiz.rules.guess import Guess, PredictionRule, Scope
from quiz.rules.text import Text
from quiz.store.engine import writing
from tests import citizens, make
from tests.citizens import LATER
from tests.make import DAY, NOW
from tests.play import Play

WHO: dict[str, Any] = {"staff_id": None, "reason": "thử"}
BLOCKS = (Block("a", Text("Khối A", "Block A")), Block("b", Text("Khối B", "Block B")))
GUESS = PredictionRule(kind=Guess.NUMBER)
PAGES = ("boards/tuan-1/people", "winners")
NUMBER = '<strong class="number">3</strong>'


def counted(engine: Engine, *people: str, **contest: Any) -> None:
    """People of these blocks, one each, and a provisional result."""
    with writing(engine) as db:
        play = Play(make.running(db, make.contest(**contest)))
        for number, block in enumerate(people):
            person = make.participant(db, play.state, f"Lò Văn {number}", phone=None, block=block)
            play.hand_in(db, person.token, play.start(db, person.token), {}, prediction=1, now=NOW)
        running.close(db, play.state, "tuan-1", **WHO, now=LATER)
    finalising.finalise(engine, "thu", "tuan-1", **WHO, now=LATER + DAY)


def publish(engine: Engine) -> None:
    with writing(engine) as db:
        running.publish(db, make.reload(db, "thu"), "tuan-1", **WHO, now=LATER + 2 * DAY)


def seen(engine: Engine, folder: Path, page: str) -> str:
    return citizens.visitor(engine, folder, LATER + 3 * DAY).get(f"/c/thu/{page}").text


@pytest.mark.parametrize("page", PAGES)
def test_it_is_told_once_the_result_is_final(engine: Engine, tmp_path: Path, page: str) -> None:
    counted(engine, "", "", "")
    assert "Đáp số" not in seen(engine, tmp_path, page)
    publish(engine)
    assert f"Đáp số câu dự đoán: {NUMBER}" in seen(engine, tmp_path, page)
    assert f"The true number of the prediction: {NUMBER}" in seen(engine, tmp_path, f"{page}?lang=en")


def test_each_block_has_its_own(engine: Engine, tmp_path: Path) -> None:
    counted(engine, "a", "b", "b", "b", blocks=BLOCKS)
    publish(engine)
    winners = seen(engine, tmp_path, "winners")
    assert f"Đáp số câu dự đoán, Khối B: {NUMBER}" in winners
    assert "Đáp số câu dự đoán, Khối A:" in winners
    first, second = (seen(engine, tmp_path, f"{PAGES[0]}?block={one.slug}") for one in BLOCKS)
    assert (NUMBER in first, NUMBER in second) == (False, True)


@pytest.mark.parametrize("page", PAGES)
def test_it_is_kept_while_the_contest_still_asks_for_it(engine: Engine, tmp_path: Path, page: str) -> None:
    whole = replace(GUESS, scope=Scope.CONTEST)
    counted(engine, "", "", "", clauses=make.clauses(prediction=whole))
    publish(engine)
    assert "Đáp số" not in seen(engine, tmp_path, page)


@pytest.mark.parametrize("page", PAGES)
def test_where_nothing_was_asked_nothing_is_told(engine: Engine, tmp_path: Path, page: str) -> None:
    counted(engine, "", clauses=make.clauses(prediction=PredictionRule()))
    publish(engine)
    assert "Đáp số" not in seen(engine, tmp_path, page)
