"""A number that makes no run, or a limit that nothing can break, is refused with its bounds."""

from __future__ import annotations

from argparse import ArgumentParser

import pytest

from loadtests import asked, options

ODD = (
    *((f"--most-{name}", value) for name in ("p95", "p99", "hand-in-p99") for value in ("nan", "-1", "inf")),
    *(("--most-failures", value) for value in ("nan", "2", "x")),
    *((f"--least-{name}", "nan") for name in ("attempts", "requests")),
    *(
        (f"--{name}", value)
        for name in ("minutes", "think", "burst", "hours")
        for value in ("nan", "inf", "-1")
    ),
    *(
        (name, "0")
        for name in ("--minutes", "--participants", "--attempts", "--rounds", "--burst", "--hours")
    ),
    *((f"--{name}", value) for name in ("retried", "hurried", "walk-away") for value in ("nan", "7", "-0.1")),
    ("--participants", "-5"),
    ("--saves", "-1"),
    ("--attempts-a-round", "0"),
    ("--last-seconds", "-9"),
    ("--patience", "inf"),
    ("--closes", "nan"),
    ("--at-once", "-4"),
    ("--organiser", "foo"),
    ("--organiser", "foo:"),
    ("--organiser", "a:b:c:d"),
)
REPLAY = ("--database", "sqlite")


@pytest.mark.parametrize(("name", "value"), ODD)
def test_the_crowd_refuses_what_makes_no_run(
    name: str, value: str, capsys: pytest.CaptureFixture[str]
) -> None:
    parser = ArgumentParser()
    options.add(parser)
    with pytest.raises(SystemExit, match="2"):
        parser.parse_args([name, value])
    said = capsys.readouterr().err
    assert name in said
    assert ("LOGIN:PASSWORD" if name == "--organiser" else " from ") in said


@pytest.mark.parametrize("words", [*ODD, ("--at-once", "0"), ("--workers", "0"), ("--pool", "nan")])
def test_a_replay_refuses_the_same_before_it_makes_anything(words: tuple[str, str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        asked.read([*REPLAY, *words])


def test_what_was_asked_so_far_is_still_understood() -> None:
    words = ["--minutes", "0.5", "--hurried", "0.82", "--most-p95", "800", "--organiser", "an:secret:ABC"]
    parser = ArgumentParser()
    options.add(parser)
    found = parser.parse_args([*words, "--at-once", "0", "--walk-away", "0", "--closes", "1784000000.5"])
    assert (found.minutes, found.hurried, found.most_p95, found.at_once) == (0.5, 0.82, 800, 0)
    assert asked.read([*REPLAY, *words])[0].minutes == 0.5
