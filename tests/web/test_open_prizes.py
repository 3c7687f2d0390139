"""A prize over which a tie is not decided yet is told as open wherever the public looks, without a name."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from quiz.actions import deciding, finalising, running
from quiz.rules.awards import Prize, PrizePlan, Special
from quiz.rules.clauses import RankingRule, StillTied
from quiz.rules.contest import Block
from quiz.rules.keys import Key, RankKey
from quiz.rules.text import Text
from quiz.store.engine import reading, writing
from tests import citizens, clerk, make
from tests.citizens import LATER
from tests.make import DAY, NOW
from tests.play import Play

WHO: dict[str, Any] = {"staff_id": None, "reason": "thử"}
BY_GUESS = RankingRule(chain=(RankKey(Key.PREDICTION),), still_tied=StillTied.DECIDE)
WINNER = "Vàng Thị Nhất"
TIERS = (
    Prize("nhat", Text("Giải Nhất", "First prize"), 1),
    Prize("nhi", Text("Giải Nhì", "Second prize"), 1),
    Prize("ba", Text("Giải Ba", "Third prize"), 1),
    Prize("cao-tuoi", Text("Cao tuổi nhất", "Oldest"), 1, special=Special.OLDEST),
)
BLOCKS = (Block("can-bo", Text("Cán bộ")), Block("nguoi-dan", Text("Người dân")))
EVERYWHERE = ("", "winners", "boards/tuan-1/people")
OPEN = "Giải Nhì, Giải Ba"


@pytest.fixture
def people(engine: Engine) -> dict[str, make.Person]:
    """One winner, and three equal people for the next two prizes; announced as final."""
    known = counted(engine, (WINNER, "Giàng A Nhì", "Lù Thị Ba", "Sùng Thị Bốn"), TIERS)
    with writing(engine) as db:
        running.publish(db, make.reload(db, "thu"), "tuan-1", **WHO, now=LATER + 2 * DAY)
    return known


def counted(
    engine: Engine, names: tuple[str, ...], tiers: tuple[Prize, ...], *, block: str = "", **changed: Any
) -> dict[str, make.Person]:
    """These people with empty papers, of whom the winner alone guessed that four would come."""
    clauses = make.clauses(ranking=BY_GUESS, prizes=PrizePlan(tiers))
    with writing(engine) as db:
        play = Play(make.running(db, make.contest(clauses=clauses, **changed)))
        known = {name: make.participant(db, play.state, name, phone=None, block=block) for name in names}
        for name, person in known.items():
            handed_in, guess = play.start(db, person.token), 4 if name == WINNER else 1
            play.hand_in(db, person.token, handed_in, {}, prediction=guess, now=NOW + timedelta(minutes=1))
        running.close(db, play.state, "tuan-1", **WHO, now=LATER)
    finalising.finalise(engine, "thu", "tuan-1", **WHO, now=LATER + DAY)
    return known


@pytest.fixture
def visitor(engine: Engine, tmp_path: Path, people: dict[str, make.Person]) -> FlaskClient:
    assert people
    return citizens.visitor(engine, tmp_path, LATER + 3 * DAY)


@pytest.mark.parametrize("page", EVERYWHERE)
def test_a_page_says_which_prizes_wait_and_how_many_are_equal(visitor: FlaskClient, page: str) -> None:
    seen = visitor.get(f"/c/thu/{page}").text
    assert OPEN in seen
    assert "3 người đang bằng nhau" in seen
    english = visitor.get(f"/c/thu/{page}?lang=en").text
    assert "Second prize, Third prize" in english
    assert "Vàng *** Nhất" in seen


@pytest.mark.parametrize("page", ["", "winners"])
def test_nobody_who_is_tied_is_named_among_the_winners(visitor: FlaskClient, page: str) -> None:
    seen = visitor.get(f"/c/thu/{page}").text
    assert [name for name in ("Giàng", "Lù", "Sùng") if name in seen] == []


def test_open_prizes_stand_in_the_order_of_the_prizes(visitor: FlaskClient) -> None:
    seen = visitor.get("/c/thu/winners").text
    cards = [seen.index(f"<h3>{title}") for title in ("Giải Nhất", OPEN)]
    assert cards == sorted(cards)


@pytest.mark.parametrize("page", EVERYWHERE)
def test_a_decided_tie_is_told_as_open_no_more(
    engine: Engine, visitor: FlaskClient, people: dict[str, make.Person], page: str
) -> None:
    order = [person.code for name, person in people.items() if name != WINNER]
    with writing(engine) as db:
        state = make.reload(db, "thu")
        [tie] = deciding.open_ties(db, state)
        deciding.decide(db, state, tie, order, **WHO, now=LATER + 3 * DAY)
    finalising.recompute(engine, "thu", "tuan-1", seen_version=1, **WHO, now=LATER + 3 * DAY)
    assert "đang bằng nhau" not in visitor.get(f"/c/thu/{page}").text


def test_a_result_that_nobody_won_yet_is_not_left_out(engine: Engine, tmp_path: Path) -> None:
    counted(engine, ("Giàng A Nhì", "Lù Thị Ba"), TIERS[:1])
    seen = citizens.visitor(engine, tmp_path, LATER + 3 * DAY).get("/c/thu/winners").text
    assert "Chưa có giải nào được công bố" not in seen
    assert "2 người đang bằng nhau" in seen


@pytest.mark.parametrize("page", ["", "winners", "boards/tuan-1/people?block=can-bo"])
def test_an_open_prize_is_told_with_its_block(engine: Engine, tmp_path: Path, page: str) -> None:
    counted(engine, ("Giàng A Nhì", "Lù Thị Ba"), TIERS[:1], block="can-bo", blocks=BLOCKS)
    visitor = citizens.visitor(engine, tmp_path, LATER + 3 * DAY)
    assert "Giải Nhất · Cán bộ" in visitor.get(f"/c/thu/{page}").text
    assert "đang bằng nhau" not in visitor.get("/c/thu/boards/tuan-1/people?block=nguoi-dan").text


@pytest.mark.usefixtures("people")
def test_the_office_keeps_saying_so_after_the_result_was_published(engine: Engine) -> None:
    with reading(engine) as db:
        organiser = clerk.office(engine, contest_id=make.reload(db, "thu").id)
    page = organiser.get("/office/c/thu/rounds/tuan-1/").text
    assert "Còn giải chưa trao vì có người đồng hạng" in page
    assert "Công bố kết quả chính thức" not in page
