"""Fixtures with real server processes on 127.0.0.1, for browser journeys and for tests across nodes.

`server` is one running node of the product on `database_url`, so the test runs on both databases; narrow it
with `parametrize("store_kind", [...], indirect=True)`. It is migrated and empty: `engine` and `make` arrange.

    def test_the_home_page_shows(server: Server, engine: Engine, test_clock: Clock, page: Page) -> None:
        with writing(engine) as db:
            state = make.running(db)
        test_clock.turn(make.NOW)
        page.goto(f"{server.url}/c/{state.slug}/")

`servers()` starts one more node on the same database; keywords are settings: `servers(account_tries=3)`. All
nodes and `test_clock` share one clock, which goes on from where it was turned to. There is no companion: call
the action (`sweeping.sweep`, `running.close_due`) yourself when something must fall due. A node remembers a
contest for a second of that clock.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS, STOP_SECONDS = 60, 20
WORKER = {"sqlite": ["gthread", "--threads", "8"], "postgresql": ["gevent"]}
LATE_MS = 60_000
LOG_CONFIG = ROOT / "quiz" / "cli" / "log.json"


@dataclass(frozen=True, slots=True)
class Clock:
    """The clock of all server processes of a test."""

    file: Path

    def turn(self, to: datetime) -> None:
        """Let it be that instant now, in every process; time goes on from there."""
        fresh = self.file.with_suffix(".new")
        fresh.write_text(str((to - datetime.now(UTC)).total_seconds()))
        fresh.replace(self.file)


@dataclass(frozen=True, slots=True)
class Server:
    """One running node."""

    url: str
    process: subprocess.Popen[bytes]
    log: Path

    def wait_until_ready(self) -> None:
        """Return when it serves; RuntimeError with its log when it ended instead.

        Its socket listens before it does, so the question simply waits for its answer.
        """
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=START_SECONDS) as answer:
                answer.read()
        except OSError as error:
            raise RuntimeError(f"{self.url} did not become ready: {error}\n{self.log.read_text()}") from error

    def stop(self) -> None:
        """End it as its supervisor would, and by force when that is not heard."""
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


Servers = Callable[..., Server]


@pytest.fixture
def test_clock(tmp_path: Path) -> Clock:
    """The clock of this test's server processes; right until it is turned."""
    clock = Clock(tmp_path / "clock")
    clock.file.write_text("0")
    return clock


@pytest.fixture
def servers(database_url: str, store_kind: str, test_clock: Clock, tmp_path: Path) -> Iterator[Servers]:
    """`servers()` starts one more node and answers it when it is ready; all end with the test."""
    running: list[Server] = []

    def another(**settings: Any) -> Server:
        environment = settings_of(database_url, test_clock.file, settings)
        running.append(start(environment, WORKER[store_kind], tmp_path / f"server-{len(running)}.log"))
        running[-1].wait_until_ready()
        return running[-1]

    yield another
    for one in running:
        one.stop()


@pytest.fixture
def server(servers: Servers) -> Server:
    """One running node."""
    return servers()


def settings_of(database_url: str, clock: Path, more: dict[str, Any]) -> dict[str, str]:
    """The environment of a node of a test; nothing of the caller's own settings comes through."""
    outer = {name: value for name, value in os.environ.items() if not name.startswith("QUIZ_")}
    settings = {"environment": "test", "database_url": database_url, "test_clock": clock}
    # A machine that is busy with tests answers late; who must wait then is tested by itself.
    settings |= {"insecure_cookies": "true", "overload_late_ms": LATE_MS, **more}
    return outer | {f"QUIZ_{name.upper()}": str(value) for name, value in settings.items()}


def start(environment: dict[str, str], worker: list[str], log: Path) -> Server:
    """A node that has begun to start, on a free port of 127.0.0.1."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        address = f"127.0.0.1:{listening.getsockname()[1]}"
        command = [sys.executable, "-m", "gunicorn", "wsgi:app", "--bind", f"fd://{listening.fileno()}"]
        command += ["--worker-class", *worker, "--no-control-socket", "--log-config-json", str(LOG_CONFIG)]
        with log.open("wb") as lines:
            process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=environment | {"QUIZ_BIND": address},
                stdin=subprocess.DEVNULL,
                stdout=lines,
                stderr=lines,
                pass_fds=[listening.fileno()],
            )
    return Server(f"http://{address}", process, log)
