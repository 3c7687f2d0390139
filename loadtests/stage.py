"""What a throwaway run of the product needs: settings, commands, processes that end, free ports."""

from __future__ import annotations

import os
import resource
import secrets
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

ROOT = Path(__file__).resolve().parents[1]
READY_SECONDS, STOP_SECONDS = 90, 60
ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
QUIZ = (sys.executable, "-m", "quiz.cli")
LOCUST = (sys.executable, "-m", "locust", "--config", "loadtests/locust.conf")

Environment = dict[str, str]


@dataclass(frozen=True, slots=True)
class Stage:
    """A folder for everything, and the settings under which the product runs in it."""

    folder: Path
    environment: Environment
    seconds_of_commands: list[float] = field(default_factory=list)

    def quiz(self, *words: str, seconds: float = 600) -> str:
        """What a command of the product prints; ends the run with its reason when it is refused."""
        done = self.tried(*words, seconds=seconds)
        if done.returncode:
            raise SystemExit(f"quiz {' '.join(words)}: {done.stderr.strip()}")
        return done.stdout

    def tried(self, *words: str, seconds: float = 600) -> subprocess.CompletedProcess[str]:
        """A command of the product that may be refused."""
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(
            [*QUIZ, *words],
            cwd=self.folder,
            env=self.environment,
            check=False,
            capture_output=True,
            text=True,
            timeout=seconds,
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.seconds_of_commands.append(after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)
        return done

    @contextmanager
    def running(
        self, command: Sequence[str | Path], name: str, **more: Any
    ) -> Iterator[subprocess.Popen[bytes]]:
        """A process whose words go to a file; it is told to end when the block does."""
        with (self.folder / f"{name}.log").open("ab") as log:
            made = subprocess.Popen(
                command, env=self.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log, **more
            )
        try:
            yield made
        finally:
            stop(made)


def settings(database: str, **more: str) -> Environment:
    """Our own environment with settings for a throwaway server and none that anybody set for another."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("QUIZ_")}
    made = {
        "QUIZ_DATABASE_URL": database,
        "QUIZ_LOG_LEVEL": "WARNING",
        "QUIZ_SECRET_KEY": secrets.token_urlsafe(48),
        "QUIZ_CODE_KEY": secrets.token_urlsafe(48),
    }
    return kept | made | more | {"PYTHONPATH": os.pathsep.join([str(ROOT), kept.get("PYTHONPATH", "")])}


def refuse_words(words: Sequence[str]) -> None:
    """End with what Locust says and exit status 2 where it would not take these words."""
    asked = subprocess.run([*LOCUST, "--list", *words], cwd=ROOT, check=False, capture_output=True, text=True)
    if asked.returncode:
        sys.stderr.write(asked.stderr)
        sys.exit(2)


def played(ledger: Path) -> bool:
    """Did a crowd begin to tell there what it was told?"""
    return any(ledger.glob("*.jsonl"))


def wait_until_ready(
    address: str, server: subprocess.Popen[bytes], tls: ssl.SSLContext | None = None
) -> None:
    """Wait until this page answers; ends the run when the server has ended or takes too long."""
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=READY_SECONDS, context=tls):  # noqa: S310 (our own)
                return
        except OSError:
            time.sleep(0.5)
    raise SystemExit("the server did not become ready")


def end_when_told() -> None:
    """From now on a signal that would only end this process unwinds it, so that what it started goes too."""
    # `nohup` asked for a hang-up to be passed over.
    for one in ENDING:
        if signal.getsignal(one) is not signal.SIG_IGN:
            signal.signal(one, _end)


def _end(number: int, _frame: FrameType | None) -> NoReturn:
    for one in ENDING:
        # An impatient second one must not break off the clearing up.
        signal.signal(one, signal.SIG_IGN)
    sys.stderr.write("told to end\n")
    sys.exit(128 + number)


def stop(process: subprocess.Popen[bytes]) -> None:
    """Let a process end, and see to it that it does."""
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def free_port() -> int:
    """A port of the loopback that nobody uses at this moment."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port
