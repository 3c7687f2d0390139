"""Decisions over ties that a rulebook keeps: of a round, a block, the whole contest."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from quiz.rules.checks.decided import unknown_people
from quiz.rules.clauses import Decision, RankingRule, StillTied
from quiz.rules.contest import Block, Contest, Overall
from quiz.rules.decided import with_decision, with_decisions_of
from quiz.rules.keys import Key, RankKey
from quiz.rules.rulebook import from_document, to_document
from quiz.rules.text import Text
from tests import make

MINUTES = Decision(("A", "B"), "biên bản số 5")
OTHERS = Decision(("C", "D"), "biên bản số 6")
BY_SCORE = RankingRule(chain=(RankKey(Key.SCORE),), still_tied=StillTied.DECIDE)
BY_CORRECT = replace(BY_SCORE, chain=(RankKey(Key.CORRECT),))
ASKED = (RankKey(Key.SCORE), RankKey(Key.DECISION))
STATED = replace(BY_SCORE, chain=ASKED, decisions=(OTHERS,))
BLOCKS = (Block("x", Text("Khối X")), Block("y", Text("Khối Y"), ranking=BY_CORRECT))


def book(ranking: RankingRule = BY_SCORE, **changed: Any) -> Contest:
    return replace(make.contest(clauses=make.clauses(ranking=ranking)), **changed)


def again(stood: Contest, wanted: Contest, *bound: str) -> Contest:
    """What stands after loading while these rounds are announced, as the store reads it back."""
    return from_document(to_document(with_decisions_of(stood, wanted, bound or ("tuan-1",))))


def test_a_decision_of_a_round_stays_with_that_round() -> None:
    kept = again(with_decision(book(), "tuan-1", None, MINUTES), book())
    assert kept.rules_for("tuan-1", None).ranking.decisions == (MINUTES,)
    assert kept.rules_for("tuan-2", None).ranking == BY_SCORE


def test_a_decision_over_the_whole_contest_stays() -> None:
    wanted = book(overall=Overall(ranking=BY_CORRECT))
    kept = again(with_decision(wanted, "", None, MINUTES), wanted)
    assert kept.overall.ranking.decisions == (MINUTES,)
    assert kept.overall.ranking.chain[-1] == RankKey(Key.DECISION)


def test_a_decision_that_a_block_stated_stays_with_that_block() -> None:
    blocks = (replace(BLOCKS[0], ranking=replace(STATED, decisions=(MINUTES,))), BLOCKS[1])
    kept = again(book(blocks=blocks), book(blocks=BLOCKS))
    assert kept.rules_for("tuan-1", "x").ranking.decisions == (MINUTES,)
    assert kept.rules_for("tuan-1", "y").ranking.decisions == ()


def test_a_decision_in_one_block_leaves_a_block_with_a_chain_of_its_own_readable() -> None:
    stood = with_decision(book(blocks=BLOCKS), "tuan-1", "x", MINUTES)
    kept = again(stood, book(blocks=BLOCKS))
    assert kept == from_document(to_document(stood))
    assert kept.rules_for("tuan-1", "y").ranking.chain == (RankKey(Key.CORRECT), RankKey(Key.DECISION))


def test_a_decision_of_a_round_stands_beside_those_that_the_contest_states() -> None:
    stood = with_decision(book(STATED), "tuan-1", None, MINUTES)
    kept = again(stood, book(STATED))
    assert kept.rules_for("tuan-1", None).ranking.decisions == (OTHERS, MINUTES)
    assert kept.rules_for("tuan-2", None).ranking.decisions == (OTHERS,)


def test_decisions_of_the_contest_stay_where_a_round_states_a_rule_of_its_own() -> None:
    stood = book(STATED)
    own = replace(BY_SCORE, still_tied=StillTied.SHARE)
    rounds = (replace(stood.rounds[0], ranking=own), *stood.rounds[1:])
    kept = again(stood, book(rounds=rounds))
    for one in kept.rounds:
        assert kept.rules_for(one.slug, None).ranking.decisions == (OTHERS,)
    assert kept.rules_for("tuan-1", None).ranking.still_tied is StillTied.SHARE


def test_a_round_that_states_decisions_states_them_all() -> None:
    stood = with_decision(book(), "tuan-1", None, MINUTES)
    wanted = with_decision(book(), "tuan-1", None, OTHERS)
    assert again(stood, wanted) == wanted


def test_the_same_order_with_its_reason_in_other_words_is_the_same_decision() -> None:
    stood = with_decision(book(STATED), "tuan-1", None, MINUTES)
    reworded = replace(STATED, decisions=(OTHERS, replace(MINUTES, reason="họp ngày 5/3")))
    assert len(again(stood, book(reworded)).rules_for("tuan-1", None).ranking.decisions) == 2


@pytest.mark.parametrize("bound", [(), ("tuan-2",)])
def test_a_round_that_nobody_announced_keeps_nothing(bound: tuple[str, ...]) -> None:
    stood = with_decision(book(), "tuan-1", None, MINUTES)
    kept = with_decisions_of(stood, book(), bound)
    assert kept.rules_for("tuan-1", None).ranking.decisions == ()


def test_a_decision_about_somebody_whom_no_list_has_is_told_with_its_place() -> None:
    one = with_decision(book(STATED), "tuan-1", None, Decision(("A", "B"), "họp", ("ZZZ",)))
    assert unknown_people(one, set("ABCD") | {"ZZZ"}) == []
    assert [(found.path, found.en) for found in unknown_people(one, set("ABCD"))] == [
        (("rounds", 0, "ranking", "decisions", 1), "no list has anybody of code “ZZZ”; check the code.")
    ]
