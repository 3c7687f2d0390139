"""What the pool promises: one refusal where the database went away, and none after a quiet time."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, Engine, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from quiz.store import attempts, idling
from quiz.store.engine import at_once, reading, writing
from quiz.store.prepared import Prepared
from quiz.store.tables import attempts as attempt_rows
from quiz.store.tables import contests
from tests import make
from tests.make import NOW
from tests.play import Play

ON_POSTGRESQL = pytest.mark.parametrize("store_kind", ["postgresql"], indirect=True)
ONE = Prepared(select(contests.c.id))


def number(db: Connection) -> int:
    """Which process of the server serves this connection."""
    found: int = db.execute(text("SELECT pg_backend_pid()")).scalar_one()
    return found


def end(db: Connection, *numbers: int) -> None:
    """Let those processes of the server end."""
    for one in numbers:
        db.execute(text("SELECT pg_terminate_backend(:one, 5000)"), {"one": one})


@ON_POSTGRESQL
def test_one_request_hears_of_a_lost_database_and_the_next_one_not(engine: Engine) -> None:
    with reading(engine) as lost, reading(engine) as too, reading(engine) as db:
        end(db, number(lost), number(too))
        with pytest.raises(DBAPIError) as heard:
            ONE.rows(lost, {})
        assert heard.value.connection_invalidated
    for _ in range(3):
        with at_once(engine) as db:
            assert ONE.rows(db, {}) == []


@ON_POSTGRESQL
def test_nobody_hears_of_connections_that_were_lost_while_they_idled(
    engine: Engine, postgresql_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with reading(engine) as first, reading(engine) as second:
        ended = number(first), number(second)
    with reading(postgresql_engine) as db:
        end(db, *ended)
    monkeypatch.setattr(idling, "TRUSTED_SECONDS", -1.0)
    with reading(engine) as first, reading(engine) as second:
        assert ONE.rows(first, {}) == ONE.rows(second, {}) == []


def test_a_hot_statement_answers_what_the_usual_way_answers(db: Connection) -> None:
    play = Play(make.running(db))
    token = make.participant(db, play.state).token
    public_id = play.start(db, token)
    found = attempts.find(db, public_id, token=token, contest_id=play.state.id, now=NOW)
    usual = db.execute(select(attempt_rows).where(attempt_rows.c.public_id == public_id)).one()
    assert found is not None
    shared = ("id", "seed", "started_at", "answers", "prediction", "score", "submitted_at", "voided_at")
    assert [getattr(found, name) for name in shared] == [getattr(usual, name) for name in shared]


def test_a_hot_statement_fails_as_the_usual_way_does_and_its_transaction_is_rolled_back(
    engine: Engine,
) -> None:
    twice = Prepared(contests.insert().values(slug="x", rulebook_number=0, created_at=NOW).inline())

    def add_twice() -> None:
        with writing(engine) as db:
            twice.rows(db, {})
            twice.rows(db, {})

    with pytest.raises(IntegrityError):
        add_twice()
    with reading(engine) as db:
        assert ONE.rows(db, {}) == []
