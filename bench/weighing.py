"""CPU time of a server's worker and of its database, around every request that it answers."""

from __future__ import annotations

import time
from collections import defaultdict
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from loadtests.whole_attempt import Meter

# Linux names the CPU clock of another process so (clock_getcpuclockid).
SCHEDULED = 2
HOST, PATIENCE_SECONDS = "127.0.0.1", 60
Spent = dict[str, list[float]]
Told = tuple[int, list[tuple[str, str]], bytes]


class Family:
    """The children of a process; of nobody (0) there is nothing to add."""

    def __init__(self, parent: int) -> None:
        self._parent = parent
        self._before: dict[int, float] = {}

    def spent(self) -> float:
        """CPU milliseconds of all of them since this was asked last."""
        if not self._parent:
            return 0.0
        clocks = {pid: cpu_seconds(pid) for pid in _children(self._parent)}
        spent = sum(clock - self._before.get(pid, 0.0) for pid, clock in clocks.items())
        self._before = clocks
        return spent * 1000


class Scale(Meter):
    """Asks a server over one connection, weighs it and its database, and keeps what the person asked."""

    def __init__(self, port: int, workers: Family, database: Family) -> None:
        super().__init__(_nothing, None)
        self._line = HTTPConnection(HOST, port, timeout=PATIENCE_SECONDS)
        self._workers, self._server = workers, database
        self._database: Spent = defaultdict(list)
        self.asked: list[tuple[str, dict[str, Any]]] = []

    def call(self, page: str, environ: dict[str, Any]) -> Told:
        """Status, headers and body of one request."""
        self.asked.append((page, environ))
        told = asked(self._line, environ)
        self.spent[page].append(self._workers.spent())
        self._database[page].append(self._server.spent())
        return told

    def taken(self) -> tuple[Spent, Spent, list[tuple[str, dict[str, Any]]]]:
        """Milliseconds by page since this was asked last, of workers and database, and the requests."""
        taken = self.spent, self._database, self.asked
        self.spent, self._database, self.asked = defaultdict(list), defaultdict(list), []
        return taken

    def forget(self) -> None:
        """Let nobody pay for what happened meanwhile."""
        self._workers.spent()
        self._server.spent()


def asked(line: HTTPConnection, environ: dict[str, Any]) -> Told:
    """Send what a WSGI environment describes, and read the answer."""
    headers = {
        name[5:].replace("_", "-").title(): value
        for name, value in environ.items()
        if name.startswith("HTTP_")
    }
    body = environ["wsgi.input"].getvalue()
    if environ["REQUEST_METHOD"] == "POST":
        headers["Content-Type"] = environ["CONTENT_TYPE"]
    query = f"?{environ['QUERY_STRING']}" if environ["QUERY_STRING"] else ""
    line.request(environ["REQUEST_METHOD"], environ["PATH_INFO"] + query, body or None, headers)
    answer = line.getresponse()
    return answer.status, answer.getheaders(), answer.read()


def cpu_seconds(pid: int) -> float:
    """CPU seconds of a process so far, 0 when it has ended."""
    try:
        return time.clock_gettime((~pid << 3) | SCHEDULED)
    except OSError:
        return 0.0


def _children(parent: int) -> list[int]:
    found = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return [int(pid) for pid in found]


def _nothing(_environ: dict[str, Any], _start: Any) -> tuple[bytes, ...]:
    return ()
