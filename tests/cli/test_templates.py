"""The rulebooks that organisers start from can be used as they are shipped."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from sqlalchemy import Connection

from quiz.actions import planning
from quiz.rulebooks import templates
from quiz.rules.checks.rulebook import warnings
from quiz.rules.clauses import Which
from quiz.rules.contest import Contest
from quiz.rules.guess import Guess
from quiz.rules.keys import Key
from quiz.rules.rulebook import read_toml
from quiz.rules.toml_text import toml_text
from tests.command import Command
from tests.make import NOW

NAMES = ("draw-among-perfect", "two-blocks", "unlimited-earliest", "weekly-prediction")
PROMISES: Mapping[str, Callable[[Contest], bool]] = {
    "weekly-prediction": lambda one: len(one.rounds) == 4 and one.clauses.prediction.kind is Guess.NUMBER,
    "two-blocks": lambda one: len(one.blocks) == 2 and one.clauses.attempts.per_round == 1,
    "unlimited-earliest": lambda one: (
        one.clauses.attempts.per_round is one.clauses.attempts.per_day is None
        and [key.key for key in one.clauses.counting.by] == [Key.CORRECT, Key.SUBMITTED]
        and one.clauses.counting.which is Which.BEST
    ),
    "draw-among-perfect": lambda one: (
        one.clauses.qualification.perfect and one.clauses.ranking.chain[0].key is Key.DRAW
    ),
}


def read(name: str) -> Contest:
    return read_toml(templates()[name].text)


def test_there_are_the_four_that_real_contests_ask_for() -> None:
    assert tuple(templates()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_template_does_what_its_name_says_without_a_warning(name: str) -> None:
    contest = read(name)
    assert PROMISES[name](contest)
    assert [one.en for one in warnings(contest)] == []
    assert read_toml(toml_text(contest)) == contest


@pytest.mark.parametrize("name", NAMES)
def test_a_template_makes_a_contest(db: Connection, name: str) -> None:
    assert planning.load(db, read(name), reason="thử", author_id=None, now=NOW).changed


@pytest.mark.parametrize("store_kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize("name", NAMES)
def test_the_command_writes_a_template_that_it_can_load(quiz: Command, tmp_path: Path, name: str) -> None:
    file = tmp_path / "the-le.toml"
    file.write_text(quiz("contest", "template", name).said, encoding="utf-8")
    assert quiz("contest", "load", file, "--json").document["changed"]


@pytest.mark.parametrize("store_kind", ["sqlite"], indirect=True)
def test_without_a_name_the_command_lists_them_in_both_languages(quiz: Command) -> None:
    said = quiz("contest", "template").said
    assert all(name in said for name in NAMES)
    assert "Thi một lần, hai khối / One attempt, two blocks" in said
