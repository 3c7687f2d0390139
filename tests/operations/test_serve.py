"""`quiz serve` as an operator runs it: reload, a killed worker, the end."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.command import command
from tests.provision.server import ROOT, START_SECONDS, STOP_SECONDS, Clock, settings_of

WORKER = re.compile(r'quiz_worker_memory_bytes\{pid="(\d+)"\}')
CHILDREN = Path("/proc")


@dataclass
class Running:
    """A running `quiz serve` with its own log lines."""

    process: subprocess.Popen[str]
    lines: list[str] = field(default_factory=list)

    def listen(self) -> str:
        """The address, once the server has said it."""
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.lines.append(line)
            if found := re.search(r"Listening at: (http://[0-9.:]+)", line):
                threading.Thread(target=self.lines.extend, args=[self.process.stderr], daemon=True).start()
                return found[1]
        raise RuntimeError("".join(self.lines))


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    """A settings file, still without a line."""
    file = tmp_path / "quiz.env"
    file.touch()
    return file


@pytest.fixture
def running(database_url: str, test_clock: Clock, settings: Path) -> Iterator[Running]:
    """One worker, so that it is known who answers."""
    environment = settings_of(database_url, test_clock.file, {}) | {"QUIZ_ENV_FILE": str(settings)}
    words = [sys.executable, "-m", "quiz.cli", "serve", "--bind", "127.0.0.1:0", "--workers", "1"]
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
    with subprocess.Popen(words, cwd=ROOT, env=environment, text=True, **pipes) as process:  # type: ignore[call-overload]
        yield Running(process)
        process.terminate()
        process.wait(STOP_SECONDS)


def test_a_reload_loses_no_request_and_changes_the_worker(running: Running) -> None:
    address = running.listen()
    before = worker(address)
    seen: Counter[str] = Counter()
    running.process.send_signal(signal.SIGHUP)
    until(lambda: worker(address) not in ("", before), lambda: seen.update([status(f"{address}/nowhere")]))
    assert set(seen) == {"404"}


@pytest.mark.parametrize("store_kind", ["sqlite"], indirect=True)
def test_a_reload_with_a_wrong_settings_file_leaves_the_old_server(running: Running, settings: Path) -> None:
    address = running.listen()
    before, good = worker(address), settings.read_text()
    for wrong in ("QUIZ_WORKRES=3", "QUIZ_POOL_SIZE=none"):
        settings.write_text(f"{good}{wrong}\n")
        running.lines.clear()
        running.process.send_signal(signal.SIGHUP)
        until(lambda: any("the new server did not start" in line for line in running.lines))
    assert worker(address) == before


def test_a_killed_worker_and_a_killed_companion_are_replaced(running: Running) -> None:
    address = running.listen()
    before, companion = worker(address), pid_of(running, "companion")
    os.kill(int(before), signal.SIGKILL)
    os.kill(companion, signal.SIGKILL)
    until(lambda: status(f"{address}/healthz") == "200" and worker(address) not in ("", before))
    until(lambda: pid_of(running, "companion") not in (0, companion))


def test_a_killed_server_is_followed_by_another_on_the_same_socket(running: Running) -> None:
    address = running.listen()
    before, server = worker(address), pid_of(running, "gunicorn")
    os.kill(server, signal.SIGKILL)
    until(lambda: pid_of(running, "gunicorn") not in (0, server))
    until(lambda: worker(address) not in ("", before))
    assert any("another one takes its place" in line for line in running.lines)


@pytest.mark.parametrize("bind", ["nonsense", "127.0.0.1:99999", "127.0.0.1:", "unix:/nowhere/quiz.sock"])
def test_an_address_that_cannot_be_opened_is_one_line(database_url: str, tmp_path: Path, bind: str) -> None:
    told = command(settings_of(database_url, tmp_path / "clock", {}))(
        "serve", "--bind", bind, fails=True
    ).told
    assert f"{bind} cannot be opened" in told
    assert len(told.splitlines()) == 1


def test_the_end_takes_server_and_companion_along(running: Running) -> None:
    status(f"{running.listen()}/healthz")
    family = [int(words[0]) for words in _children(running.process.pid)]
    assert len(family) == 2
    running.process.terminate()
    assert running.process.wait(STOP_SECONDS) == 0
    until(lambda: not any((CHILDREN / str(pid)).exists() for pid in family))


@pytest.mark.parametrize("store_kind", ["sqlite"], indirect=True)
def test_a_killed_supervisor_leaves_nobody_on_the_port(running: Running) -> None:
    status(f"{running.listen()}/healthz")
    family = [int(words[0]) for words in _children(running.process.pid)]
    running.process.kill()
    until(lambda: not any((CHILDREN / str(pid)).exists() for pid in family))


def test_an_unmigrated_database_is_refused_with_what_to_do(tmp_path: Path) -> None:
    settings = settings_of(f"sqlite:///{tmp_path / 'new.sqlite'}", tmp_path / "clock", {})
    assert "quiz db upgrade" in command(settings)("serve", fails=True).told


def worker(address: str) -> str:
    """The process number of the worker that answers; empty for one that has answered nothing yet, or ends."""
    status(f"{address}/nowhere")
    try:
        with urllib.request.urlopen(f"{address}/metrics", timeout=START_SECONDS) as answer:
            found = WORKER.search(answer.read().decode())
    except OSError:
        return ""
    return found[1] if found else ""


def status(address: str) -> str:
    """The status of an answer, or the kind of failure."""
    try:
        with urllib.request.urlopen(address, timeout=START_SECONDS) as answer:
            return str(answer.status)
    except urllib.error.HTTPError as refused:
        with refused:
            return str(refused.code)
    except OSError as error:
        return type(error).__name__


def until(reached: Callable[[], bool], meanwhile: Callable[[], object] = lambda: None) -> None:
    """Do something again and again until it is so; the test's own time limit ends a vain wait."""
    while not reached():
        meanwhile()


def pid_of(running: Running, word: str) -> int:
    found = [int(words[0]) for words in _children(running.process.pid) if word in words]
    return found[0] if found else 0


def _children(parent: int) -> list[list[str]]:
    """Number and words of every direct child, ended ones left out."""
    found: list[list[str]] = []
    for folder in CHILDREN.glob("[0-9]*"):
        try:
            stat = (folder / "stat").read_text().rpartition(")")[2].split()
            words = (folder / "cmdline").read_text().split("\0")
        except OSError:
            continue
        if int(stat[1]) == parent and stat[0] != "Z":
            found.append([folder.name, *words])
    return found
