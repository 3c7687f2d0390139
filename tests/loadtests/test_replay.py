"""What a replay is made of: rulebook, nginx configuration, measurements, and the name it may give itself."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from loadtests import asked, meter, programme, proxy
from loadtests.report import WHOLE, Figures
from loadtests.stage import ROOT
from quiz.rules.rulebook import read_toml

MOVE = {
    "opens": "2026-01-01T00:00:00Z",
    "closes": "2026-01-01T12:00:00Z",
    "decided_at": "2026-01-01T06:00:00.000001Z",
    "reason": 'said "so"',
}
FIRST: dict[str, Any] = {
    "slug": "tuan-1",
    "opens": "2026-01-01T00:00:00Z",
    "closes": "2026-01-01T06:00:00Z",
    "moves": [MOVE],
}
SECOND = {"slug": "tuan-2", "opens": FIRST["closes"], "closes": "2026-01-01T12:00:00Z", "moves": []}

RUN = """
import shutil, sys
from contextlib import ExitStack
from pathlib import Path
from loadtests.stage import Stage, end_when_told

end_when_told()
folder = Path(sys.argv[1])
folder.mkdir()
with ExitStack() as made:
    made.callback(shutil.rmtree, folder)
    with Stage(folder, {}).running(["sleep", "60"], "child") as child:
        print(child.pid, flush=True)
        child.wait()
"""


def test_the_demonstrations_rulebook_takes_the_rounds_of_a_replay() -> None:
    contest = read_toml(programme.rulebook(programme.RULEBOOK.read_text(encoding="utf-8"), [FIRST, SECOND]))
    assert [one.slug for one in contest.rounds] == ["tuan-1", "tuan-2"]
    assert contest.rounds[0].moves[0].reason == 'said "so"'
    assert contest.collectives


def test_only_names_paths_and_ports_of_the_shipped_nginx_configuration_change() -> None:
    shipped = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    made = proxy.adapted(shipped, Path("/tmp/x"), tls=4430, plain=8080, socket=Path("/tmp/x/s"))
    changed = [line for line in made.splitlines() if line not in shipped.splitlines()]
    words = (
        "listen",
        "server_name",
        "return 301",
        "ssl_certificate",
        "root",
        "alias",
        "error_log",
        "server unix:",
    )
    assert all(line.strip().startswith(words) for line in changed if not line.strip().startswith("#"))
    assert "thi.example.vn" not in made


def test_a_configuration_that_was_renamed_is_not_run_half_adapted() -> None:
    with pytest.raises(ValueError, match="no longer says"):
        proxy.adapted("listen 443 ssl;", Path("/tmp/x"), tls=1, plain=2, socket=Path("/tmp/s"))


def test_a_part_is_measured_with_everything_that_comes_from_it() -> None:
    burn = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'sum(range(3_000_000))'])"
    child = subprocess.Popen([sys.executable, "-c", f"{burn}; input()"], stdin=subprocess.PIPE)
    try:
        spent = 0.0
        while child.poll() is None and not spent:
            spent = meter.sample({"generator": child.pid}).cpu["generator"]
        seen = meter.sample({"generator": child.pid, "nobody": 2**22 + 1})
        assert seen.memory["generator"] > 0
        assert "nobody" not in seen.memory
    finally:
        child.communicate(b"\n")
    assert meter.sample({"generator": os.getpid()}).cpu["generator"] > 0


@pytest.mark.parametrize(
    ("other", "name"),
    [
        ({}, "whole replay"),
        ({"attempts": 660}, "replay in small"),
        ({"saves": 0}, "part of a replay, without all saves or retries"),
        ({"retried": 0.0}, "part of a replay, without all saves or retries"),
        ({"shape": "deadline"}, "deadline of 6 minutes"),
    ],
)
def test_only_the_whole_contest_with_saves_and_retries_is_called_a_whole_replay(
    other: dict[str, object], name: str
) -> None:
    assert Figures({"shape": "replay", "minutes": 6.0, **WHOLE, **other}).name == name


def test_one_fault_is_enough_for_a_run_not_to_hold() -> None:
    figures = Figures({})
    assert figures.holds
    figures.compared('{"lost": 1}', "lost: a\n", 1)
    assert not figures.holds


def test_too_little_disk_is_said_before_anything_is_made(tmp_path: Path) -> None:
    wanted, _ = asked.read(["--database", "sqlite", "--attempts", "1000000000", "--folder", str(tmp_path)])
    with pytest.raises(SystemExit, match="MB are needed"):
        asked.refuse(wanted)


@pytest.mark.parametrize("words", [("--folder", "none"), ("--out", "none/x.json"), ("--out", ".")])
def test_a_place_that_is_not_there_is_said_before_anything_is_made(
    tmp_path: Path, words: tuple[str, str]
) -> None:
    name, place = words
    wanted, _ = asked.read(["--database", "sqlite", "--attempts", "10", name, str(tmp_path / place)])
    with pytest.raises(SystemExit, match=r"is (no|a) folder"):
        asked.refuse(wanted)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_run_that_is_told_to_end_takes_what_it_started_and_its_folder_along(
    tmp_path: Path, number: signal.Signals
) -> None:
    program = tmp_path / "run.py"
    program.write_text(RUN)
    folder, environment = tmp_path / "made", {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, str(program), str(folder)]
    run = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, text=True
    )
    assert run.stdout is not None
    child = int(run.stdout.readline())
    assert folder.is_dir()
    run.send_signal(number)
    assert "told to end" in run.communicate(timeout=30)[1]
    assert run.returncode == 128 + number
    assert not folder.exists()
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)
