"""Several generators: whether all came, none too many, and who was gone before the end."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Protocol

import gevent
from locust.runners import STATE_MISSING, STATE_RUNNING, STATE_SPAWNING, MasterRunner

LOOK_SECONDS = 1.0
FORGOTTEN = "give --expect-workers their number, or every one of them plays a share that is another's"


class Node(Protocol):
    """A generator as its master knows it."""

    id: str
    state: str


class Generators:
    """The generators of a run, as far as its master hears of them."""

    def __init__(self, expected: int) -> None:
        self._expected = expected
        self._came: set[str] = set()
        self._played: set[str] = set()
        self._gone: set[str] = set()

    @property
    def too_many(self) -> bool:
        """Did more come than were to share the crowd?"""
        return len(self._came) > self._expected

    def connected(self, client_id: str) -> None:
        """Hear of one that has come; one that comes again after a restart is another."""
        self._came.add(client_id)

    def look(self, nodes: Iterable[Node], *, playing: bool) -> None:
        """Keep who is there; a generator that has played everything may go when playing is over."""
        nodes = list(nodes)
        missing = {one.id for one in nodes if one.state == STATE_MISSING}
        there = {one.id for one in nodes} - missing
        if playing:
            self._played |= there
            self._gone = self._played - there
        else:
            self._gone |= self._played & missing

    def faults(self) -> list[str]:
        """One sentence for everything that made it another load than was asked for."""
        said = []
        if self.too_many:
            said.append(f"{len(self._came)} workers came, {self._expected} were expected: {FORGOTTEN}.")
        if self._gone:
            said.append(f"{len(self._gone)} of {len(self._played)} workers were gone before the end.")
        return said

    def watch(self, runner: MasterRunner) -> None:
        """Look as long as the master lives."""
        while True:
            self.look(runner.clients.all, playing=runner.state in (STATE_SPAWNING, STATE_RUNNING))
            gevent.sleep(LOOK_SECONDS)


def announce(expected: int, port: int) -> None:
    """Say what the master waits for, and how that comes."""
    sys.stderr.write(
        f"waiting for {expected} {'worker' if expected == 1 else 'workers'} on port {port}: "
        "locust --config loadtests/locust.conf --worker --master-host THIS-MACHINE\n"
    )
    sys.stderr.flush()
