"""The desk sees what voiding an attempt would change before it voids it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select

from quiz.actions import finalising, previewing, running
from quiz.rules.clauses import RankingRule, StillTied
from quiz.rules.keys import Key, RankKey
from quiz.store import previews, snapshots, standings, tables
from quiz.store.contests import ContestState
from quiz.store.engine import reading, writing
from tests import citizens, clerk, make
from tests.play import Play, statements

MINUTE = timedelta(minutes=1)
UNDECIDED = make.clauses(
    ranking=RankingRule(chain=(RankKey(Key.PREDICTION),), still_tied=StillTied.DECIDE),
)


@pytest.fixture
def state(engine: Engine) -> ContestState:
    """Three people who guessed that three would take part, and the result."""
    citizens.announced(engine)
    with reading(engine) as db:
        return make.reload(db, "thu")


def first(engine: Engine, state: ContestState) -> tuple[str, str]:
    """Who stands first, and with which attempt."""
    with reading(engine) as db:
        shown = snapshots.shown(db, state.id, "tuan-1")
        assert shown is not None
        [winner] = standings.winners_shown(db, shown.id)
        query = select(tables.participants.c.code, tables.attempts.c.public_id).join_from(
            tables.participants, tables.attempts
        )
        row = db.execute(query.where(tables.participants.c.id == winner.participant_id)).one()
    return str(row.code), str(row.public_id)


def before_and_after(page: str, what: str) -> tuple[str, str]:
    """What the page shows of one thing before and after."""
    row = page.partition(f"<td>{what}</td>")[2].partition("</tr>")[0]
    before, after = re.findall(r">([^<]+)</td>", row)
    return before, after


def worked_out(engine: Engine, organiser: FlaskClient, page: str) -> str:
    """The page after the companion has been at work."""
    assert organiser.get(page).status_code == 202
    with reading(engine) as db:
        state = make.reload(db, "thu")
    assert previewing.work_off(engine, state, now=citizens.LATER) == 1
    assert previewing.work_off(engine, state, now=citizens.LATER) == 0
    return organiser.get(page).text


def test_the_page_asks_and_never_evaluates_itself(
    engine: Engine, state: ContestState, organiser: FlaskClient
) -> None:
    code, attempt = first(engine, state)
    page = f"/office/c/thu/desk/people/{code}/attempts/{attempt}/preview"
    with statements(engine) as said:
        assert organiser.get(page).status_code == 202
        assert organiser.get(page).status_code == 202
    assert not any("FROM attempts" in one and "last_edit_at" in one and "units.code" in one for one in said)
    with reading(engine) as db:
        waiting = select(tables.due_jobs.c.id).where(tables.due_jobs.c.kind == previews.KIND)
        assert len(db.execute(waiting).all()) == 1, "asked once however often it is looked at"


def test_a_worker_that_died_leaves_the_look_ahead_to_the_next(
    engine: Engine, state: ContestState, organiser: FlaskClient
) -> None:
    code, attempt = first(engine, state)
    organiser.get(f"/office/c/thu/desk/people/{code}/attempts/{attempt}/preview")
    with writing(engine) as db:
        previews.take(db, state.id, by="dead", now=citizens.LATER, lasts=previewing.LEASE)
    assert previewing.work_off(engine, state, now=citizens.LATER) == 0
    assert previewing.work_off(engine, state, now=citizens.LATER + previewing.LEASE) == 1


def test_the_winner_to_be_and_the_new_truth_are_shown_and_then_come_true(
    engine: Engine, state: ContestState, organiser: FlaskClient
) -> None:
    code, attempt = first(engine, state)
    desk = f"/office/c/thu/desk/people/{code}"
    assert f"{desk}/attempts/{attempt}/preview" in organiser.get(desk).text
    seen = worked_out(engine, organiser, f"{desk}/attempts/{attempt}/preview")
    assert before_and_after(seen, "Đáp án câu dự đoán") == ("3", "2")
    assert before_and_after(seen, f"Giải của {code}") == ("Giải Nhất, 1.000.000 đồng", "–")
    assert first(engine, state) == (code, attempt)
    organiser.post(f"{desk}/attempts/{attempt}/void", data={"reason": "thi hộ"})
    later = citizens.LATER + 2 * make.DAY
    finalising.recompute(engine, "thu", "tuan-1", seen_version=1, staff_id=None, reason="thi hộ", now=later)
    heir, _ = first(engine, state)
    assert heir != code
    assert f"Giải của {heir}" in seen
    again = worked_out(engine, organiser, f"{desk}/attempts/{attempt}/preview")
    assert before_and_after(again, "Đáp án câu dự đoán") == ("2", "3")


def test_a_prize_that_would_wait_for_a_tie_is_told_before_the_void(engine: Engine) -> None:
    names = ("Giàng A Nhì", "Lù Thị Ba", "Vàng Thị Nhất")
    with writing(engine) as db:
        play = Play(make.running(db, make.contest(clauses=UNDECIDED)))
        known = {name: make.participant(db, play.state, name, phone=None) for name in names}
        for guess, person in enumerate(known.values(), 1):
            handed_in = play.start(db, person.token)
            play.hand_in(db, person.token, handed_in, {}, prediction=max(2, guess), now=make.NOW + MINUTE)
        running.close(db, play.state, "tuan-1", staff_id=None, reason="thử", now=citizens.LATER)
    finalising.finalise(engine, "thu", "tuan-1", staff_id=None, reason="thử", now=citizens.LATER + MINUTE)
    code, attempt = first(engine, play.state)
    organiser = clerk.office(engine, contest_id=play.state.id)
    seen = worked_out(engine, organiser, f"/office/c/thu/desk/people/{code}/attempts/{attempt}/preview")
    assert "Ban tổ chức phải quyết định" in seen
    before, after = before_and_after(seen, "Người đồng hạng 1")
    assert (before, after.partition(" (")[0]) == (
        "–",
        "Giải Nhất: chờ Ban tổ chức quyết định, 2 người đang bằng nhau",
    )
    assert [known[name].code in after for name in names] == [True, True, False]


def test_only_organisers_look_ahead_and_only_at_attempts_of_that_person(
    engine: Engine, state: ContestState, organiser: FlaskClient
) -> None:
    code, attempt = first(engine, state)
    page = f"/office/c/thu/desk/people/{code}/attempts"
    support = clerk.office(engine, "support", contest_id=state.id, login="ho-tro")
    assert support.get(f"{page}/{attempt}/preview").status_code == 403
    assert organiser.get(f"{page}/unknown/preview").status_code == 404
