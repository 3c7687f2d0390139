"""`quiz contest load` of a changed file says what changes, and refuses what attempts stand on."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
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


def test_an_earlier_close_of_an_open_round_needs_the_word_and_stays_on_record(
    engine: Engine, quiz: Command, tmp_path: Path
) -> None:
    opened = datetime.now(UTC).replace(microsecond=0) - make.DAY
    with writing(engine) as db:
        contest = make.running(db, make.contest(opens=opened), now=opened).contest
    file = tmp_path / "the-le.toml"
    first = contest.rounds[0]

    def close(at: datetime) -> None:
        moved = replace(contest, rounds=(replace(first, closes=at), *contest.rounds[1:]))
        file.write_text(toml_text(moved), encoding="utf-8")

    close(opened + make.DAY / 2)
    past = quiz("contest", "load", file, "--amend", "--reason", "bão", fails=True)
    assert "quiz round close" in past.told
    close(first.closes - make.DAY)
    assert "--amend --reason" in quiz("contest", "load", file, "--reason", "bão", fails=True).told
    quiz("contest", "load", file, "--dry-run", fails=True)
    told = quiz("contest", "load", file, "--amend", "--reason", "bão", "--json").document
    assert told["touches"] == [{"round": "tuan-1", "what": "window"}]
    assert quiz("contest", "load", file).said == "thu: rulebook 2, unchanged\n"
    with reading(engine) as db:
        [move] = make.reload(db, "thu").contest.rounds[0].moves
    assert (move.closes, move.reason) == (first.closes, "bão")
