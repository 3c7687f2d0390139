"""A whole rehearsal in small: throwaway server with the demonstration, crowd, close, export, reconcile.

    python -m loadtests.smoke --shape deadline --participants 200 --attempts 300 --rounds 1 --minutes 0.5

Other words go to Locust. QUIZ_DATABASE_URL names an empty PostgreSQL database; else it is a SQLite file.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from loadtests import options
from loadtests.stage import QUIZ, ROOT, Stage, end_when_told, free_port, settings, wait_until_ready

CONTEST, ROUND = "ha-giang", "tuan-2"
LOCUST_SECONDS = 1_800
# Attempts that nobody handed in end after the grace of a minute; the companion looks every few seconds.
SWEEP_SECONDS, LOOK_AGAIN_SECONDS = 150, 5


def main(words: Sequence[str]) -> int:
    """0 when the limits were kept and nothing was lost, double or wrong."""
    options.refuse(words)
    end_when_told()
    with tempfile.TemporaryDirectory(prefix="quiz-load-") as made:
        stage, port = Stage(Path(made), {}), free_port()
        stage.environment.update(_settings(stage.folder, port))
        prepared = stage.quiz("demo", "--no-serve", "--people", "100")
        command = [*QUIZ, "serve", "--bind", f"127.0.0.1:{port}"]
        with stage.running(command, "server", cwd=stage.folder) as server:
            wait_until_ready(f"http://127.0.0.1:{port}/readyz", server)
            crowd = _locust(stage.folder, port, prepared, words)
            _close_and_export(stage)
        compare = [
            sys.executable,
            "-m",
            "loadtests.reconcile",
            str(stage.folder / "ledger"),
            str(_pack(stage)),
        ]
        return max(crowd, subprocess.run(compare, cwd=ROOT, check=False).returncode)


def _settings(folder: Path, port: int) -> dict[str, str]:
    return settings(
        os.environ.get("QUIZ_DATABASE_URL") or f"sqlite:///{folder / 'quiz.db'}",
        QUIZ_WORKERS=os.environ.get("QUIZ_WORKERS", "2"),
        QUIZ_ENVIRONMENT="demo",
        QUIZ_INSECURE_COOKIES="true",
        QUIZ_BIND=f"127.0.0.1:{port}",
    )


def _locust(folder: Path, port: int, prepared: str, words: Sequence[str]) -> int:
    locust = [sys.executable, "-m", "locust", "--config", "loadtests/locust.conf"]
    locust += ["--host", f"http://127.0.0.1:{port}", "--contest", CONTEST]
    locust += ["--ledger", str(folder / "ledger")]
    if found := re.search(r"sign in: +(\S+) · (\S+)", prepared):
        locust += ["--organiser", f"{found[1]}:{found[2]}"]
    return subprocess.run([*locust, *words], cwd=ROOT, check=False, timeout=LOCUST_SECONDS).returncode


def _close_and_export(stage: Stage) -> None:
    """End the round, wait until attempts that nobody handed in have ended, and write the pack."""
    stage.quiz("round", "close", CONTEST, ROUND, "--reason", "load test")
    until = time.monotonic() + SWEEP_SECONDS
    while not (_pack(stage) / "papers" / f"{ROUND}.1.json").exists():
        if time.monotonic() > until:
            raise SystemExit(f"{ROUND} still has open attempts after {SWEEP_SECONDS} s")
        stage.quiz("export", CONTEST, "--out", str(_pack(stage)))
        time.sleep(LOOK_AGAIN_SECONDS)


def _pack(stage: Stage) -> Path:
    return stage.folder / "pack"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
