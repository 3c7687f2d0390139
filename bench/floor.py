"""The floor below an attempt: bare Flask views that send as many statements and bytes by the raw driver."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from typing import Any, Protocol

import psycopg
from flask import Flask, Response, request
from sqlalchemy.engine import URL, make_url

PLANS = "BENCH_PLANS"
ROWS = 1_000
COLUMNS = "owner, round, state, answers, revision, started_at, deadline_at, receipt"
TABLE = (
    "CREATE TABLE floor (id INTEGER PRIMARY KEY, owner BIGINT, round BIGINT, state TEXT, answers TEXT, "
    "revision BIGINT, started_at BIGINT, deadline_at BIGINT, receipt TEXT)"
)
FIRST_FREE = 10**6


@dataclass(frozen=True, slots=True)
class Plan:
    """What a page of the application sent: statements that read and write, bytes and status of the answer."""

    reads: int
    writes: int
    size: int
    status: int

    def told(self) -> tuple[int, ...]:
        """For the environment of the floor's server."""
        return astuple(self)


class Driver(Protocol):
    """One connection of a raw driver, in autocommit."""

    def execute(self, sql: str, values: tuple[Any, ...] = ()) -> Any:
        """Send one statement."""


class Floor:
    """The same pages as the application's, each as bare as it can be."""

    def __init__(self, url: URL, plans: Mapping[str, Plan]) -> None:
        self._db, mark = connected(url)
        self._plans = plans
        self._bodies = {page: b"x" * plan.size for page, plan in plans.items()}
        self._next = FIRST_FREE
        self._read = f"SELECT {COLUMNS} FROM floor WHERE id = {mark}"  # noqa: S608 (our own words)
        self._update = f"UPDATE floor SET answers = {mark}, revision = {mark} WHERE id = {mark} RETURNING id"  # noqa: S608
        self._insert = f"INSERT INTO floor (id, {COLUMNS}) VALUES ({', '.join([mark] * 9)}) RETURNING id"  # noqa: S608
        self._db.execute("DROP TABLE IF EXISTS floor")
        self._db.execute(TABLE)
        for number in range(ROWS):
            self._db.execute(self._insert, _row(number))
        self.app = Flask("floor")
        self.app.add_url_rule("/<page>", view_func=self.answer, methods=["GET", "POST"])

    def answer(self, page: str) -> Response:
        """The page's statements, then its bytes."""
        page = page.replace("-", " ")
        plan = self._plans[page]
        sent = request.form.get("a", "") if request.method == "POST" else ""
        for number in range(plan.reads):
            self._db.execute(self._read, (number,)).fetchone()
        for number in range(plan.writes):
            self._write(page, sent, number)
        response = Response(self._bodies[page], plan.status, mimetype="text/html")
        if plan.status == 303:
            response.headers["Location"] = "/receipt"
        return response

    def _write(self, page: str, sent: str, number: int) -> None:
        if page != "start":
            self._db.execute(self._update, (sent, self._next, number)).fetchone()
            return
        self._next += 1
        self._db.execute(self._insert, _row(self._next)).fetchone()


def made() -> Flask:
    """The floor of the environment's database and plans, for the server."""
    plans = {page: Plan(*told) for page, told in json.loads(os.environ[PLANS]).items()}
    return Floor(make_url(os.environ["QUIZ_DATABASE_URL"]), plans).app


def connected(url: URL) -> tuple[Driver, str]:
    """A connection in autocommit, with every commit on the disk, and the driver's mark for a value."""
    if url.get_backend_name() == "postgresql":
        address = {"user": url.username, "dbname": url.database, "host": url.query["host"]}
        return psycopg.connect(autocommit=True, **address), "%s"  # type: ignore[arg-type]
    # Threads answer; one person comes after the other, so that two are never on the connection at once.
    made = sqlite3.connect(str(url.database), isolation_level=None, check_same_thread=False)
    for pragma in ("journal_mode=WAL", "synchronous=FULL"):
        made.execute(f"PRAGMA {pragma}")
    return made, "?"


def _row(number: int) -> tuple[Any, ...]:
    return (number, number, 1, "in_progress", "1,2,4,8,,1,2,4,8,1", 1, 10**15, 10**15, "ABCDEFGHJKMNPQRS")
