"""A whole contest day in small: throwaway server with the demonstration, crowd, close, result, comparison.

    python -m loadtests.smoke --shape deadline --participants 200 --attempts 300 --rounds 1 --minutes 0.5

Other words go to Locust. QUIZ_DATABASE_URL names an empty PostgreSQL database; else it is a SQLite file.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from loadtests.stage import (
    LOCUST,
    QUIZ,
    ROOT,
    Stage,
    end_when_told,
    free_port,
    played,
    refuse_words,
    settings,
    wait_until_ready,
)

CONTEST, ROUND = "ha-giang", "tuan-2"
LOCUST_SECONDS = 1_800
# Attempts that nobody handed in end after the grace of a minute; the companion looks every few seconds.
SWEEP_SECONDS, LOOK_AGAIN_SECONDS = 150, 5


def main(words: Sequence[str]) -> int:
    """0 when the limits were kept, nothing was lost, double or wrong, and every place is recounted."""
    refuse_words(words)
    end_when_told()
    with tempfile.TemporaryDirectory(prefix="quiz-load-") as made:
        stage, port = Stage(Path(made), {}), free_port()
        stage.environment.update(_settings(stage.folder, port))
        prepared = stage.quiz("demo", "--no-serve", "--people", "100")
        command = [*QUIZ, "serve", "--bind", f"127.0.0.1:{port}"]
        with stage.running(command, "server", cwd=stage.folder) as server:
            wait_until_ready(f"http://127.0.0.1:{port}/readyz", server)
            crowd = _locust(stage.folder, port, prepared, words)
            if not played(stage.folder / "ledger"):
                sys.stderr.write("the crowd told nothing: there is nothing to compare\n")
                return max(crowd, 1)
            _close_and_publish(stage)
            stage.quiz("export", CONTEST, "--out", str(stage.folder / "pack"))
        return max(crowd, compared(stage.folder / "ledger", stage.folder / "pack"))


def compared(ledger: Path, pack: Path) -> int:
    """0 when everything fits and the places of every round could be compared."""
    words = [sys.executable, "-m", "loadtests.reconcile", str(ledger), str(pack)]
    done = subprocess.run(words, cwd=ROOT, check=False, stdout=subprocess.PIPE, text=True)
    sys.stdout.write(done.stdout)
    return done.returncode or int(bool(json.loads(done.stdout)["places_unknown"]))


def _settings(folder: Path, port: int) -> dict[str, str]:
    return settings(
        os.environ.get("QUIZ_DATABASE_URL") or f"sqlite:///{folder / 'quiz.db'}",
        QUIZ_WORKERS=os.environ.get("QUIZ_WORKERS", "2"),
        QUIZ_ENVIRONMENT="demo",
        QUIZ_INSECURE_COOKIES="true",
        QUIZ_BIND=f"127.0.0.1:{port}",
    )


def _locust(folder: Path, port: int, prepared: str, words: Sequence[str]) -> int:
    locust = [*LOCUST, "--host", f"http://127.0.0.1:{port}", "--contest", CONTEST]
    locust += ["--ledger", str(folder / "ledger")]
    if found := re.search(r"sign in: +(\S+) · (\S+)", prepared):
        locust += ["--organiser", f"{found[1]}:{found[2]}"]
    return subprocess.run([*locust, *words], cwd=ROOT, check=False, timeout=LOCUST_SECONDS).returncode


def _close_and_publish(stage: Stage) -> None:
    """End the round, wait until attempts that nobody handed in have ended, and publish its result."""
    stage.quiz("round", "close", CONTEST, ROUND, "--reason", "load test")
    until = time.monotonic() + SWEEP_SECONDS
    while (refused := stage.tried("round", "finalise", CONTEST, ROUND)).returncode:
        if time.monotonic() > until:
            raise SystemExit(f"{ROUND} has no result after {SWEEP_SECONDS} s: {refused.stderr.strip()}")
        time.sleep(LOOK_AGAIN_SECONDS)
    stage.quiz("round", "publish", CONTEST, ROUND)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
