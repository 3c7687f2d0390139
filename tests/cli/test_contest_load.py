"""`quiz contest load` of a changed file says what changes, and refuses what attempts stand on."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from quiz.rules.clauses import TimeRule
from quiz.rules.toml_text import toml_text
from quiz.store.contests import ContestState
from quiz.store.engine import reading, writing
from tests import make
from tests.command import Command


@pytest.fixture
def state(engine: Engine) -> ContestState:
    with writing(engine) as db:
        return make.running(db)


@pytest.fixture
def longer(state: ContestState, tmp_path: Path) -> Path:
    """The rulebook with a time limit of fifteen minutes."""
    file = tmp_path / "the-le.toml"
    fifteen = make.clauses(time=TimeRule(limit=timedelta(minutes=15)))
    file.write_text(toml_text(replace(state.contest, clauses=fifteen)), encoding="utf-8")
    return file


def minutes(engine: Engine) -> float:
    with reading(engine) as db:
        limit = make.reload(db, "thu").contest.clauses.time.limit
    assert limit is not None
    return limit.total_seconds() / 60


def test_a_rehearsal_says_what_would_change_and_why_it_is_refused(
    longer: Path, quiz: Command, engine: Engine
) -> None:
    answer = quiz("contest", "load", longer, "--dry-run", fails=True)
    for said in (
        "Bài thi:",
        "- Thời gian làm bài 10 phút",
        "+ An attempt lasts 15 minutes",
        "time.limit: 600 → 900",
    ):
        assert said in answer.said
    assert "--amend --reason" in answer.told
    assert minutes(engine) == 10


def test_an_amendment_needs_the_word_and_the_reason(longer: Path, quiz: Command, engine: Engine) -> None:
    quiz("contest", "load", longer, "--reason", "công văn số 7", fails=True)
    quiz("contest", "load", longer, "--amend", fails=True)
    assert minutes(engine) == 10
    told = quiz("contest", "load", longer, "--amend", "--reason", "công văn số 7", "--json").document
    assert (told["rulebook"], told["changed"]) == (2, True)
    assert told["touches"] == [{"round": "tuan-1", "what": "time"}]
    assert told["keys"] == [{"key": "time.limit", "before": "600", "after": "900"}]
    assert minutes(engine) == 15


def test_a_file_that_changes_nothing_says_so(state: ContestState, tmp_path: Path, quiz: Command) -> None:
    file = tmp_path / "the-le.toml"
    file.write_text(toml_text(state.contest), encoding="utf-8")
    assert quiz("contest", "load", file).said == "thu: rulebook 1, unchanged\n"
