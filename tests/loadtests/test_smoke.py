"""The gate of `make load` closes on a wrong place, places that nobody compared, and a misspelt word."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from loadtests import reconcile, smoke
from loadtests.stage import ROOT, played
from tests.loadtests.crowd_files import ANSWERS, export, lines, publish, write


def test_places_that_fit_let_a_change_through(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told, pack = write(tmp_path / "ledger", lines()), publish(export(tmp_path / "pack", ANSWERS), 1)
    assert smoke.compared(told, pack) == 0
    assert '"places_compared": 1' in capsys.readouterr().out


def test_a_wrong_place_stops_it(tmp_path: Path) -> None:
    told, pack = write(tmp_path / "ledger", lines()), publish(export(tmp_path / "pack", ANSWERS), 2)
    assert smoke.compared(told, pack) == 1


def test_places_that_nobody_compared_stop_it(tmp_path: Path) -> None:
    told, pack = write(tmp_path / "ledger", lines()), export(tmp_path / "pack", ANSWERS)
    assert reconcile.main([str(told), str(pack)]) == 0
    assert smoke.compared(told, pack) == 1


@pytest.mark.parametrize("program", [("loadtests.smoke",), ("loadtests.replay", "--database", "sqlite")])
def test_a_misspelt_word_is_said_before_anything_is_made(tmp_path: Path, program: tuple[str, ...]) -> None:
    command = [sys.executable, "-m", *program, "--atempts", "5"]
    environment = {"PATH": "/usr/bin:/usr/sbin", "PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 2
    assert "unrecognized arguments: --atempts" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_crowd_without_a_ledger_has_not_played(tmp_path: Path) -> None:
    assert not played(tmp_path / "ledger")
    assert played(write(tmp_path / "ledger", lines()))
