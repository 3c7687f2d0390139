"""A worker waits for the database without holding up anybody else."""

from __future__ import annotations

import os
import socket
from collections.abc import Generator

import gevent
import psycopg
import pytest
from psycopg.waiting import Ready, Wait

from quiz.cli.driver_waits import wait

Talk = Generator[Wait, Ready | int, bytes]


def hearing(end: socket.socket) -> Talk:
    assert (yield Wait.R) == Ready.R
    return end.recv(10)


def saying(end: socket.socket) -> Talk:
    assert (yield Wait.RW) == Ready.W
    end.send(b"asked")
    return (yield from hearing(end))


def test_others_are_served_while_one_waits_for_the_database() -> None:
    ours, database = socket.socketpair()
    served = gevent.spawn(database.send, b"answer")
    with ours, database:
        assert wait(hearing(ours), ours.fileno()) == b"answer"
        assert served.dead


def test_a_connection_with_the_number_of_one_that_went_away_is_waited_for_as_well() -> None:
    numbers = set()
    for _ in range(3):
        ours, database = socket.socketpair()
        numbers.add(ours.fileno())
        with ours, database:
            for word in (b"one", b"two"):
                gevent.spawn(database.send, word)
                assert wait(hearing(ours), ours.fileno()) == word
    assert len(numbers) == 1


def test_a_long_statement_is_written_before_its_answer_is_waited_for() -> None:
    ours, database = socket.socketpair()
    gevent.spawn(lambda: database.send(b"answer"))
    with ours, database:
        assert wait(saying(ours), ours.fileno()) == b"answer"
        assert database.recv(10) == b"asked"


def test_a_database_that_goes_away_is_heard_of() -> None:
    ours, database = socket.socketpair()
    gevent.spawn(database.close)
    with ours:
        assert wait(hearing(ours), ours.fileno()) == b""


def test_a_closed_connection_is_not_waited_for_in_vain() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    os.close(writer)

    def asking() -> Talk:
        yield Wait.W
        return b""

    with pytest.raises(psycopg.OperationalError):
        wait(asking(), reader)
