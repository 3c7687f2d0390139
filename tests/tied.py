"""People with equal papers in the first week, so that the organisers must decide."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine

from quiz.actions import finalising, running
from quiz.store.engine import writing
from tests.make import Person
from tests.play import Play


def equals_counted(engine: Engine, play: Play, people: Iterable[Person], began: datetime) -> None:
    """Let each play the same paper, begun at that instant; the week is closed and counted a moment ago."""
    now = datetime.now(UTC)
    with writing(engine) as db:
        for person in people:
            attempt = play.start(db, person.token, now=began)
            play.hand_in(db, person.token, attempt, {}, prediction=3, now=began + timedelta(minutes=1))
        running.close(db, play.state, "tuan-1", staff_id=None, reason="thử", now=now - timedelta(minutes=2))
    counted = now - timedelta(seconds=1)
    finalising.finalise(engine, "thu", "tuan-1", staff_id=None, reason="thử", now=counted)
