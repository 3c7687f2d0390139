"""The desk sees what voiding an attempt would change before it voids it."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select

from quiz.actions import finalising, previewing
from quiz.store import previews, snapshots, standings, tables
from quiz.store.contests import ContestState
from quiz.store.engine import reading, writing
from tests import citizens, clerk, make
from tests.play import statements


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
    assert "<td>3</td><td>2</td>" in seen
    assert f"Giải của {code}" in seen
    assert first(engine, state) == (code, attempt)
    organiser.post(f"{desk}/attempts/{attempt}/void", data={"reason": "thi hộ"})
    later = citizens.LATER + 2 * make.DAY
    finalising.recompute(engine, "thu", "tuan-1", seen_version=1, staff_id=None, reason="thi hộ", now=later)
    heir, _ = first(engine, state)
    assert heir != code
    assert f"Giải của {heir}" in seen
    again = worked_out(engine, organiser, f"{desk}/attempts/{attempt}/preview")
    assert "<td>2</td><td>3</td>" in again


def test_only_organisers_look_ahead_and_only_at_attempts_of_that_person(
    engine: Engine, state: ContestState, organiser: FlaskClient
) -> None:
    code, attempt = first(engine, state)
    page = f"/office/c/thu/desk/people/{code}/attempts"
    support = clerk.office(engine, "support", contest_id=state.id, login="ho-tro")
    assert support.get(f"{page}/{attempt}/preview").status_code == 403
    assert organiser.get(f"{page}/unknown/preview").status_code == 404
