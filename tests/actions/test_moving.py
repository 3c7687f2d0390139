"""A round that is closed early has ended for every rule that waits for its end."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection

from quiz.actions import running
from quiz.rules.visibility import hidden_in
from tests import make
from tests.make import NOW

MINUTE = timedelta(minutes=1)


def test_what_waited_for_the_announced_end_waits_for_the_early_one(db: Connection) -> None:
    state = make.running(db)
    announced = state.contest.rounds[0]
    assert hidden_in(state.contest, announced, NOW + 3 * MINUTE)
    assert running.close(db, state, "tuan-1", staff_id=None, reason="mất điện", now=NOW + MINUTE)
    closed = make.reload(db, state.slug).contest.rounds[0]
    assert closed.closes == NOW + MINUTE
    assert [(move.closes, move.reason) for move in closed.moves] == [(announced.closes, "mất điện")]
    assert not hidden_in(make.reload(db, state.slug).contest, closed, NOW + 3 * MINUTE)


def test_a_close_on_time_changes_no_rulebook(db: Connection) -> None:
    state = make.running(db)
    over = state.rounds[0].closes_at + 2 * MINUTE
    assert running.close(db, state, "tuan-1", staff_id=None, reason="", now=over)
    assert make.reload(db, state.slug).rulebook_number == state.rulebook_number
