"""`quiz companion`: closes rounds, ends and marks attempts, counts live figures and seals when due."""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import FrameType
from typing import Any

import click
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from quiz.actions import counting, forgetting, grouping, marking, previewing, running, sealing, sweeping
from quiz.cli import errands
from quiz.cli.errands import Errands
from quiz.cli.json_log import log_as_json
from quiz.cli.shell import Shell, contest_of, shell_of
from quiz.settings import Settings
from quiz.store import contests, duties
from quiz.store.contests import ContestState

log = logging.getLogger(__name__)
TICK_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Duty:
    """A job that falls due again and again; one transaction claims and does it."""

    kind: str
    every: timedelta
    do: Callable[..., Any]

    def begin(self, db: Connection, state: ContestState, *, now: datetime) -> bool:
        """Do what belongs into the transaction that claimed the job; is anything left to do after it?"""
        self.do(db, state, now=now)
        return False

    def go_on(self, engine: Engine, state: ContestState, beside: Errands | None, *, now: datetime) -> None:
        """Do what is left once the claim is written; of a duty that is nothing."""


@dataclass(frozen=True, slots=True)
class Labour(Duty):
    """A job too long for one transaction: claimed in one, then done in transactions of its own."""

    def begin(self, db: Connection, state: ContestState, *, now: datetime) -> bool:
        """Everything is left."""
        return True

    def go_on(self, engine: Engine, state: ContestState, beside: Errands | None, *, now: datetime) -> None:
        """Do it here."""
        self.do(engine, state, now=now)


@dataclass(frozen=True, slots=True)
class Errand(Duty):
    """A job that takes as long as a result: a process of its own does it where somebody asks for it."""

    is_asked: Callable[..., bool]

    def begin(self, db: Connection, state: ContestState, *, now: datetime) -> bool:
        """Everything is left, where somebody asks for it."""
        return self.is_asked(db, state, now=now)

    def go_on(self, engine: Engine, state: ContestState, beside: Errands | None, *, now: datetime) -> None:
        """Send another process, where the caller keeps one."""
        if beside is None:
            self.do(engine, state, now=now)
        else:
            beside.send()


def forget(db: Connection, state: ContestState, *, now: datetime) -> int:
    """Forget what is old enough by the settings."""
    return forgetting.forget(db, state, now=now, evidence_days=Settings().evidence_days)


def mark(engine: Engine, state: ContestState, *, now: datetime) -> int:
    """Mark a share of what closed rounds hold; it is the same at every hour."""
    del now
    return marking.mark_closed(engine, state)


DUTIES = (
    Duty("close", timedelta(seconds=1), running.close_due),
    Duty("sweep", timedelta(seconds=5), sweeping.sweep),
    Duty("count", timedelta(seconds=15), counting.count_live),
    Labour("mark", timedelta(seconds=5), mark),
    Errand("look_ahead", timedelta(seconds=2), previewing.work_off, errands.is_asked),
    Duty("seal", timedelta(seconds=30), sealing.seal),
    Duty("plant", timedelta(minutes=10), grouping.renew),
    Duty("forget", timedelta(hours=6), forget),
)


@click.command()
@click.option("--once", "only", flag_value="once", help="Do what is due now, then end.")
@click.option("--look-ahead", "only", flag_value="look_ahead", help="Work out what somebody asked, then end.")
@shell_of
def companion(shell: Shell, only: str | None) -> None:
    """Do what falls due; several may run on several machines, a claim decides who does what."""
    if only == "once":
        look_round(shell, shell.now, {}, None)
        return
    log_as_json()
    if only == "look_ahead":
        errands.look_ahead(shell)
        return
    _go_on(shell)


def _go_on(shell: Shell) -> None:
    stopping = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGHUP, stop)
    parent, tried, beside = os.getppid(), dict[tuple[str, str], datetime](), Errands()
    while not stopping.is_set() and os.getppid() == parent:
        look_round(shell, shell.clock(), tried, beside)
        stopping.wait(TICK_SECONDS)
    beside.call_back()


def look_round(
    shell: Shell, now: datetime, tried: dict[tuple[str, str], datetime], beside: Errands | None
) -> None:
    """Do every duty of every contest whose slot this process has not `tried` yet; errands `beside` it."""
    try:
        with shell.reading() as db:
            known = contests.slugs(db)
    except SQLAlchemyError as error:
        log.error("due jobs wait: the database does not answer", extra={"kind": type(error).__name__})
        return
    for slug in known:
        for duty in DUTIES:
            due_at = duties.slot(now, duty.every)
            if tried.get((slug, duty.kind)) != due_at:
                tried[slug, duty.kind] = due_at
                _attend(shell, slug, duty, due_at, now, beside)


def _attend(
    shell: Shell, slug: str, duty: Duty, due_at: datetime, now: datetime, beside: Errands | None
) -> None:
    try:
        with shell.writing() as db:
            state = contest_of(db, slug)
            is_left = _mine(db, state, duty, due_at, now) and duty.begin(db, state, now=now)
        if is_left:
            duty.go_on(shell.engine, state, beside, now=now)
    except Exception as error:  # one job that fails must not stop the others
        log.error(
            "a due job failed", extra={"duty": duty.kind, "contest": slug, "kind": type(error).__name__}
        )


def _mine(db: Connection, state: ContestState, duty: Duty, due_at: datetime, now: datetime) -> bool:
    by = f"{socket.gethostname()}:{os.getpid()}"
    return duties.claim(db, state.id, duty.kind, due_at, by=by, now=now)
