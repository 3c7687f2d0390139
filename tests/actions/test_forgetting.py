"""Evidence of an attempt expires; what the result rests on stays."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection, select

from quiz.actions import forgetting
from quiz.store.tables import attempts
from tests import make
from tests.make import NOW
from tests.play import Play

DAYS = 90


def test_evidence_goes_after_its_days_and_answers_stay(db: Connection) -> None:
    state = make.running(db)
    person = make.participant(db, state)
    play = Play(state)
    public_id = play.start(db, person.token)
    play.hand_in(db, person.token, public_id, {1: (1,)}, prediction=7)
    db.execute(attempts.update().values(address="192.0.2.7", device_digest="x"))
    kept = db.execute(select(attempts.c.answers, attempts.c.finished_at)).one()
    too_early = forgetting.forget(db, state, now=NOW + timedelta(days=DAYS), evidence_days=DAYS)
    in_time = forgetting.forget(db, state, now=NOW + timedelta(days=DAYS + 1), evidence_days=DAYS)
    again = forgetting.forget(db, state, now=NOW + timedelta(days=DAYS + 1), evidence_days=DAYS)
    assert (too_early, in_time, again) == (0, 1, 0)
    row = db.execute(select(attempts)).one()
    assert (row.address, row.device_digest) == (None, None)
    assert (row.answers, row.finished_at) == kept
