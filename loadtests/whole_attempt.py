"""CPU time of a whole attempt by page, without a network: the crowd's citizen calls the application itself.

    python -m loadtests.whole_attempt --people 100 [--profile FILE] [--postmaster PID]

The application is the one that `wsgi:app` names, with the settings of the environment; its contest must have
an open round. `--postmaster` adds what the processes of that PostgreSQL server used. CPU time, because wall
time on a machine with other work says nothing.
"""

from __future__ import annotations

import cProfile
import importlib
import io
import os
import secrets
import statistics
import sys
import time
from argparse import ArgumentParser
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from loadtests.browser import HEADERS, Answer, Browser, Check
from loadtests.citizen import Citizen, Manners
from loadtests.crowd import Person
from loadtests.writing import Pen

# What belongs to one attempt of somebody who has signed up, as the target counts it.
ATTEMPT = ("start page", "start", "sheet", "save", "check", "hand in", "receipt")
HOST, WARM_UP, SAVES = "127.0.0.1", 5, 4
TICKS = os.sysconf("SC_CLK_TCK")
STEADY: dict[str, Any] = {
    "SCRIPT_NAME": "",
    "SERVER_NAME": HOST,
    "SERVER_PORT": "80",
    "SERVER_PROTOCOL": "HTTP/1.1",
    "HTTP_HOST": HOST,
    "REMOTE_ADDR": HOST,
    "wsgi.version": (1, 0),
    "wsgi.url_scheme": "http",
    "wsgi.multithread": False,
    "wsgi.multiprocess": True,
    "wsgi.run_once": False,
}

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Meter:
    """Calls an application and keeps the CPU milliseconds of every page."""

    def __init__(self, application: Application, profile: cProfile.Profile | None) -> None:
        self._application, self._profile = application, profile
        self.spent: dict[str, list[float]] = defaultdict(list)

    def call(self, page: str, environ: dict[str, Any]) -> tuple[int, list[tuple[str, str]], bytes]:
        """Status, headers and body of one request."""
        began: list[Any] = []
        if self._profile:
            self._profile.enable()
        before = time.process_time()
        pieces = self._application(environ, lambda *told: began.extend(told))
        body = b"".join(pieces)
        if close := getattr(pieces, "close", None):
            close()
        self.spent[page].append((time.process_time() - before) * 1000)
        if self._profile:
            self._profile.disable()
        return int(began[0].split(" ")[0]), began[1], body


class Within(Browser):
    """A browser whose requests never leave the process."""

    def __init__(self, meter: Meter, cookies: dict[str, str]) -> None:
        self._meter, self.cookies, self.token, self._patience = meter, cookies, "", 0.0

    def once(
        self, method: str, page: str, path: str, body: str | None, check: Check, *, forget: bool = False
    ) -> Answer:
        """One request; the check raises where the page is wrong."""
        environ = _environ(method, path, body or "", HEADERS | self._own_headers(body))
        status, headers, content = self._meter.call(page, environ)
        told = {name.lower(): value for name, value in headers}
        answer = Answer(status, content.decode(), told.get("location", ""), told)
        check(answer)
        self._remember([value for name, value in headers if name.lower() == "set-cookie"])
        return answer


class Nowhere:
    """A ledger that keeps nothing."""

    def note(self, event: str, **told: Any) -> None:
        """Forget it."""


def main(words: list[str]) -> None:
    """Let people play one attempt after another, and print what each page cost."""
    asked = _asked(words)
    profile = cProfile.Profile() if asked.profile else None
    application: Application = importlib.import_module("wsgi").app
    play(Meter(application, None), asked.contest, WARM_UP)
    meter = Meter(application, profile)
    before = _server_seconds(asked.postmaster)
    play(meter, asked.contest, asked.people)
    database = (_server_seconds(asked.postmaster) - before) * 1000 / asked.people
    sys.stdout.write(table(meter.spent, asked.people, database))
    if profile:
        profile.dump_stats(asked.profile)


def play(meter: Meter, contest: str, people: int) -> None:
    """So many people sign up and play one attempt each."""
    manners = Manners(contest, think=0, saves=SAVES, walk_away=0, assets=False)
    first = secrets.randbelow(10**8)
    for number in range(people):
        phone = f"09{(first + number) % 10**8:08}"
        person = Person(secrets.token_hex(4), f"Nguyễn Văn {secrets.token_hex(3)}", phone, "01/02/1990")
        pen = Pen(Within(meter, person.cookies), Nowhere(), person.id, retried=0)
        Citizen(person, pen, manners).visit(0)


def table(spent: dict[str, list[float]], people: int, database: float) -> str:
    """Each page's median and its share of a person's whole visit; the database's time is a mean."""
    lines = [f"{'page':16}{'times':>6}{'median ms':>11}{'ms a visit':>12}"]
    for page, times in sorted(spent.items(), key=lambda one: -sum(one[1])):
        each = len(times) / people
        lines.append(f"{page:16}{each:6.1f}{statistics.median(times):11.2f}{sum(times) / people:12.2f}")
    attempt = sum(statistics.median(spent[page]) * len(spent[page]) / people for page in ATTEMPT)
    lines.append(f"{'an attempt (' + str(SAVES) + ' saves), application':45}{attempt:8.2f}")
    lines.append(f"{'database server, sign-up included':45}{database:8.2f}")
    return "\n".join(lines) + "\n"


def _asked(words: list[str]) -> Any:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--contest", default="ha-giang")
    parser.add_argument("--people", type=int, default=100)
    parser.add_argument("--profile", type=Path)
    parser.add_argument("--postmaster", type=int)
    return parser.parse_args(words)


def _environ(method: str, path: str, body: str, headers: dict[str, str]) -> dict[str, Any]:
    plain, _, query = path.partition("?")
    content = body.encode()
    made = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}
    made["HTTP_ACCEPT_ENCODING"] = "identity"  # behind nginx, which compresses
    return (
        STEADY
        | made
        | {
            "REQUEST_METHOD": method,
            "PATH_INFO": plain,
            "QUERY_STRING": query,
            "CONTENT_TYPE": headers.get("Content-Type", ""),
            "CONTENT_LENGTH": str(len(content)),
            "wsgi.input": io.BytesIO(content),
            "wsgi.errors": sys.stderr,
        }
    )


def _server_seconds(postmaster: int | None) -> float:
    """CPU seconds of a PostgreSQL server's processes so far."""
    if postmaster is None:
        return 0.0
    spent = 0
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue  # it ended meanwhile
        if int(fields[1]) == postmaster:
            spent += int(fields[11]) + int(fields[12])
    return spent / TICKS


if __name__ == "__main__":
    main(sys.argv[1:])
