"""`quiz serve`: gunicorn with tuned settings and, beside it, the companion that does what falls due."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

import click

from quiz.cli.shell import Shell, refuse, shell_of
from quiz.settings import Settings
from quiz.store import migrating

LOG_CONFIG = Path(__file__).with_name("log.json")
# Measured: gevent with workers = cores on PostgreSQL; SQLite's writers deadlock under gevent.
WORKER = {
    "postgresql": ("--worker-class", "gevent", "--worker-connections", "500"),
    "sqlite": ("--worker-class", "gthread", "--threads", "8"),
}
COMPANION = (sys.executable, "-m", "quiz.cli", "companion")
LOOK_SECONDS = 1.0
STOP_SECONDS = 35


@click.command()
@click.option("--bind", metavar="ADDR", help="host:port or unix:path; QUIZ_BIND otherwise.")
@click.option("--workers", type=click.IntRange(min=1), help="Worker processes; QUIZ_WORKERS otherwise.")
@shell_of
def serve(shell: Shell, bind: str | None, workers: int | None) -> None:
    """Run the production server; SIGHUP reloads it without losing a request."""
    settings = shell.settings
    refuse_other_schema(shell)
    sys.exit(run(settings, bind=bind or settings.bind, workers=workers or settings.workers))


def refuse_other_schema(shell: Shell) -> None:
    """End with a sentence when the database is not at this build's schema."""
    with shell.reading() as db:
        version, wanted = migrating.version(db), migrating.head()
    if version != wanted:
        refuse(
            f"Cơ sở dữ liệu ở phiên bản {version}, cần {wanted}: chạy `quiz db upgrade`. / "
            f"The database is at schema {version}, this build wants {wanted}: run `quiz db upgrade`."
        )


def run(settings: Settings, *, bind: str, workers: int) -> int:
    """The exit status of the server; the companion is started again whenever it ends, and ends with it."""
    environment = {**os.environ, "QUIZ_BIND": bind}
    server = _child(_gunicorn(settings, bind, workers), environment)
    companion = _child(COMPANION, environment)
    stopping = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopping.set()
        server.terminate()

    def reload(_number: int, _frame: FrameType | None) -> None:
        server.send_signal(signal.SIGHUP)
        companion.terminate()

    for number, act in ((signal.SIGTERM, stop), (signal.SIGINT, stop), (signal.SIGHUP, reload)):
        signal.signal(number, act)
    while server.poll() is None:
        if companion.poll() is not None and not stopping.is_set():
            companion = _child(COMPANION, environment)
        stopping.wait(LOOK_SECONDS) if not stopping.is_set() else server.wait()
    companion.terminate()
    companion.wait(timeout=STOP_SECONDS)
    return 0 if stopping.is_set() else server.returncode or 1


def _gunicorn(settings: Settings, bind: str, workers: int) -> list[str]:
    return [
        sys.executable,
        "-m",
        "gunicorn",
        "wsgi:app",
        "--bind",
        bind,
        "--workers",
        str(workers),
        *WORKER[settings.database_kind],
        "--keep-alive",
        "30",
        "--timeout",
        "60",
        "--graceful-timeout",
        "30",
        "--no-control-socket",
        "--log-config-json",
        str(LOG_CONFIG),
        # The proxy in front overwrites these headers; the application believes as many as it is told to.
        "--forwarded-allow-ips",
        "127.0.0.1,::1",
    ]


def _child(command: Sequence[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
    # A killed supervisor must not leave servers behind that hold the port.
    guard = ["setpriv", "--pdeathsig", "TERM", "--"] if shutil.which("setpriv") else []
    return subprocess.Popen([*guard, *command], env=environment)  # noqa: S603 (our own words)
