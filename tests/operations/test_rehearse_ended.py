"""A rehearsal that is broken off takes its programs and its copy with it: papers and keys lie in there."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from quiz.cli.rehearse import ENDING, ending_by_raising
from quiz.store import rehearsals
from quiz.store.contests import ContestState
from quiz.store.engine import reading, writing
from tests import make
from tests.provision.server import Clock, settings_of

pytestmark = pytest.mark.timeout(120)
WORDS = ("rehearse", "thu", "tuan-1", "--participants", "40", "--attempts", "60", "--minutes", "2")
PATIENCE = 60
# Whatever started these tests may have had its own signals ignored, as `nohup` and `&` do.
HEARING = ("env", "--default-signal=INT,HUP,TERM")


@pytest.fixture
def state(engine: Engine) -> ContestState:
    now = datetime.now(UTC)
    with writing(engine) as db:
        return make.running(db, make.contest(opens=now - make.DAY), now=now)


def in_session(leader: int) -> list[int]:
    """Every live process of the session that this one leads."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state = (folder / "stat").read_text(errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        if int(state[3]) == leader and state[0] != "Z":
            found.append(int(folder.name))
    return found


@contextmanager
def playing(environment: dict[str, str], out: Path) -> Iterator[subprocess.Popen[str]]:
    """A real rehearsal, in a session of its own, from the moment when its crowd plays the opening."""
    words = [*HEARING, sys.executable, "-m", "quiz.cli", *WORDS, "--out", str(out)]
    with subprocess.Popen(
        words, env=environment, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as run:
        try:
            assert run.stderr is not None
            assert any("opening" in line for line in run.stderr), "the crowd never came"
            yield run
        finally:
            for one in in_session(run.pid):
                os.kill(one, signal.SIGKILL)


@pytest.mark.parametrize("store_kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize("ending", ENDING, ids=lambda one: one.name)
def test_a_rehearsal_that_is_ended_leaves_nothing_behind(
    ending: signal.Signals,
    engine: Engine,
    state: ContestState,
    database_url: str,
    test_clock: Clock,
    tmp_path: Path,
) -> None:
    place = tmp_path / "tmp"
    place.mkdir()
    settings = settings_of(database_url, test_clock.file, {}) | {"TMPDIR": str(place)}
    with playing({**os.environ, **settings}, tmp_path / "out") as run:
        assert list(place.glob("quiz-rehearsal-*/rehearsal.sqlite"))
        assert len(in_session(run.pid)) >= 3, "command, server and crowd"
        run.send_signal(ending)
        assert run.wait(PATIENCE) == 128 + ending
        assert in_session(run.pid) == []
    assert list(place.iterdir()) == []
    assert not (tmp_path / "out").exists()
    with reading(engine) as db:
        assert rehearsals.last(db, state.rounds[0].id) is None


def test_signals_mean_afterwards_what_they_meant_before() -> None:
    before = {one: signal.getsignal(one) for one in ENDING}
    with pytest.raises(SystemExit) as ended, ending_by_raising():
        signal.raise_signal(signal.SIGTERM)
    assert ended.value.code == 128 + signal.SIGTERM
    assert {one: signal.getsignal(one) for one in ENDING} == before


def test_a_second_signal_does_not_break_off_the_clearing_up() -> None:
    cleared = []

    def broken_off() -> None:
        with ending_by_raising():
            try:
                signal.raise_signal(signal.SIGHUP)
            finally:
                signal.raise_signal(signal.SIGTERM)
                cleared.append("copy")

    with pytest.raises(SystemExit):
        broken_off()
    assert cleared == ["copy"]
