"""Work too long for the companion's own process: another one does it, while what falls due goes on."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from quiz.actions import previewing
from quiz.cli.shell import Shell, contest_of
from quiz.store import contests, previews
from quiz.store.contests import ContestState

WORDS = (sys.executable, "-m", "quiz.cli", "companion", "--look-ahead")


@dataclass(slots=True)
class Errands:
    """One process at a time; whoever asks for another while it runs asks again."""

    running: subprocess.Popen[bytes] | None = None

    def send(self) -> None:
        """Start it unless it still runs."""
        if self.running is None or self.running.poll() is not None:
            self.running = subprocess.Popen(WORDS)  # noqa: S603 (our own words)

    def call_back(self) -> None:
        """End what still runs; what it had taken on is taken up again when its time is over."""
        if self.running is not None and self.running.poll() is None:
            self.running.terminate()
            self.running.wait()


def is_asked(db: Connection, state: ContestState, *, now: datetime) -> bool:
    """Does a look ahead wait for somebody to work it out?"""
    return previews.is_waiting(db, state.id, now=now)


def look_ahead(shell: Shell) -> None:
    """Work out every look ahead that waits, one after the other."""
    with shell.reading() as db:
        states = [contest_of(db, slug) for slug in contests.slugs(db)]
    for state in states:
        while previewing.work_off(shell.engine, state, now=shell.clock()):
            pass
