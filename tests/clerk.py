"""Puts a member of staff, both factors proved, before the office's pages."""

from __future__ import annotations

from datetime import UTC, datetime

from flask.testing import FlaskClient
from sqlalchemy import Connection, Engine

from quiz.settings import Environment, Settings
from quiz.store import roles, sessions, staff, tables
from quiz.store.engine import writing
from quiz.web import create_app
from tests import make


def hired(
    db: Connection, login: str, role: str, contest_id: int | None, *, unit_id: int | None = None
) -> int:
    """The number of a member of staff with that role and a second factor."""
    number = staff.add(db, login=login, name=f"Cán bộ {login}", password_hash="-", now=make.NOW)
    done = tables.staff.update().where(tables.staff.c.id == number)
    db.execute(done.values(must_change=0, totp_secret="-"))
    roles.give(db, number, role, contest_id=contest_id, unit_id=unit_id, now=make.NOW)
    return number


def seat(engine: Engine, staff_id: int) -> FlaskClient:
    """A browser of the office in which this person is signed in, the code given a moment ago."""
    with writing(engine) as db:
        token = sessions.open_for_staff(db, staff_id, agent_class="test", now=datetime.now(UTC))
    settings = Settings(environment=Environment.TEST, insecure_cookies=True, database_url=str(engine.url))
    app = create_app(settings, engine)
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = f"s:{token}"
        cookie["_fresh"] = True
    return client


def office(
    engine: Engine, role: str = "organiser", *, contest_id: int | None, login: str = "to-chuc"
) -> FlaskClient:
    """The browser of a new member of staff with that role in the contest."""
    with writing(engine) as db:
        number = hired(db, login, role, contest_id)
    return seat(engine, number)
