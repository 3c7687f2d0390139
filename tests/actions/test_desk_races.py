"""Several of the staff press the same button in the same moment: it is done once, on both databases."""

from __future__ import annotations

from collections import Counter

import pytest
from sqlalchemy import Engine, func, select

from question_bank import Choice, Item, Kind, Report
from question_bank.reports import documents
from quiz.actions import choosing, desking, receiving, stocking
from quiz.actions.desking import Act
from quiz.actions.receiving import Received
from quiz.store import desk, staff, tables, uploads
from quiz.store.contests import ContestState
from quiz.store.desk import Found
from quiz.store.engine import reading, writing
from tests import make
from tests.play import Play, at_once

pytestmark = pytest.mark.race
AT_ONCE = 8


@pytest.fixture
def clerk(engine: Engine) -> int:
    with writing(engine) as db:
        return staff.add(db, login="ban", name="Bàn", password_hash="-", now=make.NOW)


@pytest.fixture
def state(engine: Engine) -> ContestState:
    with writing(engine) as db:
        return make.running(db)


@pytest.fixture
def person(engine: Engine, state: ContestState) -> Found:
    with writing(engine) as db:
        made = make.participant(db, state)
        Play(state).start(db, made.token)
        found = desk.by_code(db, state.id, made.code, None)
    assert found is not None
    return found


def count(engine: Engine, table: str) -> int:
    with reading(engine) as db:
        return int(db.execute(select(func.count()).select_from(tables.metadata.tables[table])).scalar_one())


def test_the_same_extension_sent_by_many_is_given_once(
    engine: Engine, state: ContestState, person: Found, clerk: int
) -> None:
    def extend() -> None:
        with writing(engine) as db:
            act = Act(clerk, "mất điện", make.NOW)
            desking.extend(db, state, person, "tuan-1", minutes=10, seen=0, act=act)

    assert at_once(AT_ONCE, extend) == [None] * AT_ONCE
    assert count(engine, "extensions") == 1


def test_an_upload_confirmed_by_many_is_stored_once(engine: Engine, state: ContestState, clerk: int) -> None:
    item = Item(Kind.SINGLE, "Một cộng một?", (Choice("Hai", right=True), Choice("Ba")))
    head, *pages = documents(Report("de.csv", "csv", (item,)))
    with writing(engine) as db:
        received = Received("questions", "de.csv", head, pages)
        public_id = receiving.keep(db, state, received, staff_id=clerk, now=make.NOW)
        upload = uploads.waiting(db, state.id, "questions", public_id)
    assert upload is not None

    def confirm() -> stocking.Tally | None:
        with writing(engine) as db:
            return stocking.confirm(db, state, upload, by=clerk, now=make.NOW)

    assert Counter(at_once(AT_ONCE, confirm)) == {None: AT_ONCE - 1, stocking.Tally(added=1): 1}


def test_no_choice_is_lost_when_many_choose_at_once(engine: Engine, state: ContestState, clerk: int) -> None:
    with writing(engine) as db:
        numbers = make.items(db, AT_ONCE, bank="kho-moi")
    second, waiting = state.rounds[1], list(numbers)

    def choose() -> int:
        with writing(engine) as db:
            return choosing.add(db, state, second, "", [waiting.pop()], staff_id=clerk, now=make.NOW)

    assert at_once(len(numbers), choose) == [1] * len(numbers)
    with reading(engine) as db:
        assert sorted(choosing.pool(db, second.id, "")) == numbers
        drafts = select(func.count()).select_from(tables.papers).where(tables.papers.c.round_id == second.id)
        assert db.execute(drafts).scalar_one() == 1


def test_an_attempt_voided_by_many_is_noted_once(
    engine: Engine, state: ContestState, person: Found, clerk: int
) -> None:
    with reading(engine) as db:
        attempt = desk.attempts_of(db, person.id)[0].public_id

    def void() -> bool:
        with writing(engine) as db:
            return desking.void(db, state, person, attempt, act=Act(clerk, "thử", make.NOW))

    assert at_once(AT_ONCE, void) == [False] * AT_ONCE
    acts = select(func.count()).select_from(tables.audit).where(tables.audit.c.act == "desk.void")
    with reading(engine) as db:
        assert db.execute(acts).scalar_one() == 1
