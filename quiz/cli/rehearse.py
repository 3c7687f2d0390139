"""`quiz rehearse`: before a round, know that the site holds."""

from __future__ import annotations

import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

import click

from quiz.actions import rehearsing
from quiz.actions.rehearsing import Wanted
from quiz.cli.asked import tell
from quiz.cli.rehearsal import checks as rehearse_checks
from quiz.cli.rehearsal import own as rehearse_own
from quiz.cli.rehearsal import site as rehearse_site
from quiz.cli.rehearsal.evidence import refuse_other_attempts, refuse_other_pack
from quiz.cli.rehearsal.judge import Judged, judge
from quiz.cli.rehearsal.options import Finite, refuse_contradictions
from quiz.cli.rehearsal.plan import Plan, Size, named_round, plan, recall, remember
from quiz.cli.rehearsal.verdict import Limits
from quiz.cli.shell import Shell, contest_of, json_option, refuse, say, shell_of
from quiz.rules.refusals.staging import OtherRun
from quiz.rules.rehearsal_doubts import ENOUGH

folder_path = click.Path(file_okay=False, resolve_path=True, path_type=Path)
number = click.IntRange(min=1)
ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
OPEN_NOW = (
    "Có vòng thi đang mở: đừng diễn tập trên máy đang phục vụ cuộc thi thật. / "
    "A round is open: do not rehearse on the machine that serves the real contest."
)


@click.command(context_settings={"show_default": True})
@click.argument("contest")
@click.argument("slug", metavar="ROUND")
@click.option("--participants", type=number, help="People expected in the round; the last round's otherwise.")
@click.option("--attempts", type=number, help="Attempts expected in the round.")
@click.option("--minutes", type=Finite(0.05, 60), default=ENOUGH.minutes, help="Of each run.")
@click.option("--think", type=Finite(0, 3_600), default=10.0, help="Seconds of a person over a sheet.")
@click.option("--p95", type=Finite(0.01, 600_000), default=ENOUGH.p95, help="Most milliseconds, every page.")
@click.option(
    "--hand-in-p99", type=Finite(0.01, 600_000), default=ENOUGH.hand_in_p99, help="Most milliseconds."
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
    refuse_contradictions(asked)
    if asked["judged"]:
        _tell(_judge_later(shell, contest, slug, asked, out), as_json=as_json)
        return
    rehearse_checks.tools()
    size = Size(asked["participants"], asked["attempts"], asked["minutes"], asked["think"])
    todo = plan(shell, contest, slug, size, Limits(asked["p95"], asked["hand_in_p99"]), out)
    with ending_by_raising():
        if asked["fill"]:
            _fill(shell, todo, asked["fill"])
        elif asked["target"]:
            _target(shell, todo, asked["target"].rstrip("/"), asked["generators"])
        else:
            _tell(_own(shell, todo, asked["database"], asked["port"], asked["workers"]), as_json=as_json)


def _own(shell: Shell, todo: Plan, database: str | None, port: int | None, workers: int | None) -> Judged:
    size = _size(shell, todo)
    rehearse_checks.disk(Path(tempfile.gettempdir()), _rows(size), todo.loads)
    rehearse_checks.files(todo.loads)
    with tempfile.TemporaryDirectory(prefix="quiz-rehearsal-") as made:
        folder = Path(made)
        with rehearse_own.stand(shell, database, port, workers, folder) as where:
            rehearse_checks.writable(todo.folder)
            _warn_of_open_rounds(shell, todo)
            run = rehearse_own.rehearse(shell, todo, size, where, folder)
        return judge(shell, run, folder, folder / "pack", todo.folder)


@contextmanager
def ending_by_raising() -> Iterator[None]:
    """Within this block a signal that would only end the process unwinds it, so that copy and keys go."""
    # `nohup` asked for a hang-up to be passed over.
    heard = [one for one in ENDING if signal.getsignal(one) is not signal.SIG_IGN]
    before = {one: signal.signal(one, _ended) for one in heard}
    try:
        yield
    finally:
        for one, how in before.items():
            signal.signal(one, how)


def _ended(number: int, _frame: FrameType | None) -> NoReturn:
    for one in ENDING:
        # An impatient second one must not break off the clearing up.
        signal.signal(one, signal.SIG_IGN)
    sys.exit(128 + number)


def _warn_of_open_rounds(shell: Shell, todo: Plan) -> None:
    """A rehearsal takes the whole machine: nobody inside a real round should have to share it."""
    rounds = [one for one in todo.state.rounds if one.state == "scheduled"]
    if any(one.opens_at <= shell.now < one.closes_at for one in rounds):
        tell([OPEN_NOW])


def _target(shell: Shell, todo: Plan, target: str, generators: int) -> None:
    site = rehearse_site.prove(todo, target, shell.settings)
    rehearse_checks.files(todo.loads)
    rehearse_checks.unused(todo.folder)
    rehearse_checks.writable(todo.folder)
    rehearse_checks.disk(todo.folder, 0, todo.loads)
    remember(todo.folder, rehearse_site.rehearse(todo, site, generators))
    contest, this = todo.state.slug, todo.this.slug
    for step in ("close", "finalise", "publish"):
        click.echo(f"1. {target}: quiz round {step} {contest} {this} --reason …")
    click.echo(f"2. {target}: quiz export {contest} --out PACK")
    click.echo(f"3. quiz rehearse {contest} {this} --judge {todo.folder} --pack PACK")


def _judge_later(shell: Shell, contest: str, slug: str, asked: dict[str, Any], out: Path | None) -> Judged:
    folder, pack = asked["judged"], asked["pack"]
    run = recall(folder)
    with shell.reading() as db:
        named = contest, named_round(contest_of(db, contest), slug)
    if named != (run["contest"], run["round"]):
        raise OtherRun(folder=folder, contest=run["contest"], round=run["round"])
    refuse_other_pack(run, pack)
    refuse_other_attempts(run, folder, pack)
    rehearse_checks.writable(out or folder)
    return judge(shell, run, folder, pack, out or folder)


def _fill(shell: Shell, todo: Plan, url: str) -> None:
    size = _size(shell, todo)
    engine = rehearse_checks.empty_database(url, shell.settings.database_url)
    try:
        if engine.dialect.name == "sqlite":
            rehearse_checks.disk(Path(str(engine.url.database)).absolute().parent, _rows(size), ())
        filled = rehearse_own.prepare(shell.engine, engine, todo, size)
    finally:
        engine.dispose()
    click.echo(
        f"{filled['people']} người / people, {filled['attempts']} bài / attempts: {filled['seconds']} s"
    )


def _rows(size: Wanted) -> int:
    return size.people + sum(size.attempts.values())


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
