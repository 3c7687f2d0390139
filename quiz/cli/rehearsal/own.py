"""Rehearses on this machine: a filled copy, the production server, the crowd, the close, the export."""

from __future__ import annotations

import os
import secrets
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import click
from sqlalchemy import Engine, text

from quiz.actions import rehearsing
from quiz.actions.packs import packing
from quiz.actions.rehearsing import Wanted
from quiz.cli.rehearsal import checks as rehearse_checks
from quiz.cli.rehearsal import crowd as rehearse_crowd
from quiz.cli.rehearsal.crowd import Manner, Watched
from quiz.cli.rehearsal.plan import Plan
from quiz.cli.rehearsal.programs import Place, python, quiz, serving
from quiz.cli.rehearsal.sampling import POSTGRES, parent_of
from quiz.cli.shell import Shell, contest_of, make_place
from quiz.clock import utc_now
from quiz.rules.refusals.rehearsals import RunBroken
from quiz.rules.rehearsal_doubts import DATABASE_NAMES, Served
from quiz.settings import Settings
from quiz.store import migrating, tables
from quiz.store.engine import reading

# The grace of the round, and the companion's own pace.
SWEEP_SECONDS, LOOK_AGAIN_SECONDS = 180, 2
LABELS = {"opening": "Giờ mở / opening ", "deadline": "Giờ chót / deadline"}


@dataclass(frozen=True, slots=True)
class Stand:
    """Where the copy lives and how it is served."""

    url: str
    engine: Engine
    port: int
    workers: int


@contextmanager
def stand(
    shell: Shell, database: str | None, port: int | None, workers: int | None, folder: Path
) -> Iterator[Stand]:
    """An empty database and a port of this machine; whatever was put there is gone afterwards."""
    file = folder / "rehearsal.sqlite"
    url = database or f"sqlite:///{file}"
    if not database:
        make_place(str(file))
    chosen = rehearse_checks.port(port)
    engine = rehearse_checks.empty_database(url, shell.settings.database_url)
    try:
        yield Stand(url, engine, chosen, workers or shell.settings.workers)
    finally:
        if database:
            _empty(engine)
        engine.dispose()


def rehearse(shell: Shell, plan: Plan, size: Wanted, where: Stand, folder: Path) -> dict[str, Any]:
    """Everything that was measured, as a document; ledgers and pack stay in `folder`."""
    filled = prepare(shell.engine, where.engine, plan, size)
    place = Place(folder, environment(shell.settings, where))
    manner = Manner(f"http://127.0.0.1:{where.port}", plan.state.slug, plan.think, plan.attempts_a_person)
    with serving(place, where.port, where.workers) as server:
        watched = Watched({"app": server.pid, **_database_server(where.engine)})
        runs = [
            rehearse_crowd.play(load, manner, folder / load.shape, watched, LABELS[load.shape])
            for load in plan.loads
        ]
        unranked = _close(place, where.engine, plan)
    return {
        **plan.document(),
        "target": "",
        "database": _spoken(where.engine),
        "served": asdict(Served(where.engine.dialect.name, where.workers)),
        "filled": filled,
        "runs": runs,
        "unranked": unranked,
    }


def prepare(source: Engine, target: Engine, plan: Plan, size: Wanted) -> dict[str, Any]:
    """Migrate, copy and fill; how many people and attempts there are now."""
    now = utc_now(None)
    migrating.upgrade(target)
    state = rehearsing.copy(source, target, plan.state, plan.this.slug, needed=plan.needed, now=now)
    rows = size.people + sum(size.attempts.values())
    begun, attempts = time.monotonic(), -size.people
    with click.progressbar(length=rows, label="Nạp dữ liệu / filling", file=sys.stderr) as bar:
        for count in rehearsing.fill(target, state, size, now=now):
            bar.update(count)
            attempts += count
    seconds = round(time.monotonic() - begun, 1)
    return {"people": size.people, "attempts": attempts, "seconds": seconds}


def environment(settings: Settings, where: Stand) -> dict[str, str]:
    """Production's settings with secrets of its own, another database, and plain cookies on loopback."""
    outer = {name: value for name, value in os.environ.items() if not name.startswith("QUIZ_")}
    return outer | {
        "QUIZ_ENVIRONMENT": "staging",
        "QUIZ_DATABASE_URL": where.url,
        "QUIZ_POOL_SIZE": str(settings.pool_size),
        "QUIZ_WORKERS": str(where.workers),
        "QUIZ_LOG_LEVEL": settings.log_level,
        "QUIZ_INSECURE_COOKIES": "true",
        "QUIZ_BIND": f"127.0.0.1:{where.port}",
        "QUIZ_PUBLIC_URL": f"http://127.0.0.1:{where.port}",
        "QUIZ_SECRET_KEY": secrets.token_urlsafe(48),
        "QUIZ_CODE_KEY": secrets.token_urlsafe(48),
    }


def _close(place: Place, engine: Engine, plan: Plan) -> str:
    """Close the round, wait until nobody is inside, rank and export it; why it has no places, or ""."""
    contest, this = plan.state.slug, plan.this.slug
    quiz(place, "round", "close", contest, this, "--reason", rehearsing.REASON)
    wait_until_exportable(engine, contest, this)
    click.echo("Đang xếp hạng, xuất và đối chiếu… / Ranking, exporting and comparing…", err=True)
    unranked = _rank(place, contest, this)
    quiz(place, "export", contest, "--out", str(place.folder / "pack"))
    return unranked


def _rank(place: Place, contest: str, this: str) -> str:
    """Make and publish the result, or tell why there is none: a rulebook may want what nobody can invent."""
    for step in ("finalise", "publish"):
        words = ("round", step, contest, this, "--reason", rehearsing.REASON)
        status, _said, told = python(place, "quiz.cli", *words)
        if status:
            return " ".join(told.split()) or f"quiz round {step}: {status}"
    return ""


def wait_until_exportable(engine: Engine, contest: str, slug: str) -> None:
    """Return when nobody is inside a closed round any more; raises RunBroken when that does not come."""
    until = time.monotonic() + SWEEP_SECONDS
    while not _is_exportable(engine, contest, slug):
        if time.monotonic() > until:
            raise RunBroken(part="quiz companion", said="attempts stay open")
        time.sleep(LOOK_AGAIN_SECONDS)


def _is_exportable(engine: Engine, contest: str, slug: str) -> bool:
    with reading(engine) as db:
        ready = packing.exportable(db, contest_of(db, contest))
    return any(one.slug == slug for one in ready.rounds)


def _empty(engine: Engine) -> None:
    """Take away what a rehearsal brought: papers and keys must not lie about."""
    tables.metadata.drop_all(engine)
    with engine.begin() as db:
        db.execute(text("DROP TABLE IF EXISTS alembic_version"))


def _database_server(engine: Engine) -> dict[str, int]:
    """The first process of PostgreSQL when it runs on this machine."""
    if engine.dialect.name != "postgresql":
        return {}
    with reading(engine) as db:
        first = parent_of(db.execute(text("SELECT pg_backend_pid()")).scalar_one(), POSTGRES)
    return {"database": first} if first else {}


def _spoken(engine: Engine) -> str:
    with reading(engine) as db:
        sql = "SELECT sqlite_version()" if engine.dialect.name == "sqlite" else "SHOW server_version"
        version = str(db.execute(text(sql)).scalar_one()).split()[0]
    return f"{DATABASE_NAMES[engine.dialect.name]} {version}"
