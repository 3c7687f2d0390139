"""Puts citizens before the pages of a contest, and their forms on the table."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import Connection, Engine, select

from quiz.actions import counting, finalising, running
from quiz.actions.signing_in import Caller
from quiz.actions.signing_up import Entry
from quiz.rules.registration import Consent, Registration
from quiz.rules.text import Text
from quiz.settings import Environment, Settings
from quiz.store import tables
from quiz.store.codes import CodeKey
from quiz.store.contests import ContestState
from quiz.store.engine import writing
from quiz.web import create_app
from tests import make
from tests.make import DAY, NOW
from tests.play import Play

KEY = CodeKey("k1", b"a key for tests only, long enough")
CONSENT = Consent("du-lieu", Text("Tôi đồng ý cho dùng thông tin để tổ chức thi", "I agree"))
FORM: Mapping[str, str] = {
    "name": "Vàng Thị Thử",
    "birth_date": "31/12/1990",
    "phone": "0912 345 678",
    "unit": "xa-a",
    "consent": "du-lieu",
}
LATER = NOW + 7 * DAY
RIGHT = dict.fromkeys(range(1, 6), (1,))
PEOPLE = {"Vàng Thị Nhất": "xa-a", "Giàng A Nhì": "xa-a", "Lù Thị Ba": "xa-b"}
HOME = Caller(source="192.0.2.1", agent_class="test", account_tries=5, source_tries=300)


def asking(**changed: Any) -> Registration:
    """The usual sign-up form with one required consent."""
    return Registration(consents=(CONSENT,), **changed)


def entry(**changed: str) -> Entry:
    """The usual form, filled in, with these answers changed."""
    typed = {**FORM, **changed}
    return Entry(
        typed,
        unit=typed["unit"],
        block=typed.get("block"),
        consents=frozenset(typed["consent"].split()),
        form=typed.get("form", ""),
    )


def visitor(engine: Engine, folder: Path, now: datetime = NOW, **settings: Any) -> FlaskClient:
    """A browser that nobody has signed in with, on an application whose clock stands at `now`."""
    clock = folder / "clock"
    clock.write_text(hands(now))
    known = Settings(
        environment=Environment.TEST,
        insecure_cookies=True,
        database_url=str(engine.url),
        test_clock=clock,
        **settings,
    )
    app = create_app(known, engine)
    app.config["WTF_CSRF_ENABLED"] = False
    return app.test_client()


def hands(now: datetime) -> str:
    """What the file of the application's clock says where the clock shall stand at `now`."""
    return str((now - datetime.now(UTC)).total_seconds())


def sign_up(client: FlaskClient, **changed: str) -> str:
    """The eight digits that the code page shows after signing up."""
    answer = client.post("/c/thu/register", data={**FORM, **changed})
    assert answer.status_code == 303, answer.text
    return code_on(client.get(answer.location).text)


def code_on(page: str) -> str:
    """The eight digits on a code page."""
    found = re.search(r'class="code">(\d{4}) (\d{4})<', page)
    assert found, page
    return found[1] + found[2]


def secret_on(client: FlaskClient) -> str:
    """The secret of the link that the code page sends to oneself."""
    found = re.search(r"enter%23([\w-]{20,})", client.get("/c/thu/code").text)
    assert found
    return found[1]


def everything_kept(db: Connection) -> str:
    """Every value of every table, as somebody with a stolen database reads it."""
    rows = (row for table in tables.metadata.sorted_tables for row in db.execute(select(table)))
    return "\n".join(str(tuple(row)) for row in rows)


def flags(db: Connection) -> list[str]:
    """The kinds of the flags raised, in their order."""
    return list(db.execute(select(tables.flags.c.kind).order_by(tables.flags.c.id)).scalars())


def played(engine: Engine, **contest: Any) -> ContestState:
    """A first round, still open, that three people have handed in; the figures counted."""
    with writing(engine) as db:
        play = Play(make.running(db, make.contest(**contest)))
        numbers = {row.code: row.id for row in db.execute(select(tables.units))}
        for minute, (name, unit) in enumerate(PEOPLE.items(), 1):
            person = make.participant(db, play.state, name, phone=f"09{minute:08}", unit_id=numbers[unit])
            attempt = play.start(db, person.token)
            play.hand_in(db, person.token, attempt, RIGHT, prediction=3, now=NOW + minute * make.DAY / 1440)
        counting.count_live(db, play.state, now=NOW)
    return play.state


def announced(engine: Engine, **contest: Any) -> ContestState:
    """The same round, closed and with a provisional result."""
    state = played(engine, **contest)
    with writing(engine) as db:
        running.close(db, state, "tuan-1", staff_id=None, reason="thử", now=LATER)
    finalising.finalise(engine, "thu", "tuan-1", staff_id=None, reason="thử", now=LATER + DAY)
    return state
