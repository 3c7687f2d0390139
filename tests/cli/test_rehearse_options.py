"""Which numbers and words `quiz rehearse` takes for wrong usage, each with its bounds or the missing word."""

from __future__ import annotations

import os

import pytest
from click.testing import CliRunner

from quiz.cli import main


def misused(*words: str) -> str:
    """What is said of words that make no sense, with exit status 2."""
    done = CliRunner().invoke(main, ["rehearse", "thu", "tuan-1", *words])
    assert done.exit_code == 2
    assert " / " in done.stderr
    return done.stderr


@pytest.mark.parametrize("said", ["nan", "inf", "-inf", "0", "-1", "61", "năm"])
def test_minutes_that_no_run_can_last_are_refused_with_the_bounds(said: str) -> None:
    assert "--minutes" in misused(f"--minutes={said}")
    assert "0.05 đến 60" in misused(f"--minutes={said}")


@pytest.mark.parametrize("option", ["--p95", "--hand-in-p99", "--think"])
@pytest.mark.parametrize("said", ["nan", "-1", "inf"])
def test_a_limit_or_a_pause_that_is_no_length_of_time_is_refused(option: str, said: str) -> None:
    assert option in misused(f"{option}={said}")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--generators", "2"), "thêm --target"),
        (("--pack", "."), "thêm --judge"),
        (("--judge", "."), "--pack"),
        (("--fill", "sqlite:///x", "--target", "https://thu.example.vn"), "--fill, --target"),
        (("--judge", ".", "--pack", ".", "--generators", "2"), "thêm --target"),
        (("--target", "https://thu.example.vn", "--workers", "2"), "--workers không dùng cùng --target"),
    ],
)
def test_words_that_nobody_would_listen_to_are_refused(words: tuple[str, ...], said: str) -> None:
    assert said in misused(*words)


def test_more_server_processes_than_the_machine_can_use_are_refused_with_the_bound() -> None:
    most = 4 * len(os.sched_getaffinity(0))
    assert f"nhiều nhất {most} tiến trình" in misused("--workers", str(most + 1))
