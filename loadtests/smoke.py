"""A whole rehearsal in small: throwaway server with the demonstration, crowd, close, export, reconcile.

    python -m loadtests.smoke --shape deadline --participants 200 --attempts 300 --rounds 1 --minutes 0.5

Other words go to Locust. QUIZ_DATABASE_URL names an empty PostgreSQL database; else it is a SQLite file.
"""

from __future__ import annotations

import os
import re
import secrets
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Sequence
from pathlib import Path

CONTEST, ROUND = "ha-giang", "tuan-2"
ROOT = Path(__file__).resolve().parents[1]
READY_SECONDS, STOP_SECONDS, COMMAND_SECONDS, LOCUST_SECONDS = 90, 60, 300, 1_800
# Attempts that nobody handed in end after the grace of a minute; the companion looks every few seconds.
SWEEP_SECONDS, LOOK_AGAIN_SECONDS = 150, 5
QUIZ = (sys.executable, "-m", "quiz.cli")

Environment = dict[str, str]


def main(words: Sequence[str]) -> int:
    """0 when the limits were kept and nothing was lost, double or wrong."""
    with tempfile.TemporaryDirectory(prefix="quiz-load-") as made:
        folder = Path(made)
        port = _free_port()
        environment = _environment(folder, port)
        prepared = _quiz(folder, environment, "demo", "--no-serve", "--people", "100")
        with (folder / "server.log").open("wb") as log:
            serve = [*QUIZ, "serve", "--bind", f"127.0.0.1:{port}"]
            server = subprocess.Popen(serve, cwd=folder, env=environment, stdout=log, stderr=log)
        try:
            _wait_until_ready(f"http://127.0.0.1:{port}", server)
            crowd = _locust(folder, port, prepared, words)
            _close_and_export(folder, environment)
        finally:
            _stop(server)
        reconcile = [
            sys.executable,
            "-m",
            "loadtests.reconcile",
            str(folder / "ledger"),
            str(folder / "pack"),
        ]
        compared = subprocess.run(reconcile, cwd=ROOT, check=False, timeout=COMMAND_SECONDS)
        return max(crowd, compared.returncode)


def _environment(folder: Path, port: int) -> Environment:
    told = {name: value for name, value in os.environ.items() if not name.startswith("QUIZ_")}
    database = os.environ.get("QUIZ_DATABASE_URL") or f"sqlite:///{folder / 'quiz.db'}"
    workers = os.environ.get("QUIZ_WORKERS", "2")
    return told | {
        "QUIZ_DATABASE_URL": database,
        "QUIZ_WORKERS": workers,
        "QUIZ_ENVIRONMENT": "demo",
        "QUIZ_INSECURE_COOKIES": "true",
        "QUIZ_BIND": f"127.0.0.1:{port}",
        "QUIZ_LOG_LEVEL": "WARNING",
        "QUIZ_SECRET_KEY": secrets.token_urlsafe(48),
        "QUIZ_CODE_KEY": secrets.token_urlsafe(48),
    }


def _quiz(folder: Path, environment: Environment, *words: str) -> str:
    done = subprocess.run(
        [*QUIZ, *words],
        cwd=folder,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
        timeout=COMMAND_SECONDS,
    )
    if done.returncode:
        raise SystemExit(f"quiz {' '.join(words)}: {done.stderr}")
    return done.stdout


def _locust(folder: Path, port: int, prepared: str, words: Sequence[str]) -> int:
    locust = [sys.executable, "-m", "locust", "--config", "loadtests/locust.conf"]
    locust += ["--host", f"http://127.0.0.1:{port}", "--contest", CONTEST]
    locust += ["--ledger", str(folder / "ledger")]
    if found := re.search(r"sign in: +(\S+) · (\S+)", prepared):
        locust += ["--organiser", f"{found[1]}:{found[2]}"]
    return subprocess.run([*locust, *words], cwd=ROOT, check=False, timeout=LOCUST_SECONDS).returncode


def _close_and_export(folder: Path, environment: Environment) -> None:
    """End the round, wait until attempts that nobody handed in have ended, and write the pack."""
    _quiz(folder, environment, "round", "close", CONTEST, ROUND, "--reason", "load test")
    until = time.monotonic() + SWEEP_SECONDS
    while True:
        _quiz(folder, environment, "export", CONTEST, "--out", str(folder / "pack"))
        if (folder / "pack" / "papers" / f"{ROUND}.1.json").exists():
            return
        if time.monotonic() > until:
            raise SystemExit(f"{ROUND} still has open attempts after {SWEEP_SECONDS} s")
        time.sleep(LOOK_AGAIN_SECONDS)


def _wait_until_ready(host: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{host}/readyz", timeout=READY_SECONDS):  # noqa: S310 (our own address)
                return
        except OSError:
            time.sleep(0.5)
    raise SystemExit("the server did not become ready")


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    try:
        server.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
