"""Until when the truth of a prediction follows the valid attempts."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine

from quiz.actions import desking, finalising, planning, running
from quiz.actions.amending import Weight
from quiz.rules.guess import Freeze, Quantity
from quiz.store import desk, snapshots, staff
from quiz.store.desk import Found
from quiz.store.engine import reading, writing
from tests import make
from tests.actions.test_publishing import CLOSED, COUNTED, DECIDED, MINUTE, WHO, by_lan, recompute
from tests.command import Command
from tests.make import NOW
from tests.play import Play


def guessed(engine: Engine, freeze: Freeze) -> tuple[Found, str]:
    """Two people have played, and the result says so: the truth is 2; one of them and the own attempt."""
    rule = replace(make.clauses().prediction, freeze=freeze)
    with writing(engine) as db:
        play = Play(make.running(db, make.contest(clauses=make.clauses(prediction=rule))))
        staff.add(db, login="lan", name="Lan", password_hash="-", now=NOW)
        for phone in ("0900000001", "0900000002"):
            person = make.participant(db, play.state, phone=phone)
            handed_in = play.start(db, person.token)
            play.hand_in(db, person.token, handed_in, {1: (1,)}, prediction=1, now=NOW + MINUTE)
        running.close(db, play.state, "tuan-1", **WHO, now=CLOSED)
        seen = desk.by_code(db, play.state.id, person.code, None)
    finalising.finalise(engine, "thu", "tuan-1", **WHO, now=COUNTED)
    assert seen
    return seen, handed_in


def truth(engine: Engine) -> int:
    with reading(engine) as db:
        shown = snapshots.shown(db, make.reload(db, "thu").id, "tuan-1")
    assert shown
    number: int = shown.summary["blocks"][""]["truth"]
    return number


def void(engine: Engine, person: Found, attempt: str) -> None:
    with writing(engine) as db:
        desking.void(db, make.reload(db, "thu"), person, attempt, act=by_lan(db, "thi hộ", DECIDED))


@pytest.mark.parametrize(("freeze", "after"), [(Freeze.FINALISE, 2), (Freeze.PUBLISH, 1)])
def test_a_void_before_the_announcement_moves_the_truth_unless_the_first_result_fixed_it(
    engine: Engine, freeze: Freeze, after: int
) -> None:
    person, attempt = guessed(engine, freeze)
    void(engine, person, attempt)
    recompute(engine)
    assert truth(engine) == after


@pytest.mark.parametrize("freeze", Freeze)
def test_after_the_announcement_a_void_moves_the_truth_no_more(engine: Engine, freeze: Freeze) -> None:
    person, attempt = guessed(engine, freeze)
    with writing(engine) as db:
        running.publish(db, make.reload(db, "thu"), "tuan-1", **WHO, now=COUNTED + MINUTE)
    void(engine, person, attempt)
    recompute(engine)
    assert truth(engine) == 2


def test_a_fixed_truth_is_freed_when_the_rulebook_asks_for_something_else(engine: Engine) -> None:
    guessed(engine, Freeze.FINALISE)
    with writing(engine) as db:
        contest = make.reload(db, "thu").contest
        rule = replace(contest.clauses.prediction, quantity=Quantity.ALL_CORRECT_PEOPLE)
        amended = replace(contest, clauses=replace(contest.clauses, prediction=rule))
        planning.load(db, amended, reason="sửa", author_id=None, now=DECIDED, weight=Weight.AMENDMENT)
    recompute(engine)
    assert truth(engine) == 0


def test_a_recount_takes_a_fixed_truth_from_the_pack(engine: Engine, quiz: Command, tmp_path: Path) -> None:
    person, attempt = guessed(engine, Freeze.FINALISE)
    void(engine, person, attempt)
    recompute(engine)
    quiz("export", "thu", "--out", tmp_path / "pack")
    assert quiz("recount", tmp_path / "pack", "--json").document["agrees"]
    told = json.loads((tmp_path / "pack" / "results" / "rounds" / "tuan-1.json").read_text())
    assert told["fixed_truths"] == [["tuan-1", "", 2]]
    assert told["figures"][""]["participants"] == 1
