"""A hand-in that one write settles: it writes what the long way would, and leaves to it what needs a look."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, update

from quiz.actions import sitting
from quiz.actions.sitting import Sitter
from quiz.rules.display import Feedback, Shown, When
from quiz.store import papers, sessions
from quiz.store.engine import at_once, reading, writing
from quiz.store.tables import attempts
from tests import make
from tests.make import NOW
from tests.play import Play, row, statements

MINUTE = timedelta(minutes=1)
TOLD_AT_ONCE = Feedback(shows=Shown.SCORE, score_at=When.HAND_IN)
ALL = dict.fromkeys(range(1, 6), (1,))
WRITTEN = ("state", "answers", "answered", "prediction", "revision", "last_edit_at", "finished_at", "late")
MARKED = ("score", "correct", "key_version")


def begin(db: Connection, play: Play, token: str) -> str:
    """The public id of an attempt with the same seed as all others here, whose page was opened."""
    public_id = play.start(db, token)
    db.execute(update(attempts).where(attempts.c.public_id == public_id).values(seed=bytes(16)))
    sitting.opened(db, play.shelf, play.state, Sitter(token, public_id), now=NOW)
    return public_id


def scored(db: Connection) -> tuple[Play, str]:
    """A contest that tells the score at the hand-in, and a person who plays."""
    play = Play(make.running(db, make.contest(feedback=TOLD_AT_ONCE)))
    return play, make.participant(db, play.state).token


def written(db: Connection, public_id: str) -> list[Any]:
    return [getattr(row(db, public_id), name) for name in (*WRITTEN, *MARKED)]


@pytest.mark.parametrize("shown", [{}, {1: (2,), 3: (1,)}, ALL])
@pytest.mark.parametrize("saved", [None, {}, {1: (2,), 3: (1,)}])
@pytest.mark.parametrize("minutes", [2, 10, 11])
def test_both_ways_write_the_same(db: Connection, shown: Any, saved: Any, minutes: int) -> None:
    play, token = scored(db)
    then, found = NOW + minutes * MINUTE, []
    for way in (play.hand_in_at_once, play.hand_in):
        public_id = begin(db, play, token)
        if saved is not None:
            play.save(db, token, public_id, saved, revision=10_007, prediction=5, now=NOW + MINUTE)
        assert way(db, token, public_id, shown, prediction=5, now=then) is not None
        found.append(written(db, public_id))
    assert found[0] == found[1]


def test_what_is_late_void_or_handed_in_is_left_to_the_long_way(db: Connection) -> None:
    play, token = scored(db)
    public_id = begin(db, play, token)
    assert play.hand_in_at_once(db, token, public_id, ALL, prediction=5, now=NOW + 12 * MINUTE) is None
    db.execute(update(attempts).values(voided_at=NOW))
    assert play.hand_in_at_once(db, token, public_id, ALL, prediction=5) is None
    db.execute(update(attempts).values(voided_at=None))
    assert play.hand_in_at_once(db, token, public_id, ALL, prediction=5) is not None
    assert play.hand_in_at_once(db, token, public_id, ALL, prediction=5) is None


def test_a_hand_in_is_never_marked_by_a_key_that_was_corrected_meanwhile(db: Connection) -> None:
    play, token = scored(db)
    first, second = begin(db, play, token), ""
    assert play.hand_in_at_once(db, token, first, ALL, prediction=5) is not None
    second = begin(db, play, token)
    paper_id = row(db, second).paper_id
    document = papers.answer_key(db, paper_id).document | {"version": 2}
    solutions = {name: one | {"right": [0]} for name, one in document["solutions"].items()}
    corrected = document | {"solutions": solutions}
    papers.add_key(db, paper_id, document=corrected, commitment="c", salt="s", reason="r", now=NOW)
    assert play.hand_in_at_once(db, token, second, ALL, prediction=5) is None
    play.hand_in(db, token, second, ALL, prediction=5)
    assert (row(db, first).key_version, row(db, second).key_version) == (1, 2)
    third = begin(db, play, token)
    assert play.hand_in_at_once(db, token, third, ALL, prediction=5) is not None
    assert [getattr(row(db, third), name) for name in MARKED] == [
        getattr(row(db, second), name) for name in MARKED
    ]


def test_a_shared_device_is_signed_out_with_the_hand_in_or_not_handed_in(engine: Engine) -> None:
    with writing(engine) as db:
        play, other = scored(db)
        play.hand_in(db, other, begin(db, play, other), ALL, prediction=5)  # so that paper and key are kept
        person = make.participant(db, play.state, "Giàng A Chung", phone="0900000003")
        token = sessions.open_for_participant(db, person.id, shared_device=True, agent_class="x", now=NOW)
        public_id = begin(db, play, token)
    fresh = Play(play.state)
    fresh.shelf.attempts.keep(public_id, play.shelf.attempts.get(public_id))  # type: ignore[arg-type]
    with at_once(engine) as db:
        assert fresh.hand_in_at_once(db, token, public_id, ALL, prediction=5) is None
    with at_once(engine) as db, statements(engine) as asked:
        assert play.hand_in_at_once(db, token, public_id, ALL, prediction=5) is None
    with writing(engine) as db, statements(engine) as more:
        assert play.hand_in(db, token, public_id, ALL, prediction=5).signed_out
    assert len(asked) == 0
    assert len(more) == 3
    with reading(engine) as db:
        assert not sessions.is_living(db, token, now=NOW)


def test_a_hand_in_is_one_statement_and_no_transaction(engine: Engine) -> None:
    with writing(engine) as db:
        play, token = scored(db)
        first, second = begin(db, play, token), ""
    with at_once(engine) as db:
        play.hand_in_at_once(db, token, first, ALL, prediction=5)
    with writing(engine) as db:
        second = begin(db, play, token)
    with at_once(engine) as db, statements(engine) as sent:
        assert play.hand_in_at_once(db, token, second, ALL, prediction=5) is not None
    assert len(sent) == 1
    with reading(engine) as db:
        assert row(db, second).state == "handed_in"
