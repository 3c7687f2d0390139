"""The board, the own place and the organisers' live figures where so many people stand in a result."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import Connection, Engine, select

from bench.stores import fresh
from bench.weighing import Family
from quiz.store import migrating, sessions, tables
from quiz.store.contests import ContestState
from quiz.store.engine import make_engine, writing
from quiz.web.login import CITIZEN
from tests import citizens
from tests.citizens import LATER
from tests.make import DAY

TIMES, WARM_UP, HTTP_OK = 200, 20, 200
NOW = LATER + 2 * DAY
PEOPLE = (
    "INSERT INTO participants (contest_id, code, unit_id, block, identity_digest, facts, channel, "
    "created_at) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {people}) "
    "SELECT {contest}, 'B' || i, {unit}, '', 'b' || i, '{{}}', 'bench', 0 FROM n"
)
STANDINGS = (
    "INSERT INTO standings (snapshot_id, block, position, place, participant_id, unit_id, score, correct, "
    "duration_us, prediction_distance, shown_name, shown_unit, search) "
    "SELECT {snapshot}, '', 100 + id, 100 + id, id, unit_id, 5, 5, 60000000, 7, 'Vàng Thị B.', 'Xã Núi A', "
    "'vang thi b' FROM participants WHERE channel = 'bench'"
)


def measured(store: str, people: int) -> dict[str, float]:
    """CPU milliseconds of each page, database included, with so many people in the newest result."""
    with fresh(store) as empty:
        engine = make_engine(empty.url)
        migrating.upgrade(engine)
        state = citizens.announced(engine)
        token, last = _filled(engine, state, people)
        browser = citizens.visitor(engine, empty.folder, NOW)
        database = Family(empty.postmaster)
        board = "/c/thu/boards/tuan-1/people"
        pages = {
            "board": partial(_open, browser, board),
            "board, by key": partial(_open, browser, f"{board}?after={last - people // 2}"),
            "board of units": partial(_open, browser, "/c/thu/boards/tuan-1/units/don-vi"),
            "own places": partial(_open, _signed_in(engine, empty.folder, token), "/c/thu/attempts"),
        }
        found = {f"{name} ms": cpu_milliseconds(ask, database) for name, ask in pages.items()}
        engine.dispose()
    return found


def cpu_milliseconds(ask: Callable[[], object], database: Family) -> float:
    """The median of this process and the mean of the database's."""
    for _ in range(WARM_UP):
        ask()
    database.spent()
    spent: list[float] = []
    for _ in range(TIMES):
        before = time.process_time()
        ask()
        spent.append((time.process_time() - before) * 1000)
    return statistics.median(spent) + database.spent() / TIMES


def _filled(engine: Engine, state: ContestState, people: int) -> tuple[str, int]:
    """The session of somebody in the middle, and the last position."""
    with writing(engine) as db:
        unit = db.execute(select(tables.units.c.id).where(tables.units.c.code == "xa-a")).scalar_one()
        shown = select(tables.snapshot_pointers.c.snapshot_id).where(
            tables.snapshot_pointers.c.scope == "tuan-1", tables.snapshot_pointers.c.kind == "result"
        )
        bound: dict[str, Any] = {"people": people, "contest": state.id, "unit": unit}
        db.exec_driver_sql(PEOPLE.format(**bound))
        db.exec_driver_sql(STANDINGS.format(snapshot=db.execute(shown).scalar_one()))
        last = db.exec_driver_sql("SELECT max(position) FROM standings").scalar_one()
        token = _session(db, last - 100 - people // 2)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
        db.exec_driver_sql("ANALYZE")
    return token, last


def _session(db: Connection, participant_id: int) -> str:
    return sessions.open_for_participant(
        db, participant_id, shared_device=False, agent_class="bench", now=NOW
    )


def _signed_in(engine: Engine, folder: Path, token: str) -> FlaskClient:
    browser = citizens.visitor(engine, folder, NOW)
    with browser.session_transaction() as session:
        session["_user_id"], session["_fresh"] = f"{CITIZEN}:{token}", True
    return browser


def _open(browser: FlaskClient, path: str) -> None:
    answer = browser.get(path)
    if answer.status_code != HTTP_OK:
        raise RuntimeError(f"{path} answered {answer.status_code}")
