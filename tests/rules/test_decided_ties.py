"""A decision speaks of those about whom it was taken, and of nobody who becomes equal to them later."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quiz.rules.awards import Prize, PrizePlan
from quiz.rules.clauses import Decision, RankingRule, StillTied
from quiz.rules.contest import Contest
from quiz.rules.evaluate import evaluate
from quiz.rules.judging import ranked_otherwise
from quiz.rules.keys import RankKey
from quiz.rules.records import AttemptRow
from quiz.rules.rulebook import RulebookFaults, from_document, read_toml, to_document
from quiz.rules.text import Text
from tests.rules.arrange import MINUTE, attempt, contest

PLAN = PrizePlan((Prize("nhat", Text("Nhất"), 1), Prize("nhi", Text("Nhì"), 1)))
FILE = """
slug = "thu"
title = "Thử"
[[rounds]]
slug = "tuan-1"
number = 1
title = "Tuần 1"
opens = 2026-03-02T08:00:00+07:00
closes = 2026-03-09T08:00:00+07:00
[ranking]
chain = ["score", "decision"]
decisions = [{ order = [ORDER], reason = "họp", behind = [BEHIND] }]
"""


def ordered(order: str, behind: str = "") -> Decision:
    """A decision about people of one letter each."""
    return Decision(tuple(order), "họp", tuple(behind))


def decided(*decisions: Decision, chain: str = "score, decision") -> Contest:
    keys = tuple(RankKey.parse(name) for name in chain.split(","))
    rule = RankingRule(chain=keys, still_tied=StillTied.DECIDE, decisions=decisions)
    return contest(ranking=rule, prizes=PLAN)


def told(one: Contest, *rows: AttemptRow) -> tuple[str, list[str]]:
    """Everybody by place, equal people in brackets, and the ties that wait."""
    entry = evaluate(one, rows).rounds[0]
    places: dict[int, list[str]] = {}
    for row in entry.ranking:
        places.setdefault(row.place, []).append(row.participant)
    said = "".join(names[0] if len(names) == 1 else f"({''.join(names)})" for names in places.values())
    return said, ["".join(tie.participants) for tie in entry.awards.undecided]


def equal(names: str) -> list[AttemptRow]:
    return [attempt(name, 9) for name in names]


def test_somebody_who_becomes_equal_later_opens_the_tie_again() -> None:
    assert told(decided(ordered("ba")), *equal("ab")) == ("ba", [])
    assert told(decided(ordered("ba")), *equal("abc")) == ("(abc)", ["abc"])
    assert told(decided(ordered("ba"), ordered("cab")), *equal("abc")) == ("cab", [])


def test_a_tie_from_which_somebody_fell_stays_decided() -> None:
    assert told(decided(ordered("cab")), *equal("ab")) == ("ab", [])
    assert told(decided(ordered("c", "ab")), *equal("cb")) == ("cb", [])


def test_the_first_decision_about_a_whole_tie_holds_also_when_a_larger_one_was_decided_in_between() -> None:
    both = decided(ordered("ba"), ordered("cab"))
    assert told(both, *equal("ab")) == ("ba", [])
    assert told(both, *equal("ac")) == ("ca", [])


def test_those_behind_share_what_is_left_and_wait_where_a_prize_hangs_on_it() -> None:
    assert told(decided(ordered("b", "acd")), *equal("abcd")) == ("b(acd)", ["acd"])
    assert told(decided(ordered("b")), *equal("abcd")) == ("(abcd)", ["abcd"])
    assert told(decided(ordered("ba", "cd")), *equal("abcd")) == ("ba(cd)", [])


def test_a_second_decision_orders_those_whom_the_first_put_behind() -> None:
    both = decided(ordered("b", "acd"), ordered("d", "ac"))
    assert told(both, *equal("abcd")) == ("bd(ac)", [])
    assert told(both, *equal("acd")) == ("d(ac)", ["ac"]), "b was voided"
    assert told(both, *equal("abcde")) == ("(abcde)", ["abcde"]), "e is a newcomer"


def test_a_decision_says_nothing_about_people_who_are_not_equal() -> None:
    rows = [*equal("ab"), attempt("c", 10), attempt("d", 8)]
    assert told(decided(ordered("dbac")), *rows) == ("cbad", [])


def test_a_decision_before_other_keys_counts_before_them_and_once_more_at_the_end() -> None:
    early, later = attempt("a", 9), attempt("b", 9, took=6 * MINUTE)
    one = decided(ordered("ba"), chain="score, decision, duration")
    assert told(one, early, later) == ("ba", [])
    stranger = attempt("c", 9, took=7 * MINUTE)
    assert told(one, early, later, stranger) == ("abc", []), "equal in score are three"
    twin = attempt("b", 9)
    assert told(one, early, twin, stranger) == ("bac", []), "equal in everything are two"


def test_a_direction_may_turn_a_decision_round() -> None:
    assert told(decided(ordered("abc"), chain="score, decision desc"), *equal("abc")) == ("cba", [])


def test_a_stored_rulebook_without_those_behind_decides_its_exact_people() -> None:
    document = to_document(decided(ordered("ba")))
    del document["ranking"]["decisions"][0]["behind"]
    stored = from_document(document)
    assert told(stored, *equal("ab")) == ("ba", [])
    assert told(stored, *equal("abc")) == ("(abc)", ["abc"])


@pytest.mark.parametrize(
    ("order", "behind", "key"), [("a b", "b", "behind"), ("a", "c c", "behind"), ("a a", "b", "order")]
)
def test_somebody_named_twice_is_a_fault_at_its_line(order: str, behind: str, key: str) -> None:
    written = FILE.replace("ORDER", _listed(order)).replace("BEHIND", _listed(behind))
    with pytest.raises(RulebookFaults) as refused:
        read_toml(written)
    (fault,) = refused.value.faults
    assert [fault.line, fault.key] == [12, f"ranking.decisions[1].{key}"]
    assert "remove one" in fault.en


def test_a_decision_in_addition_is_free_and_any_other_change_of_one_is_not() -> None:
    was = decided(ordered("ba", "c")).clauses.ranking
    more = replace(was, decisions=(*was.decisions, ordered("cd")))
    reworded = replace(was, decisions=(replace(was.decisions[0], reason="biên bản"),))
    assert [ranked_otherwise(was, now) for now in (more, reworded)] == [False, False]
    wider, before = ordered("ba", "cd"), (ordered("ab"), *was.decisions)
    for changed in ((wider,), (), before):
        assert ranked_otherwise(was, replace(was, decisions=changed))


def _listed(names: str) -> str:
    return ", ".join(f'"{name}"' for name in names.split())
