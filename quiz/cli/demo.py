"""`quiz demo`: an empty database becomes a contest in mid-course, and the browser can be opened."""

from __future__ import annotations

import os
import secrets
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import click

from question_bank import Item, read
from quiz import demo as shown
from quiz.actions import counting, demonstrating, finalising, running, staffing
from quiz.actions.demonstrating import CrowdSize
from quiz.cli import serve
from quiz.cli.shell import Shell, contest_of, json_option, refuse, say
from quiz.settings import Settings
from quiz.store import contests, migrating, roles

SECRETS = Path("var/demo-secrets.env")
DATABASE = "sqlite:///var/demo.db"
BANK_FILES = Path(__file__).resolve().parents[2] / "question_bank/banks/digital-transformation"
LOGIN = "organiser"
CROWD = CrowdSize()
COUNTING_TIME = timedelta(hours=3)


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--no-serve", is_flag=True, help="Only prepare the database.")
@click.option("--people", type=click.IntRange(10), default=CROWD.finished, show_default=True)
@json_option
def demo(port: int, no_serve: bool, people: int, as_json: bool) -> None:
    """Prepare the demonstration contest and serve it on this machine."""
    settings = _settings(port)
    shell = Shell(settings)
    try:
        password = prepare(shell, CrowdSize(people, people // 4))
    finally:
        shell.close()
    _tell(port, password, as_json=as_json)
    if not no_serve:
        sys.exit(serve.run(settings, bind=settings.bind, workers=settings.workers))


def _settings(port: int) -> Settings:
    """Settings for loopback with secrets of this machine's own, unless the environment brings others."""
    for line in _own_secrets().splitlines():
        name, _, value = line.partition("=")
        os.environ.setdefault(name, value)
    os.environ.setdefault("QUIZ_DATABASE_URL", DATABASE)
    os.environ["QUIZ_ENVIRONMENT"] = "demo"
    os.environ["QUIZ_INSECURE_COOKIES"] = "true"
    os.environ["QUIZ_BIND"] = f"127.0.0.1:{port}"
    os.environ["QUIZ_PUBLIC_URL"] = f"http://localhost:{port}"
    return Shell().settings


def _own_secrets() -> str:
    if not SECRETS.exists():
        SECRETS.parent.mkdir(exist_ok=True)
        SECRETS.touch(mode=0o600)
        names = ("QUIZ_SECRET_KEY", "QUIZ_CODE_KEY")
        SECRETS.write_text("".join(f"{name}={secrets.token_urlsafe(48)}\n" for name in names))
    return SECRETS.read_text()


def prepare(shell: Shell, size: CrowdSize) -> str | None:
    """The organiser's one-time password; None when the demonstration had been prepared before."""
    migrating.upgrade(shell.engine)
    contest = shown.contest(shell.now)
    with shell.reading() as db:
        known, staffed = contests.slugs(db), bool(roles.everywhere(db))
    if contest.slug in known:
        return None
    if known or staffed:
        refuse(
            "Cơ sở dữ liệu này đang dùng thật: đặt QUIZ_DATABASE_URL tới một cơ sở dữ liệu trống. / "
            "This database holds other contests or staff: point QUIZ_DATABASE_URL at an empty one."
        )
    click.echo("Đang chuẩn bị cuộc thi trình diễn… / Preparing the demonstration…", err=True)
    items = _shipped_items()
    with shell.writing() as db:
        state = demonstrating.prepare(
            db, contest, units=shown.units(), items=items, honours=shown.honours(), now=shell.now
        )
        demonstrating.populate(db, state, size, now=shell.now)
    _announce_finished(shell, contest.slug)
    with shell.writing() as db:
        staff_id, password = staffing.add(db, login=LOGIN, name="Ban Tổ chức", by=None, now=shell.now)
        roles.give(db, staff_id, "organiser", contest_id=None, unit_id=None, now=shell.now)
        roles.give(db, staff_id, "operator", contest_id=None, unit_id=None, now=shell.now)
    return password


def _shipped_items() -> list[Item]:
    items: list[Item] = []
    for path in sorted(BANK_FILES.glob("*.toml")):
        with path.open("rb") as stream:
            items += read(path.name, stream).items
    return items


def _announce_finished(shell: Shell, slug: str) -> None:
    """Close, finalise and publish every round whose window is over, as its organisers would have."""
    with shell.reading() as db:
        over = [one for one in contest_of(db, slug).rounds if one.closes_at + COUNTING_TIME <= shell.now]
    by: dict[str, Any] = {"staff_id": None, "reason": demonstrating.REASON}
    for one in over:
        then = one.closes_at + COUNTING_TIME
        with shell.writing() as db:
            running.close(db, contest_of(db, slug), one.slug, **by, now=then)
        finalising.finalise(shell.engine, slug, one.slug, **by, now=then)
        with shell.writing() as db:
            running.publish(db, contest_of(db, slug), one.slug, **by, now=then)
    with shell.writing() as db:
        counting.count_live(db, contest_of(db, slug), now=shell.now)


def _tell(port: int, password: str | None, *, as_json: bool) -> None:
    citizens, office = f"http://localhost:{port}/", f"http://localhost:{port}/office/"
    lines = [f"Người dự thi / citizens:   {citizens}", f"Ban Tổ chức / organisers:  {office}"]
    if password:
        lines.append(f"Đăng nhập / sign in:       {LOGIN} · {password} (dùng một lần / one-time)")
    told = {"citizens": citizens, "office": office, "login": LOGIN, "one_time_password": password}
    say(told, "\n".join(lines), as_json=as_json)
