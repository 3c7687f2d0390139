"""The limits that decide the exit code."""

from __future__ import annotations

from argparse import ArgumentParser

import pytest

from loadtests import options
from loadtests.limits import Limits, Row, broken, rate

HAND_IN = Row("hand in", 100, 0, p50=10, p95=50, p99=900)
RECEIPT = Row("receipt", 100, 10, p50=5, p95=20, p99=40)


def test_without_limits_only_a_failure_breaks_one() -> None:
    assert broken([HAND_IN], Limits(), seconds=10) == []
    assert len(broken([HAND_IN, RECEIPT], Limits(), seconds=10)) == 1


@pytest.mark.parametrize(
    "limits",
    [
        Limits(p95=49),
        Limits(p99=899),
        Limits(hand_in_p99=899),
        Limits(requests_per_second=11),
        Limits(attempts_per_second=1),
    ],
)
def test_each_limit_can_be_broken(limits: Limits) -> None:
    assert len(broken([HAND_IN], limits, seconds=10)) == 1


def test_the_limit_of_hand_ins_asks_no_other_page() -> None:
    slow = Row("board", 10, 0, p50=5_000, p95=9_000, p99=9_000)
    assert broken([HAND_IN, slow], Limits(hand_in_p99=2_000), seconds=10) == []


def test_a_share_of_failures_may_be_allowed() -> None:
    assert broken([RECEIPT], Limits(failure_share=0.1), seconds=10) == []
    assert len(broken([RECEIPT], Limits(failure_share=0.09), seconds=10)) == 1


def test_a_run_without_requests_has_not_passed() -> None:
    assert broken([], Limits(), seconds=10) != []


def test_attempts_are_counted_by_receipts_that_came() -> None:
    assert rate([HAND_IN, RECEIPT], "receipt", 10) == 9


def test_a_crowd_of_which_half_never_came_has_not_passed() -> None:
    assert broken([Row("receipt", 90, 0, 5, 20, 40)], Limits(receipts=90), seconds=10) == []
    said = broken([Row("receipt", 90, 1, 5, 20, 40)], Limits(receipts=90, failure_share=1), seconds=10)
    assert said == ["89 attempts got their receipt, at least 90 were asked for."]


@pytest.mark.parametrize(
    ("words", "receipts"),
    [
        (["--shape", "soak", "--attempts", "1000", "--walk-away", "0"], 900),
        (["--shape", "deadline", "--attempts", "1000", "--walk-away", "0"], 900),
        (["--shape", "deadline", "--attempts", "1000", "--walk-away", "0.5"], 407),
        (["--shape", "login-storm", "--participants", "50", "--attempts", "1000", "--walk-away", "0"], 45),
        (["--shape", "board-crowd", "--attempts", "1000"], 0),
        (["--shape", "soak", "--attempts", "1", "--walk-away", "0.02"], 0),
        (["--shape", "soak", "--attempts", "1000", "--least-delivered", "0"], 0),
    ],
)
def test_nine_of_ten_who_are_to_hand_in_must_get_their_receipt(words: list[str], receipts: int) -> None:
    parser = ArgumentParser()
    options.add(parser)
    assert options.limits(parser.parse_args(words)).receipts == receipts
