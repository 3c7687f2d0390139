"""What decides places and prizes stands once a round has opened; before that everything is free."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine

from quiz.actions import finalising, running
from quiz.actions.amending import Weight
from quiz.rules.awards import Carry, Prize, PrizePlan
from quiz.rules.calendar import CountsFrom
from quiz.rules.clauses import CountingRule, QualificationRule, RankingRule, Which
from quiz.rules.contest import Combine, Overall
from quiz.rules.guess import Match, Quantity, Scope, Sides
from quiz.rules.keys import Key, RankKey
from quiz.rules.refusals.contest import ReasonMissing
from quiz.rules.refusals.staff import AmendmentNeeded, AmendmentRefused
from quiz.rules.text import Text
from quiz.rules.toml_text import toml_text
from quiz.store.engine import writing
from tests import make
from tests.actions.test_amending import changed, load, proposed
from tests.command import Command
from tests.make import NOW, WEEK
from tests.play import Play

GUESSED = make.clauses().prediction
BY_SCORE = RankingRule(chain=(RankKey(Key.SCORE),))
# What decides places and prizes stands from the opening on.
JUDGING: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "quantity": ("measure", {"prediction": replace(GUESSED, quantity=Quantity.CORRECT_PEOPLE)}),
    "correct_at_least": ("measure", {"prediction": replace(GUESSED, correct_at_least=2)}),
    "scope": ("measure", {"prediction": replace(GUESSED, scope=Scope.CONTEST)}),
    "match": ("measure", {"prediction": replace(GUESSED, match=Match.EXACT)}),
    "sides": ("measure", {"prediction": replace(GUESSED, sides=Sides.BELOW_FIRST)}),
    "minimum": ("measure", {"prediction": replace(GUESSED, minimum=1)}),
    "maximum": ("measure", {"prediction": replace(GUESSED, maximum=50)}),
    "counting": ("counting", {"counting": CountingRule(which=Which.FIRST)}),
    "qualification": ("qualification", {"qualification": QualificationRule(perfect=True)}),
    "chain": ("ranking", {"ranking": BY_SCORE}),
    "decision first": ("ranking", {"ranking": RankingRule(chain=(RankKey(Key.DECISION), *BY_SCORE.chain))}),
    "prizes": ("prizes", {"prizes": replace(make.clauses().prizes, carry=Carry.NOWHERE)}),
    "tiers": ("prizes", {"prizes": PrizePlan((Prize("nhat", Text("Giải Nhất"), 2, 1_000_000),))}),
}


@pytest.mark.parametrize("key", JUDGING)
def test_what_decides_places_and_prizes_of_an_open_round_changes_only_as_a_reasoned_amendment(
    db: Connection, key: str
) -> None:
    what, clauses = JUDGING[key]
    state = make.running(db)
    wanted = changed(state, **clauses)
    assert [str(one.what) for one in proposed(state, wanted).touches] == [what]
    with pytest.raises(AmendmentNeeded):
        load(db, wanted)
    with pytest.raises(ReasonMissing):
        load(db, wanted, " ", Weight.AMENDMENT)
    assert load(db, wanted, weight=Weight.AMENDMENT).number == 2


@pytest.mark.parametrize("key", JUDGING)
def test_before_a_round_opens_its_places_and_prizes_may_be_made_otherwise(db: Connection, key: str) -> None:
    state = make.running(db, make.contest(opens=NOW + WEEK))
    assert load(db, changed(state, **JUDGING[key][1])).changed


@pytest.mark.parametrize("key", JUDGING)
def test_a_month_is_judged_from_the_opening_of_its_first_week_on(db: Connection, key: str) -> None:
    what, clauses = JUDGING[key]
    value = make.contest()
    weeks = [replace(one, parent="thang") for one in value.rounds]
    month = replace(value.rounds[0], slug="thang", number=3, counts=CountsFrom.CHILDREN)
    month = replace(month, closes=value.rounds[1].closes)
    state = make.running(db, replace(value, rounds=(*weeks, month)))
    wanted = replace(state.contest, rounds=(*weeks, replace(month, **clauses)))
    assert [(one.round, str(one.what)) for one in proposed(state, wanted).touches] == [("thang", what)]


OVERALL = (
    Overall(combine=Combine.BEST),
    Overall(qualification=QualificationRule(minimum_rounds=2)),
    Overall(ranking=BY_SCORE),
    Overall(prizes=make.clauses().prizes),
)


@pytest.mark.parametrize("overall", OVERALL)
def test_the_whole_contest_is_judged_from_the_opening_of_its_first_round_on(
    db: Connection, overall: Overall
) -> None:
    state = make.running(db)
    wanted = replace(state.contest, overall=overall)
    assert [(one.round, str(one.what)) for one in proposed(state, wanted).touches] == [("tuan-1", "overall")]
    with pytest.raises(AmendmentNeeded):
        load(db, wanted)


@pytest.mark.parametrize("overall", OVERALL)
def test_before_the_first_round_opens_the_whole_contest_is_free(db: Connection, overall: Overall) -> None:
    state = make.running(db, make.contest(opens=NOW + WEEK))
    assert load(db, replace(state.contest, overall=overall)).changed


WORDS: Mapping[str, Mapping[str, Any]] = {
    "the title of a prize": {"prizes": PrizePlan((Prize("nhat", Text("Giải Vàng"), 1, 1_000_000),))},
    "the question": {"prediction": replace(GUESSED, question=Text("Mấy người?"))},
    "a truth with its reason": {"prediction": replace(GUESSED, truth=7, truth_reason="biên bản số 1")},
}


@pytest.mark.parametrize("what", WORDS)
def test_words_and_what_has_its_own_reason_need_no_amendment(db: Connection, what: str) -> None:
    assert load(db, changed(make.running(db), **WORDS[what])).changed


def test_the_seed_of_a_draw_may_become_known_until_the_result_is_computed(engine: Engine) -> None:
    lots = RankingRule(chain=(*BY_SCORE.chain, RankKey(Key.DRAW)), draw_seed="xổ số 9/3")
    with writing(engine) as db:
        state = make.running(db, make.contest(clauses=make.clauses(ranking=lots)))
        running.close(db, state, "tuan-1", staff_id=None, reason="thử", now=NOW + WEEK)
        drawn = changed(state, ranking=replace(lots, draw_seed="12345"))
        assert load(db, drawn).changed
    finalising.finalise(engine, "thu", "tuan-1", staff_id=None, reason="thử", now=NOW + WEEK)
    with writing(engine) as db:
        state = make.reload(db, "thu")
        with pytest.raises(AmendmentNeeded):
            load(db, changed(state, ranking=replace(lots, draw_seed="54321")))


@pytest.mark.parametrize("weight", Weight)
@pytest.mark.parametrize("allowed", [{"maximum": 4}, {"minimum": 6}])
def test_a_range_that_leaves_out_a_guess_already_saved_is_not_even_amended(
    db: Connection, weight: Weight, allowed: dict[str, Any]
) -> None:
    state = make.running(db)
    play, person = Play(state), make.participant(db, state)
    play.save(db, person.token, play.start(db, person.token), {}, revision=1, prediction=5)
    with pytest.raises(AmendmentRefused) as refusal:
        load(db, changed(state, prediction=replace(GUESSED, **allowed)), weight=weight)
    assert not isinstance(refusal.value, AmendmentNeeded)
    assert "minimum, maximum" in refusal.value.sentence("vi")
    holding = changed(state, prediction=replace(GUESSED, minimum=5, maximum=5))
    assert load(db, holding, weight=Weight.AMENDMENT).changed


@pytest.mark.parametrize("more", [(), ("--dry-run",), ("--amend",), ("--amend", "--dry-run")])
def test_the_command_line_says_that_a_guess_already_made_lies_outside(
    engine: Engine, quiz: Command, tmp_path: Path, more: tuple[str, ...]
) -> None:
    with writing(engine) as db:
        state = make.running(db)
        play, person = Play(state), make.participant(db, state)
        play.hand_in(db, person.token, play.start(db, person.token), {}, prediction=5)
    written = tmp_path / "thu.toml"
    written.write_text(toml_text(changed(state, prediction=replace(GUESSED, maximum=4))), encoding="utf-8")
    answer = quiz("contest", "load", written, "--reason", "sửa", *more, fails=True)
    assert "a guess already made lies outside it" in answer.told
