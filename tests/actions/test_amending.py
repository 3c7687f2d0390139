"""An amendment says what it changes, leaves attempts alone unless it is meant to, and is written down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, select

from quiz.actions import finalising, marking, planning, running
from quiz.actions.amending import Proposal, Weight, propose
from quiz.rules.clauses import (
    AttemptRule,
    PaperSpec,
    RankingRule,
    ScoringRule,
    TimeRule,
)
from quiz.rules.contest import Contest
from quiz.rules.guess import PredictionRule
from quiz.rules.keys import Key, RankKey
from quiz.rules.refusals.contest import ReasonMissing
from quiz.rules.refusals.staff import AmendmentNeeded, AmendmentRefused
from quiz.store import audit, tables
from quiz.store.contests import ContestState
from quiz.store.engine import reading, writing
from tests import make
from tests.make import NOW, WEEK
from tests.play import Play

LIMIT = timedelta(minutes=15)
AMENDMENTS: Mapping[str, Mapping[str, Any]] = {
    "time": {"time": TimeRule(limit=LIMIT)},
    "scoring": {"scoring": ScoringRule(right=Decimal(10))},
    "attempts": {"attempts": AttemptRule(per_round=2)},
}
NEVER: Mapping[str, Mapping[str, Any]] = {
    "paper": {"paper": PaperSpec(questions=4)},
    "prediction": {"prediction": PredictionRule()},
}


def changed(state: ContestState, **clauses: Any) -> Contest:
    return replace(state.contest, clauses=make.clauses(**clauses))


def proposed(state: ContestState, wanted: Contest) -> Proposal:
    return propose(state, wanted, reason="công văn số 7", now=NOW)


def load(
    db: Connection, wanted: Contest, reason: str = "công văn số 7", weight: Weight = Weight.CHANGE
) -> planning.Loaded:
    return planning.load(db, wanted, reason=reason, author_id=None, now=NOW, weight=weight)


@pytest.mark.parametrize("what", AMENDMENTS)
def test_what_attempts_stand_on_changes_only_as_a_reasoned_amendment(db: Connection, what: str) -> None:
    state = make.running(db)
    wanted = changed(state, **AMENDMENTS[what])
    assert [str(one.what) for one in proposed(state, wanted).touches] == [what]
    with pytest.raises(AmendmentNeeded):
        load(db, wanted)
    with pytest.raises(ReasonMissing):
        load(db, wanted, "", Weight.AMENDMENT)
    assert load(db, wanted, weight=Weight.AMENDMENT).number == 2
    assert make.reload(db, state.slug).contest == wanted


@pytest.mark.parametrize("what", NEVER)
def test_a_paper_that_was_committed_to_is_not_even_amended(db: Connection, what: str) -> None:
    state = make.running(db)
    with pytest.raises(AmendmentRefused) as refusal:
        load(db, changed(state, **NEVER[what]), weight=Weight.AMENDMENT)
    assert not isinstance(refusal.value, AmendmentNeeded)


def test_more_attempts_touch_no_attempt(db: Connection) -> None:
    state = make.running(db)
    wanted = changed(state, attempts=AttemptRule(per_round=5))
    assert proposed(state, wanted).touches == ()
    assert load(db, wanted).changed


def test_before_anything_is_scheduled_everything_may_change(db: Connection) -> None:
    load(db, make.contest())
    state = make.reload(db, "thu")
    assert load(db, changed(state, **AMENDMENTS["time"], **NEVER["paper"])).number == 2


def test_a_change_is_told_in_sentences_of_both_languages_and_key_by_key(db: Connection) -> None:
    state = make.running(db)
    proposal = proposed(state, changed(state, **AMENDMENTS["time"]))
    [vi], [en] = proposal.passages("vi"), proposal.passages("en")
    assert (vi.title, en.title) == ("Bài thi", "The paper")
    assert ["10 phút" in vi.gone[0], "15 phút" in vi.come[0]] == [True, True]
    assert ["10 minutes" in en.gone[0], "15 minutes" in en.come[0]] == [True, True]
    assert [(one.key, one.before, one.after) for one in proposal.keys] == [("time.limit", "600", "900")]


def test_a_proposal_names_the_results_that_must_be_computed_again(engine: Engine) -> None:
    with writing(engine) as db:
        state = make.running(db)
        running.close(db, state, "tuan-1", staff_id=None, reason="thử", now=NOW + WEEK)
    finalising.finalise(engine, "thu", "tuan-1", staff_id=None, reason="thử", now=NOW + WEEK)
    with reading(engine) as db:
        state = make.reload(db, "thu")
    by_time = changed(state, ranking=RankingRule(chain=(RankKey(Key.SCORE), RankKey(Key.DURATION))))
    assert proposed(state, by_time).outdated == ("tuan-1",)
    assert proposed(state, changed(state, attempts=AttemptRule(per_round=5))).outdated == ()


def test_keys_inside_a_round_are_named_by_its_slug(db: Connection) -> None:
    state = make.running(db)
    later = replace(state.contest.rounds[1], closes=state.contest.rounds[1].closes + WEEK)
    wanted = replace(state.contest, rounds=(state.contest.rounds[0], later))
    assert [one.key for one in proposed(state, wanted).keys] == ["rounds.tuan-2.closes"]


def test_creation_and_amendment_stand_in_the_audit_chain(db: Connection) -> None:
    state = make.running(db)
    load(db, changed(state, **AMENDMENTS["time"]), weight=Weight.AMENDMENT)
    acts = {one.act: one for one in audit.latest(db, state.slug)}
    assert acts["contest.create"].detail["rulebook"] == 1
    amended = acts["contest.amend"]
    assert amended.reason == "công văn số 7"
    assert amended.detail["changed"] == {"time.limit": ["600", "900"]}
    assert amended.detail["amended"] == ["tuan-1 time"]
    assert audit.verify(db, state.slug) is None


def test_amended_scoring_marks_anew_what_was_marked(engine: Engine) -> None:
    with writing(engine) as db:
        state = make.running(db)
        play, person = Play(state), make.participant(db, state)
        attempt = play.start(db, person.token)
        play.hand_in(db, person.token, attempt, dict.fromkeys(range(1, 6), (1,)), prediction=1)
    marking.mark_round(engine, state, state.rounds[0].id)
    before = score(engine)
    with writing(engine) as db:
        load(db, changed(state, scoring=ScoringRule(Decimal(10), Decimal(-1))), weight=Weight.AMENDMENT)
    after_close = state.rounds[0].closes_at + WEEK
    finalising.finalise(engine, state.slug, "tuan-1", staff_id=None, reason="", now=after_close)
    assert score(engine) == 10 * before - (5 - before)


def score(engine: Engine) -> float:
    with reading(engine) as db:
        return float(db.execute(select(tables.attempts.c.score)).scalar_one())
