"""`quiz serve`: gunicorn with tuned settings and, beside it, the companion that does what falls due."""

from __future__ import annotations

import os
import sys

import click

from quiz.cli.figure_files import figure_files
from quiz.cli.json_log import LOG_CONFIG, log_as_json
from quiz.cli.listening import listening
from quiz.cli.shell import Shell, refuse, shell_of
from quiz.cli.supervising import Supervisor
from quiz.settings import Settings
from quiz.store import migrating

# Measured: gevent with workers = cores on PostgreSQL. SQLite waits for its disk inside the process, so that
# greenlets would wait with it: with threads the slowest page of a crowd of 400 took 0.8 s.
WORKER = {
    "postgresql": ("--worker-class", "quiz.cli.worker.Worker", "--worker-connections", "2000"),
    "sqlite": ("--worker-class", "gthread", "--threads", "8"),
}
COMPANION = (sys.executable, "-m", "quiz.cli", "companion")


@click.command()
@click.option("--bind", metavar="ADDR", help="host:port or unix:path; QUIZ_BIND otherwise.")
@click.option("--workers", type=click.IntRange(min=1), help="Worker processes; QUIZ_WORKERS otherwise.")
@shell_of
def serve(shell: Shell, bind: str | None, workers: int | None) -> None:
    """Run the production server; SIGHUP reloads it without losing a request."""
    settings = shell.settings
    refuse_other_schema(shell)
    shell.close()
    sys.exit(run(settings, bind=bind or settings.bind, workers=workers or settings.workers))


def refuse_other_schema(shell: Shell) -> None:
    """End with a sentence when the database is not at this build's schema."""
    with shell.reading() as db:
        version, wanted = migrating.version(db), migrating.head()
    if version != wanted:
        refuse(
            f"Cơ sở dữ liệu ở phiên bản {version or '–'}, cần {wanted}: chạy `quiz db upgrade`. / "
            f"The database is at schema {version or '–'}, this build wants {wanted}: run `quiz db upgrade`."
        )


def run(settings: Settings, *, bind: str, workers: int) -> int:
    """The exit status of the server; the companion is started again whenever it ends, and ends with it."""
    log_as_json()
    with listening(bind) as socket, figure_files() as figures:
        return Supervisor(
            gunicorn(settings, socket.fileno(), workers),
            COMPANION,
            {**os.environ, **figures, "QUIZ_BIND": bind, "QUIZ_WORKERS": str(workers)},
            socket_fd=socket.fileno(),
            workers=workers,
        ).run()


def gunicorn(settings: Settings, socket_fd: int, workers: int) -> list[str]:
    """The words that start the server on a socket that is open already."""
    return [
        sys.executable,
        "-m",
        "gunicorn",
        "wsgi:app",
        "--config",
        "python:quiz.cli.gunicorn_hooks",
        "--bind",
        f"fd://{socket_fd}",
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
