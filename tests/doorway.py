"""Takes a new member of staff through the office's door: one-time password, both factors, session."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pyotp
from flask.testing import FlaskClient
from sqlalchemy import Engine

from quiz.actions import staffing
from quiz.actions.second_factor import STEP_SECONDS
from quiz.store import roles
from quiz.store.engine import writing
from tests import make

NEW_PASSWORD = "bốn con trâu trắng"


def hired(engine: Engine, role: str = "operator") -> str:
    """The one-time password of a new member of staff."""
    with writing(engine) as db:
        number, password = staffing.add(db, login="Lan", name="Lan", by=None, now=make.NOW)
        roles.give(db, number, role, contest_id=None, unit_id=None, now=make.NOW)
    return password


def sign_in(client: FlaskClient, password: str, code: str = "") -> int:
    return client.post(
        "/office/sign-in", data={"login": "lan", "password": password, "code": code}
    ).status_code


def set_up(client: FlaskClient) -> tuple[str, list[str], int]:
    """The secret and the recovery codes of the set-up page once it was filled in, and the step it spent."""
    step = present_step()
    page = client.get("/office/set-up").text
    sealed = re.search(r'name="sealed" value="([^"]+)"', page)
    secret = re.search(r'<p class="mono">([A-Z2-7]+)</p>', page)
    assert sealed
    assert secret
    codes = re.findall(r"<li>([A-Z2-7-]{19})</li>", page)
    given = {"sealed": sealed[1], "password": NEW_PASSWORD, "code": code_of(secret[1], step)}
    assert client.post("/office/set-up", data=given).status_code == 303
    return secret[1], codes, step


def present_step() -> int:
    return int(datetime.now(UTC).timestamp()) // STEP_SECONDS


def code_of(secret: str, step: int) -> str:
    return pyotp.TOTP(secret).generate_otp(step)
