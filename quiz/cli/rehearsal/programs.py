"""Starts and stops the programs of a rehearsal: server, crowd, commands; none outlives it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from quiz.rules.refusals.rehearsals import RunBroken

QUIZ = (sys.executable, "-m", "quiz.cli")
READY_SECONDS, STOP_SECONDS, COMMAND_SECONDS = 120, 60, 3_600
LOOK_AGAIN_SECONDS = 0.5

Program = subprocess.Popen[bytes]


@dataclass(frozen=True, slots=True)
class Place:
    """Where programs run: their folder and their environment."""

    folder: Path
    environment: Mapping[str, str]


@contextmanager
def running(command: Sequence[str], place: Place, log: Path) -> Iterator[Program]:
    """A program that ends with this block, or with this command however that ends."""
    guard = ["setpriv", "--pdeathsig", "TERM", "--"] if shutil.which("setpriv") else []
    with log.open("wb") as lines:
        program = subprocess.Popen(  # noqa: S603 (our own words)
            [*guard, *command],
            cwd=place.folder,
            env=place.environment,
            stdin=subprocess.DEVNULL,
            stdout=lines,
            stderr=lines,
        )
    try:
        yield program
    finally:
        _stop(program)


@contextmanager
def serving(place: Place, port: int, workers: int) -> Iterator[Program]:
    """The production server on that port of this machine, once it is ready; raises RunBroken."""
    bind = ["--bind", f"127.0.0.1:{port}", "--workers", str(workers)]
    log = place.folder / "server.log"
    with running([*QUIZ, "serve", *bind], place, log) as server:
        until = time.monotonic() + READY_SECONDS
        while not _ready(port):
            if server.poll() is not None or time.monotonic() > until:
                raise RunBroken(part="quiz serve", said=last_line(log))
            time.sleep(LOOK_AGAIN_SECONDS)
        yield server


def quiz(place: Place, *words: str) -> str:
    """What a command of ours printed; raises RunBroken with its reason."""
    status, said, told = python(place, "quiz.cli", *words)
    if status:
        raise RunBroken(part=f"quiz {words[0]}", said=" ".join(told.split()) or status)
    return said


def python(place: Place, *words: str) -> tuple[int, str, str]:
    """Exit status, output and errors of a module."""
    command = [sys.executable, "-m", *words]
    done = subprocess.run(  # noqa: S603 (our own words)
        command,
        cwd=place.folder,
        env=place.environment,
        check=False,
        capture_output=True,
        text=True,
        timeout=COMMAND_SECONDS,
    )
    return done.returncode, done.stdout, done.stderr


def last_line(log: Path) -> str:
    """Why a program ended, as far as it said: the end of its first traceback, else its last words."""
    lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    told = [_told(line) for line in lines]
    why = next((one["exc_info"] for one in told if one.get("exc_info")), "")
    last = str(why).strip().splitlines() or [str(told[-1].get("message") or lines[-1]) if lines else "–"]
    return last[-1]


def _told(line: str) -> dict[str, Any]:
    """A line of the server's log; empty for any other."""
    try:
        found = json.loads(line)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=READY_SECONDS):
            return True
    except OSError:
        return False


def _stop(program: Program) -> None:
    if program.poll() is not None:
        return
    program.terminate()
    try:
        program.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        program.kill()
        program.wait()
