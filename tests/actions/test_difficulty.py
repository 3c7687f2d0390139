"""How many answered a question right is told once every round that uses it has its result, not before."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from quiz.actions import difficulty, finalising, running
from quiz.actions.difficulty import RightShare
from quiz.store import histories, tables
from quiz.store.contests import ContestState
from quiz.store.engine import reading, writing
from tests import clerk, make
from tests.make import DAY, NOW
from tests.play import Play

LATER = NOW + 7 * DAY
MINUTE = timedelta(minutes=1)


def played(engine: Engine, people: int) -> ContestState:
    """A round whose five questions everybody met; the first choice shown was taken everywhere."""
    with writing(engine) as db:
        play = Play(make.running(db, pool=5))
        for number in range(people):
            person = make.participant(db, play.state, f"Vàng Thị {number}", phone=f"09{number:08}")
            attempt = play.start(db, person.token)
            shown = dict.fromkeys(range(1, 6), (1,))
            play.hand_in(db, person.token, attempt, shown, prediction=3, now=NOW + MINUTE)
    return play.state


def end(engine: Engine) -> None:
    with writing(engine) as db:
        running.close(db, make.reload(db, "thu"), "tuan-1", staff_id=None, reason="thử", now=LATER)
    finalising.finalise(engine, "thu", "tuan-1", staff_id=None, reason="thử", now=LATER + DAY)


def shares(engine: Engine, state: ContestState) -> list[list[RightShare]]:
    """The shares of every question of the round."""
    with reading(engine) as db:
        used = db.execute(
            select(tables.item_versions.c.item_id).join(
                tables.paper_items, tables.paper_items.c.item_version_id == tables.item_versions.c.id
            )
        ).scalars()
        places = [histories.where_used(db, state.id, item_id) for item_id in used]
        return [difficulty.right_shares(db, one) for one in places]


def test_the_shares_of_all_questions_agree_with_the_marks(engine: Engine) -> None:
    state = played(engine, 20)
    end(engine)
    with reading(engine) as db:
        correct = sum(db.execute(select(tables.attempts.c.correct)).scalars())
    told = [one.percent for (one,) in shares(engine, state)]
    assert len(told) == 5
    assert sum(percent or 0 for percent in told) == pytest.approx(100 * correct / 20, abs=3)


def test_nothing_is_told_while_the_round_has_no_result(engine: Engine) -> None:
    state = played(engine, 12)
    assert shares(engine, state) == [[]] * 5
    with writing(engine) as db:
        running.close(db, make.reload(db, "thu"), "tuan-1", staff_id=None, reason="thử", now=LATER)
    assert shares(engine, state) == [[]] * 5


def test_few_answers_tell_nothing(engine: Engine) -> None:
    state = played(engine, 3)
    end(engine)
    assert [one.percent for (one,) in shares(engine, state)] == [None] * 5


def test_the_page_of_a_question_tells_its_share_only_when_the_round_is_over(engine: Engine) -> None:
    state = played(engine, 12)
    organiser = clerk.office(engine, contest_id=state.id)
    with reading(engine) as db:
        bank = db.execute(select(tables.banks.c.slug)).scalar_one()
    item = f"/office/c/thu/bank/items/{bank}/cau-1"
    assert "đã có kết quả" in organiser.get(item).text
    end(engine)
    page = organiser.get(item).text
    assert "Tỉ lệ trả lời đúng</h2>" in page
    assert "đã có kết quả" not in page
