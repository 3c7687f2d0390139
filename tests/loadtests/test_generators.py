"""A generator that dies, or one that nobody expected, does not pass unnoticed."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from locust.runners import STATE_MISSING, STATE_RUNNING

from loadtests.generators import Generators, announce


@dataclass
class Worker:
    """A generator as the master of a run lists it."""

    id: str
    state: str = STATE_RUNNING


def test_generators_that_leave_when_everything_is_played_have_done_their_part() -> None:
    generators = Generators(2)
    generators.look([Worker("a"), Worker("b")], playing=True)
    generators.look([Worker("a")], playing=False)
    assert generators.faults() == []


@pytest.mark.parametrize("left", [[], [Worker("b", STATE_MISSING)]])
def test_a_generator_that_is_gone_while_people_play_fails_the_run(left: list[Worker]) -> None:
    generators = Generators(2)
    generators.look([Worker("a"), Worker("b")], playing=True)
    generators.look([Worker("a"), *left], playing=True)
    generators.look([Worker("a")], playing=False)
    assert generators.faults() == ["1 of 2 workers were gone before the end."]


def test_a_generator_that_dies_after_the_last_arrival_fails_the_run_as_well() -> None:
    generators = Generators(2)
    generators.look([Worker("a"), Worker("b")], playing=True)
    generators.look([Worker("a"), Worker("b", STATE_MISSING)], playing=False)
    assert generators.faults() == ["1 of 2 workers were gone before the end."]


def test_a_generator_that_was_only_slow_to_answer_is_there() -> None:
    generators = Generators(1)
    for state in (STATE_RUNNING, STATE_MISSING, STATE_RUNNING):
        generators.look([Worker("a", state)], playing=True)
    assert generators.faults() == []


def test_one_generator_more_than_was_expected_fails_the_run() -> None:
    generators = Generators(1)
    generators.connected("a")
    generators.connected("a")
    assert generators.faults() == []
    generators.connected("b")
    assert generators.too_many
    assert "2 workers came, 1 were expected: give --expect-workers" in generators.faults()[0]


def test_a_master_says_for_whom_it_waits(capsys: pytest.CaptureFixture[str]) -> None:
    announce(2, 5557)
    assert "waiting for 2 workers on port 5557" in capsys.readouterr().err
