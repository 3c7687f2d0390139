"""A tie that was decided stays decided when the organisers load their own file again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine

from quiz.actions import deciding, planning
from quiz.actions.amending import Weight
from quiz.rules.awards import Prize, PrizePlan
from quiz.rules.clauses import Decision, StillTied
from quiz.rules.contest import Contest
from quiz.rules.decided import with_decision
from quiz.rules.refusals.staff import AmendmentNeeded
from quiz.rules.text import Text
from quiz.rules.toml_text import toml_text
from quiz.store.engine import reading, writing
from tests import make
from tests.actions.test_deciding import BY_SCORE, DECIDED, arranged, decide, recompute, winners
from tests.command import Command

PLAN = PrizePlan((Prize("nhat", Text("Nhất", "First"), 1),))


def file() -> Contest:
    """The rulebook as the organisers wrote it, before anything was decided."""
    return make.contest(clauses=make.clauses(ranking=BY_SCORE, prizes=PLAN))


def load(engine: Engine, wanted: Contest, weight: Weight = Weight.CHANGE) -> planning.Loaded:
    with writing(engine) as db:
        return planning.load(db, wanted, reason="nạp lại", author_id=None, now=DECIDED, weight=weight)


def decided(engine: Engine) -> dict[str, make.Person]:
    people = arranged(engine)
    decide(engine, [people["Bá"].code, people["An"].code])
    recompute(engine)
    return people


def test_the_same_file_again_changes_nothing_of_a_decided_tie(engine: Engine) -> None:
    people = decided(engine)
    assert not load(engine, file()).changed
    recompute(engine)
    assert winners(engine) == [(people["Bá"].code, 1)]
    with reading(engine) as db:
        assert deciding.open_ties(db, make.reload(db, "thu")) == []


def test_a_file_that_changes_something_else_keeps_the_decision(engine: Engine) -> None:
    people = decided(engine)
    assert load(engine, replace(file(), title=Text("Cuộc thi khác"))).changed
    recompute(engine)
    assert winners(engine) == [(people["Bá"].code, 1)]


def test_an_amended_chain_keeps_asking_for_the_decision(engine: Engine) -> None:
    people = decided(engine)
    shared = replace(BY_SCORE, still_tied=StillTied.SHARE)
    wanted = replace(file(), clauses=make.clauses(ranking=shared, prizes=PLAN))
    with pytest.raises(AmendmentNeeded):
        load(engine, wanted)
    assert load(engine, wanted, Weight.AMENDMENT).changed
    recompute(engine)
    assert winners(engine) == [(people["Bá"].code, 1)]


def test_a_file_may_decide_a_tie_itself(engine: Engine) -> None:
    people = arranged(engine)
    order = (people["Cả"].code, people["An"].code)
    stood = with_decision(file(), "tuan-1", None, Decision(order, "biên bản số 6", (people["Bá"].code,)))
    assert load(engine, stood).changed
    recompute(engine)
    assert winners(engine) == [(people["Cả"].code, 1)]


def test_another_order_in_the_file_takes_a_decision_back_only_as_an_amendment(engine: Engine) -> None:
    people = decided(engine)
    order = (people["Cả"].code, people["An"].code)
    other = with_decision(file(), "tuan-1", None, Decision(order, "biên bản số 6", (people["Bá"].code,)))
    with pytest.raises(AmendmentNeeded):
        load(engine, other)
    load(engine, other, Weight.AMENDMENT)
    recompute(engine)
    assert winners(engine) == [(people["Cả"].code, 1)]
    assert in_force(engine) == []


def test_a_decision_that_stands_is_listed_as_decided_and_its_tie_is_not_open(engine: Engine) -> None:
    decided(engine)
    load(engine, file())
    assert in_force(engine) == ["biên bản số 5"]


def in_force(engine: Engine) -> list[str]:
    with reading(engine) as db:
        state = make.reload(db, "thu")
        assert deciding.open_ties(db, state) == []
        return [one.reason for one in deciding.in_force(db, state)]


def test_the_command_line_keeps_a_decided_tie_too(engine: Engine, quiz: Command, tmp_path: Path) -> None:
    decided(engine)
    written = tmp_path / "thu.toml"
    written.write_text(toml_text(file()), encoding="utf-8")
    assert quiz("contest", "load", written, "--json").document["changed"] is False
    written.write_text(toml_text(replace(file(), version_note=Text("số 2"))), encoding="utf-8")
    assert [one["key"] for one in quiz("contest", "load", written, "--json").document["keys"]] == [
        "version_note.vi"
    ]
    assert in_force(engine) == ["biên bản số 5"]
