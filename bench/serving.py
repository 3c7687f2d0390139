"""A server with one worker, started as `quiz serve` starts it, for the product and for the floor alike."""

from __future__ import annotations

import os
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.weighing import HOST
from quiz.cli import serve
from quiz.cli.listening import listening
from quiz.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
START_SECONDS, STOP_SECONDS = 90, 60
PRODUCT = "wsgi:app"


@dataclass(frozen=True, slots=True)
class Served:
    """Where it listens and the process whose children are its workers."""

    port: int
    arbiter: int


@contextmanager
def served(application: str, environment: Mapping[str, str], folder: Path) -> Iterator[Served]:
    """Serve an application until the end of the block."""
    settings = Settings(database_url=environment["QUIZ_DATABASE_URL"], environment="demo")  # type: ignore[arg-type]
    with listening(f"{HOST}:0") as socket, (folder / f"{application}.log").open("w") as log:
        words = serve.gunicorn(settings, socket.fileno(), 1)
        if application != PRODUCT:  # our hooks are the product's
            words = [application if word == PRODUCT else word for word in words]
            words[(hooks := words.index("--config")) : hooks + 2] = []
        process = subprocess.Popen(  # noqa: S603 (our own words)
            words, cwd=ROOT, env=environment, pass_fds=[socket.fileno()], stdout=log, stderr=log
        )
        try:
            port = socket.getsockname()[1]
            _wait_until_ready(port, log.name)
            yield Served(port, process.pid)
        finally:
            process.terminate()
            process.wait(STOP_SECONDS)


def _wait_until_ready(port: int, log: str) -> None:
    # The socket listens already: the question waits for its answer.
    try:
        with urllib.request.urlopen(f"http://{HOST}:{port}/healthz", timeout=START_SECONDS):
            return
    except urllib.error.HTTPError:
        return  # the floor has no such page
    except OSError as error:
        raise RuntimeError(Path(log).read_text()) from error


def quiz(folder: Path, environment: Mapping[str, str], *words: str) -> None:
    """Run a command of the product."""
    command = [sys.executable, "-m", "quiz.cli", *words]
    paths = {"PYTHONPATH": os.pathsep.join([str(ROOT), environment.get("PYTHONPATH", "")])}
    done = subprocess.run(  # noqa: S603 (our own words)
        command, cwd=folder, env={**environment, **paths}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
