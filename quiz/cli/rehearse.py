"""`quiz rehearse`: before a round, know that the site holds."""

from __future__ import annotations

import signal
import sys
import tempfile
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

import click

from quiz.actions import rehearsing
from quiz.actions.rehearsing import Wanted
from quiz.cli import rehearse_checks, rehearse_own, rehearse_site
from quiz.cli.asked import tell
from quiz.cli.rehearse_judge import Judged, judge
from quiz.cli.rehearse_plan import Plan, Size, plan, recall, remember
from quiz.cli.rehearse_verdict import Limits
from quiz.cli.shell import Shell, json_option, refuse, say, shell_of
from quiz.rules.rehearsal_doubts import ENOUGH

folder_path = click.Path(file_okay=False, resolve_path=True, path_type=Path)
number = click.IntRange(min=1)
OPEN_NOW = (
    "Có vòng thi đang mở: đừng diễn tập trên máy đang phục vụ cuộc thi thật. / "
    "A round is open: do not rehearse on the machine that serves the real contest."
)


@click.command()
@click.argument("contest")
@click.argument("slug", metavar="ROUND")
@click.option("--participants", type=number, help="People expected in the round; the last round's otherwise.")
@click.option("--attempts", type=number, help="Attempts expected in the round.")
@click.option(
    "--minutes",
    type=click.FloatRange(min=0.05),
    default=ENOUGH.minutes,
    show_default=True,
    help="Of each run.",
)
@click.option(
    "--think", type=float, default=10.0, show_default=True, help="Seconds of a person over a sheet."
)
@click.option(
    "--p95", type=float, default=ENOUGH.p95, show_default=True, help="Most milliseconds, every page."
)
@click.option(
    "--hand-in-p99", type=float, default=ENOUGH.hand_in_p99, show_default=True, help="Most milliseconds."
)
@click.option("--out", type=folder_path, help="Where the report goes; var/rehearsals/… otherwise.")
@click.option("--database", metavar="URL", help="An empty database; a temporary SQLite file otherwise.")
@click.option("--port", type=click.IntRange(1, 65535), help="Of the server; a free one otherwise.")
@click.option("--workers", type=number, help="Server processes; QUIZ_WORKERS otherwise.")
@click.option("--target", metavar="URL", help="Rehearse this staging site instead; judged afterwards.")
@click.option("--generators", type=click.IntRange(min=0), default=0, help="Locust workers on other machines.")
@click.option("--fill", metavar="URL", help="Only fill this empty database, for a staging site.")
@click.option("--judge", "judged", type=folder_path, help="The folder of a run against a staging site.")
@click.option("--pack", type=folder_path, help="What the staging site exported afterwards; with --judge.")
@json_option
@shell_of
def rehearse(shell: Shell, /, contest: str, slug: str, out: Path | None, as_json: bool, **asked: Any) -> None:
    """Fill a copy to full size, play opening and deadline on it, compare, and report."""
    if asked["judged"]:
        _tell(_judge_later(shell, asked["judged"], asked["pack"], out), as_json=as_json)
        return
    rehearse_checks.tools()
    size = Size(asked["participants"], asked["attempts"], asked["minutes"], asked["think"])
    todo = plan(shell, contest, slug, size, Limits(asked["p95"], asked["hand_in_p99"]), out)
    if asked["fill"]:
        _fill(shell, todo, asked["fill"])
    elif asked["target"]:
        _target(shell, todo, asked["target"].rstrip("/"), asked["generators"])
    else:
        _tell(_own(shell, todo, asked["database"], asked["port"], asked["workers"]), as_json=as_json)


def _own(shell: Shell, todo: Plan, database: str | None, port: int | None, workers: int | None) -> Judged:
    _end_by_raising()
    size = _size(shell, todo)
    rehearse_checks.disk(size.people + sum(size.attempts.values()), todo.loads)
    rehearse_checks.files(todo.loads)
    with tempfile.TemporaryDirectory(prefix="quiz-rehearsal-") as made:
        folder = Path(made)
        with rehearse_own.stand(shell, database, port, workers, folder) as where:
            _warn_of_open_rounds(shell, todo)
            run = rehearse_own.rehearse(shell, todo, size, where, folder)
        return judge(shell, run, folder, folder / "pack", todo.folder)


def _end_by_raising() -> None:
    """A signal that only ends the process would leave the copy with its keys behind."""
    for one in (signal.SIGTERM, signal.SIGHUP):
        # `nohup` asked for a hang-up to be passed over.
        if signal.getsignal(one) is not signal.SIG_IGN:
            signal.signal(one, _ended)


def _ended(number: int, _frame: FrameType | None) -> NoReturn:
    sys.exit(128 + number)


def _warn_of_open_rounds(shell: Shell, todo: Plan) -> None:
    """A rehearsal takes the whole machine: nobody inside a real round should have to share it."""
    rounds = [one for one in todo.state.rounds if one.state == "scheduled"]
    if any(one.opens_at <= shell.now < one.closes_at for one in rounds):
        tell([OPEN_NOW])


def _target(shell: Shell, todo: Plan, target: str, generators: int) -> None:
    build = rehearse_site.prove(todo, target, shell.settings)
    rehearse_checks.files(todo.loads)
    remember(todo.folder, rehearse_site.rehearse(todo, target, build, generators))
    contest, this = todo.state.slug, todo.this.slug
    click.echo(f"1. {target}: quiz round close {contest} {this} --reason …; quiz export {contest} --out PACK")
    click.echo(f"2. quiz rehearse {contest} {this} --judge {todo.folder} --pack PACK")


def _judge_later(shell: Shell, folder: Path, pack: Path | None, out: Path | None) -> Judged:
    if pack is None:
        raise click.UsageError("--judge needs --pack")
    return judge(shell, recall(folder), folder, pack, out or folder)


def _fill(shell: Shell, todo: Plan, url: str) -> None:
    size = _size(shell, todo)
    engine = rehearse_checks.empty_database(url, shell.settings.database_url)
    try:
        filled = rehearse_own.prepare(shell.engine, engine, todo, size)
    finally:
        engine.dispose()
    click.echo(
        f"{filled['people']} người / people, {filled['attempts']} bài / attempts: {filled['seconds']} s"
    )


def _size(shell: Shell, todo: Plan) -> Wanted:
    with shell.reading() as db:
        return rehearsing.wanted(db, todo.state, todo.this, todo.expected)


def _tell(done: Judged, *, as_json: bool) -> None:
    told = {name: done.run[name] for name in ("contest", "round", "verdict", "build", "digest", "target")}
    told |= {name: done.run[name] for name in ("expected", "checks", "capacity", "compared")}
    verdict = "ĐẠT / passed" if done.passed else "KHÔNG ĐẠT / failed"
    say({**told, "report": str(done.report)}, f"{verdict}: {done.report}", as_json=as_json)
    if not done.passed:
        broken = [f"{one['shape']} {one['name']}".strip() for one in done.run["checks"] if not one["met"]]
        refuse(f"Không đạt / not met: {', '.join(broken)}.")
