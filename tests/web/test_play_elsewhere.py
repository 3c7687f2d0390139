"""What the organisers do on another node binds the very next request of this one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, update

from quiz.actions import running, timekeeping
from quiz.store import tables
from quiz.store.contests import ContestState
from quiz.store.engine import writing
from tests.phone import NOW, Phone, application, opened

WHO: dict[str, Any] = {"staff_id": None, "reason": "sự cố"}


class Node:
    """One node that has the contest in its memory, and a person with an open attempt on it."""

    def __init__(self, app: Flask, engine: Engine) -> None:
        self.state, person = opened(engine)
        self.engine, self.phone = engine, Phone(app, person.token)
        self.start = f"/c/{self.state.slug}/r/tuan-1/"
        self.sheet: str = self.phone.post(self.start, self.start).location

    def hand_in(self) -> Any:
        return self.phone.post(self.start, f"{self.sheet}hand-in", {"q1": "1"})


@pytest.fixture
def node(engine: Engine) -> Node:
    return Node(application(engine), engine)


def elsewhere(state: ContestState, engine: Engine, step: Any) -> None:
    """Take a step of the round as another node would."""
    with writing(engine) as db:
        step(db, state, "tuan-1", now=datetime.now(UTC), **WHO)


def test_a_pause_refuses_the_next_start_and_still_takes_the_hand_in(node: Node) -> None:
    assert node.hand_in().status_code == 303
    second = node.phone.post(node.start, node.start).location
    elsewhere(node.state, node.engine, timekeeping.pause)
    assert node.phone.post(second, f"{second}hand-in").status_code == 303
    refused = node.phone.post("/c/thu/attempts", node.start)
    assert refused.status_code == 503
    assert "Retry-After" in refused.headers


def test_an_early_close_refuses_the_next_start_and_ends_open_attempts_after_the_grace(node: Node) -> None:
    elsewhere(node.state, node.engine, running.close)
    assert node.hand_in().status_code == 303
    refused = node.phone.post("/c/thu/attempts", node.start)
    assert refused.status_code == 403
    with writing(node.engine) as db:
        db.execute(update(tables.attempts).values(state="in_progress", finished_at=None))
        long_ago = NOW - timedelta(minutes=5)
        db.execute(update(tables.rounds).where(tables.rounds.c.slug == "tuan-1").values(closed_at=long_ago))
    assert node.hand_in().status_code == 403


def test_a_void_refuses_the_next_hand_in(node: Node) -> None:
    with writing(node.engine) as db:
        db.execute(update(tables.attempts).values(voided_at=NOW, void_reason="hai người một bài"))
    assert node.hand_in().status_code == 409
