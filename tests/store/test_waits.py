"""Callers of the database are served in the order of their arrival, and nobody waits for ever."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import TimeoutError as PoolTimeout

from quiz.store import waits
from quiz.store.engine import make_engine, reading
from quiz.store.waits import Turns

SOON, LONG = 0.05, 30.0


def test_an_ended_turn_goes_to_whoever_has_waited_longest_and_to_nobody_who_comes_just_then() -> None:
    turns, served = Turns(1), list[int]()
    assert turns.take(LONG)

    def wait(number: int) -> None:
        assert turns.take(LONG)
        served.append(number)
        turns.end()

    with ThreadPoolExecutor(3) as threads:
        waiting: list[Future[None]] = []
        for number in range(3):
            waiting.append(threads.submit(wait, number))
            while len(turns._waiting) <= number:
                pass
        assert not turns.take(SOON)
        turns.end()
    assert [one.result() for one in waiting] == [None] * 3
    assert served == [0, 1, 2]
    assert turns.take(SOON)


def test_whoever_gave_up_waiting_takes_no_turn_from_others() -> None:
    turns = Turns(1)
    assert turns.take(LONG)
    assert not turns.take(SOON)
    turns.end()
    assert turns.take(SOON)


def test_a_full_pool_refuses_in_time_and_serves_again_afterwards(database_url: str) -> None:
    engine = make_engine(database_url, pool_size=1, pool_timeout=SOON)
    with reading(engine), pytest.raises(PoolTimeout), reading(engine):
        pass
    for _ in range(3):
        with reading(engine) as db:
            assert db.exec_driver_sql("SELECT 1").scalar_one() == 1
    engine.dispose()


@pytest.mark.parametrize("store_kind", ["sqlite"], indirect=True)
def test_a_connection_that_cannot_be_made_leaves_its_turn_to_the_next(engine: Engine) -> None:
    broken = make_engine("sqlite:////nowhere/quiz.db", pool_size=1, pool_timeout=SOON)
    for _ in range(3):
        with pytest.raises(Exception, match="unable to open"), reading(broken) as db:
            db.exec_driver_sql("SELECT 1")


def test_waits_are_remembered(database_url: str) -> None:
    engine = make_engine(database_url)
    waits.SECONDS.clear()
    with reading(engine) as db:
        db.exec_driver_sql("SELECT 1")
    assert [0 <= one < LONG for one in waits.SECONDS] == [True]
    engine.dispose()
