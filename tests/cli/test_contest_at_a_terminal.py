"""A contest from an empty database to announced winners without a browser, every step pressed twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from quiz.rules.clauses import RankingRule
from quiz.rules.keys import Key, RankKey
from quiz.rules.toml_text import toml_text
from quiz.store.engine import writing
from tests import make
from tests.command import Command
from tests.play import Play
from tests.provision.server import Clock

UNITS = "unit,parent,name\ntinh,,Tỉnh Thử\nxa-a,tinh,Xã Núi A\n"
QUESTION = """[[item]]
slug = "cau-{number}"
kind = "single"
difficulty = "de"
text = "Câu hỏi thử số {number} hỏi gì?"
choices = ["Một {number}", "Hai {number}", "Ba {number}", "Bốn {number}"]
right = [{right}]
explanation = "Vì vậy."
source = "https://example.org/{number}"
"""
LATER = timedelta(days=8)


def questions(folder: Path, count: int, right: int = 2) -> Path:
    file = folder / "cau-hoi.toml"
    items = "".join(QUESTION.format(number=number, right=right) for number in range(1, count + 1))
    file.write_text(f'topic = "thu"\n{items}')
    return file


@pytest.fixture
def rulebook(tmp_path: Path) -> Path:
    """A rulebook of two weeks, the first of which opened yesterday."""
    file = tmp_path / "the-le.toml"
    file.write_text(toml_text(make.contest(opens=datetime.now(UTC).replace(microsecond=0) - make.DAY)))
    return file


@pytest.fixture
def scheduled(quiz: Command, rulebook: Path, tmp_path: Path) -> Command:
    """The command, after everything up to the schedule was done with it."""
    units = tmp_path / "don-vi.csv"
    units.write_text(UNITS)
    quiz("contest", "load", rulebook)
    quiz("units", "load", units)
    quiz("bank", "import", questions(tmp_path, 8), "--bank", "thu")
    quiz("round", "choose", "thu", "tuan-1", "--bank", "thu")
    quiz("round", "schedule", "thu", "1")
    return quiz


def test_a_round_goes_from_a_file_to_winners(
    scheduled: Command, engine: Engine, test_clock: Clock, tmp_path: Path
) -> None:
    now = datetime.now(UTC)
    with writing(engine) as db:
        play = Play(make.reload(db, "thu"))
        token = make.participant(db, play.state, now=now).token
        attempt = play.start(db, token, now=now)
        play.hand_in(db, token, attempt, {1: (1,)}, prediction=1, now=now + timedelta(minutes=1))
    test_clock.turn(now + LATER)
    for step, state in (("close", "closed"), ("finalise", "provisional"), ("publish", "final")):
        first, second = (scheduled("round", step, "thu", "tuan-1", "--json").document for _ in range(2))
        assert (first["state"], first["changed"]) == (state, True)
        assert (second["state"], second["changed"]) == (state, False)
    scheduled("export", "thu", "--out", tmp_path / "pack")
    assert scheduled("recount", tmp_path / "pack", "--json").document["agrees"]


def test_an_outdated_result_is_made_again_at_a_terminal(
    scheduled: Command, rulebook: Path, engine: Engine, test_clock: Clock
) -> None:
    def step(name: str, *more: str) -> tuple[str, bool, int]:
        told = scheduled("round", name, "thu", "tuan-1", "--json", *more).document
        return told["state"], told["changed"], told.get("result", 0)

    at = datetime.now(UTC) + LATER
    for number, key in enumerate((Key.DURATION, Key.SUBMITTED), 1):
        test_clock.turn(at + number * make.DAY)
        scheduled("round", "finalise" if number == 1 else "publish", "thu", "tuan-1")
        test_clock.turn(at + number * make.DAY + timedelta(hours=1))
        with writing(engine) as db:
            contest = make.reload(db, "thu").contest
        by_time = make.clauses(ranking=RankingRule(chain=(RankKey(Key.SCORE), RankKey(key))))
        rulebook.write_text(toml_text(replace(contest, clauses=by_time)))
        scheduled("contest", "load", rulebook, "--amend", "--reason", "công văn số 7")
        again = "finalise" if number == 1 else "recompute"
        assert "reason" in scheduled("round", again, "thu", "tuan-1", fails=True).told
        assert step(again, "--reason", "thể lệ mới") == ("provisional", True, number + 1)
        assert step(again) == ("provisional", False, number + 1)


def test_a_round_without_a_result_has_none_to_make_again(scheduled: Command) -> None:
    assert "finalising" in scheduled("round", "recompute", "thu", "tuan-1", "--reason", "x", fails=True).told


def test_everything_before_the_schedule_may_be_repeated(
    scheduled: Command, rulebook: Path, tmp_path: Path
) -> None:
    again = scheduled("contest", "load", rulebook, "--json").document
    assert again == {"contest": "thu", "rulebook": 1, "changed": False}
    assert scheduled("units", "load", tmp_path / "don-vi.csv", "--json").document["unchanged"] == 2
    stored = scheduled("bank", "import", tmp_path / "cau-hoi.toml", "--bank", "thu", "--json").document
    assert stored["stored"] == {"added": 0, "changed": 0, "unchanged": 8}
    assert not scheduled("round", "schedule", "thu", "tuan-1", "--json").document["changed"]


def test_a_pause_and_more_time_need_a_reason(scheduled: Command) -> None:
    assert "reason" in scheduled("round", "pause", "thu", "tuan-1", fails=True).told
    why = ("--reason", "mất điện", "--json")
    assert scheduled("round", "pause", "thu", "tuan-1", *why).document["paused"]
    assert not scheduled("round", "resume", "thu", "tuan-1", *why).document["paused"]
    assert scheduled("round", "extend", "thu", "tuan-1", "--minutes", "5", *why).document["attempts"] == 0
    assert not scheduled("round", "extend", "thu", "tuan-1", "--minutes", "5", *why).document["changed"]


def test_questions_of_a_bank_that_is_not_there_name_the_banks_there_are(scheduled: Command) -> None:
    told = scheduled("round", "choose", "thu", "tuan-2", "--bank", "khong-co", fails=True).told
    assert "“khong-co”" in told
    assert "thu" in told


def test_an_early_close_needs_a_reason(scheduled: Command) -> None:
    assert "reason" in scheduled("round", "close", "thu", "tuan-1", fails=True).told
    assert scheduled("round", "close", "thu", "tuan-1", "--reason", "lộ đề", "--json").document["changed"]


def test_a_step_out_of_turn_and_a_wrong_name_are_one_line(scheduled: Command) -> None:
    for words in (("publish", "thu", "tuan-1"), ("schedule", "thu", "tuan-2"), ("close", "khac", "tuan-1")):
        told = scheduled("round", *words, fails=True).told
        assert len(told.splitlines()) == 1
    assert "tuan-1, tuan-2" in scheduled("round", "close", "thu", "tuan-9", fails=True).told


def test_the_rulebook_is_shown_as_applied(scheduled: Command) -> None:
    shown = scheduled("contest", "show", "thu", "--json").document
    assert shown["attempts"]["per_round"] == 3
    assert [one["state"] for one in shown["applied"]["rounds"]] == ["scheduled", "draft"]


def test_the_rulebook_is_told_in_numbered_sentences_of_both_languages(scheduled: Command) -> None:
    told = scheduled("contest", "show", "thu").said
    assert "1. tuan-1: scheduled" in told
    assert "Mỗi người thi tối đa 3 lượt" in told
    assert "taken and marked late" in told


def test_a_chain_that_leaves_people_equal_is_told_when_the_rulebook_is_loaded(
    quiz: Command, rulebook: Path
) -> None:
    text = rulebook.read_text()
    rulebook.write_text(f'{text}\n[ranking]\nchain = ["score"]\n')
    assert "ranking.chain: chuỗi không có tiêu chí cuối" in quiz("contest", "load", rulebook).told
