"""A rulebook that nests deeper or counts longer than anybody reads is a fault with its key, never a crash."""

from __future__ import annotations

import pytest

from quiz.rules.faults import Fault
from quiz.rules.metric import MOST_TERMS
from quiz.rules.rulebook import RulebookFaults, read_toml
from quiz.rules.toml_depth import MOST_LEVELS
from tests.rules.test_rulebook import SMALL

MANY = 3000
HEAD = "slug = 'thu'\n"
DEEP = {
    "lists": f"x = {'[' * MANY}{']' * MANY}",
    "tables": f"x = {'{a=' * MANY}1{'}' * MANY}",
    "dots": f"x{'.a' * MANY} = 1",
    "a header": f"[x{'.a' * MANY}]",
    "a few levels too many": f"x = {'[' * (MOST_LEVELS + 1)}{']' * (MOST_LEVELS + 1)}",
    "dots in groups": f"x{'.a' * (MOST_LEVELS - 2)} = [[[1]]]",
}
LONG = {
    "terms": " + ".join(["participants"] * MANY),
    "one term too many": " + ".join(["participants"] * (MOST_TERMS + 1)),
    "signs": f"{'-' * MANY}participants",
    "names": f"a{'.b' * MANY}",
    "calls": "min(participants, " * MOST_TERMS + "1" + ")" * MOST_TERMS,
    "brackets": f"{'(' * MANY}participants{')' * MANY}",
    "a power of a sum": f"({' + '.join(['participants'] * MOST_TERMS)}) ** participants",
}


def table(metric: str) -> str:
    return f"{SMALL}[[collectives]]\nslug = 'xa'\ntitle = 'Xã'\ngroups = ['xa']\nmetric = '{metric}'\n"


def only_fault(text: str) -> Fault:
    with pytest.raises(RulebookFaults) as refused:
        read_toml(text)
    [fault] = refused.value.faults
    return fault


@pytest.mark.parametrize("what", DEEP)
def test_a_text_that_nests_too_deeply_is_refused_at_its_key(what: str) -> None:
    fault = only_fault(HEAD + DEEP[what])
    assert (fault.key, fault.line) == ("x", 2)
    assert ["lồng nhau quá sâu" in fault.vi, "fewer brackets" in fault.en] == [True, True]


@pytest.mark.parametrize("what", LONG)
def test_a_metric_that_nobody_can_read_is_refused_at_its_key(what: str) -> None:
    fault = only_fault(table(LONG[what]))
    assert fault.key == "collectives[1].metric"
    assert len(fault.vi) < 300


def test_the_fault_says_how_many_terms_a_metric_may_have() -> None:
    fault = only_fault(table(LONG["terms"]))
    assert f"nhiều nhất {MOST_TERMS} số hạng" in fault.vi
    assert f"at most {MOST_TERMS} terms" in fault.en


def test_a_metric_of_as_many_terms_as_allowed_is_read() -> None:
    longest = " + ".join(["participants"] * MOST_TERMS)
    assert read_toml(table(longest)).collectives[0].metric == longest


def test_dots_in_a_sentence_nest_nothing() -> None:
    said = "Chờ một chút" + "." * MANY
    assert read_toml(f"help_line = '{said}'\n{SMALL}").help_line.vi == said
