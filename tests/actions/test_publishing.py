"""A result becomes final only while it is still the one that the attempts give."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, select, update

from quiz.actions import desking, finalising, grouping, planning, running
from quiz.actions.amending import Weight
from quiz.actions.desking import Act
from quiz.rules.awards import PrizePlan, Repeat
from quiz.rules.clauses import QualificationRule
from quiz.rules.display import Feedback, Masking, Publication
from quiz.rules.lists.units import unit_rows
from quiz.rules.refusals.office import ResultOutdated
from quiz.rules.registration import Eligibility
from quiz.rules.text import Text
from quiz.store import desk, staff, tables
from quiz.store.desk import Found
from quiz.store.engine import reading, writing
from tests import make
from tests.make import DAY, NOW
from tests.play import Play

MINUTE = timedelta(minutes=1)
CLOSED, COUNTED, DECIDED = NOW + 7 * DAY, NOW + 8 * DAY, NOW + 9 * DAY
WHO: dict[str, Any] = {"staff_id": None, "reason": "thử"}


@pytest.fixture
def attempt(engine: Engine) -> str:
    """The only attempt of a round whose result was computed a day after the close."""
    with writing(engine) as db:
        play = Play(make.running(db))
        staff.add(db, login="lan", name="Lan", password_hash="-", now=NOW)
        person = make.participant(db, play.state)
        handed_in = play.start(db, person.token)
        play.hand_in(db, person.token, handed_in, {1: (1,)}, prediction=1, now=NOW + MINUTE)
        running.close(db, play.state, "tuan-1", **WHO, now=CLOSED)
    finalising.finalise(engine, "thu", "tuan-1", **WHO, now=COUNTED)
    return handed_in


def by_lan(db: Connection, reason: str, at: datetime) -> Act:
    return Act(db.execute(select(tables.staff.c.id)).scalar_one(), reason, at)


def publish(engine: Engine) -> bool:
    with writing(engine) as db:
        return running.publish(db, make.reload(db, "thu"), "tuan-1", **WHO, now=DECIDED + DAY)


def recompute(engine: Engine, at: datetime = DECIDED + MINUTE) -> None:
    finalising.recompute(engine, "thu", "tuan-1", seen_version=1, **WHO, now=at)


def found(engine: Engine) -> Found:
    with reading(engine) as db:
        code = db.execute(select(tables.participants.c.code)).scalar_one()
        person = desk.by_code(db, make.reload(db, "thu").id, code, None)
    assert person
    return person


def test_a_result_from_before_a_void_is_not_published_until_it_is_computed_again(
    engine: Engine, attempt: str
) -> None:
    person = found(engine)
    with writing(engine) as db:
        desking.void(db, make.reload(db, "thu"), person, attempt, act=by_lan(db, "thi hộ", DECIDED))
    with pytest.raises(ResultOutdated):
        publish(engine)
    with reading(engine) as db:
        assert make.reload(db, "thu").rounds[0].state == "provisional"
    recompute(engine)
    assert publish(engine)


def test_a_restored_attempt_outdates_the_result_too(engine: Engine, attempt: str) -> None:
    person = found(engine)
    with writing(engine) as db:
        state = make.reload(db, "thu")
        desking.void(db, state, person, attempt, act=by_lan(db, "nhầm", CLOSED))
        desking.restore(db, state, person, attempt, act=by_lan(db, "nhầm thật", DECIDED))
    with pytest.raises(ResultOutdated):
        publish(engine)


def test_a_person_who_may_no_longer_win_outdates_the_result(engine: Engine, attempt: str) -> None:
    assert attempt
    person = found(engine)
    with writing(engine) as db:
        state = make.reload(db, "thu")
        desking.judge(db, state, person, "may_not_win", act=by_lan(db, "ban tổ chức", DECIDED))
    with pytest.raises(ResultOutdated):
        publish(engine)


def test_what_was_decided_before_the_result_or_elsewhere_does_not_hold_it_up(
    engine: Engine, attempt: str
) -> None:
    assert attempt
    person = found(engine)
    with writing(engine) as db:
        state = make.reload(db, "thu")
        desking.judge(db, state, person, "may_not_win", act=by_lan(db, "trước khi tính", CLOSED))
        other = make.participant(db, state, "Người Khác", phone="0900000099")
        stranger = desk.by_code(db, state.id, other.code, None)
        assert stranger
        desking.judge(db, state, stranger, "may_not_win", act=by_lan(db, "không thi vòng này", DECIDED))
    assert publish(engine)


@pytest.mark.parametrize("repeat", [Repeat.ALLOWED, Repeat.SKIP])
def test_an_earlier_round_computed_later_matters_where_nobody_wins_twice(
    engine: Engine, repeat: Repeat
) -> None:
    with writing(engine) as db:
        value = make.contest(clauses=make.clauses(prizes=PrizePlan(repeat=repeat)))
        state = make.running(db, value)
        first, second = state.rounds
        for one, at in ((first, COUNTED + DAY), (second, COUNTED)):
            counted = update(tables.rounds).where(tables.rounds.c.id == one.id)
            db.execute(counted.values(state="provisional", finalised_at=at))
        assert running.is_outdated(db, state, second) is (repeat is Repeat.SKIP)
        assert not running.is_outdated(db, state, first)


def amend(engine: Engine, **changed: Any) -> None:
    with writing(engine) as db:
        contest = make.reload(db, "thu").contest
        amended = replace(contest, **changed)
        as_amendment = Weight.AMENDMENT
        planning.load(db, amended, reason="công văn", author_id=None, now=DECIDED, weight=as_amendment)


@pytest.mark.parametrize(
    "changed",
    [
        {"clauses": make.clauses(prizes=PrizePlan())},
        {"clauses": make.clauses(qualification=QualificationRule(perfect=True))},
        {"eligibility": Eligibility(excluded_units=("xa-a",))},
        {"collectives": ()},
        {"publication": Publication(names=Masking.CODE)},
    ],
    ids=str,
)
def test_a_result_from_before_a_changed_clause_is_not_published_until_it_is_computed_again(
    engine: Engine, attempt: str, changed: dict[str, Any]
) -> None:
    amend(engine, **changed)
    with pytest.raises(ResultOutdated):
        publish(engine)
    recompute(engine)
    assert publish(engine)


def test_another_title_or_help_line_leaves_a_result_as_it_is(engine: Engine, attempt: str) -> None:
    amend(engine, title=Text("Tên mới", "New"), help_line=Text("0219"), feedback=Feedback(public_bank=True))
    assert publish(engine)


def test_a_changed_tree_of_units_outdates_the_tables_of_collectives(engine: Engine, attempt: str) -> None:
    rows = unit_rows("unit,parent,name,headcount\nxa-a,,Xã Núi A,90\n")
    for _again in range(2):
        with writing(engine) as db:
            state = make.reload(db, "thu")
            grouping.load_table(db, state, rows, file_name="a.csv", staff_id=None, now=DECIDED)
    with pytest.raises(ResultOutdated):
        publish(engine)
    recompute(engine)
    with writing(engine) as db:
        state = make.reload(db, "thu")
        later = DECIDED + 2 * MINUTE
        grouping.load_table(db, state, rows, file_name="a.csv", staff_id=None, now=later)
    assert publish(engine)
