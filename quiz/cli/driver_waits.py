"""How a worker on gevent waits for PostgreSQL: by one watcher an answer.

The driver's own way makes a poll, a watcher, an event and a timer for each. To keep a watcher would save
little more, and one that outlives its connection waits for ever under the number that the next one gets.
"""

from __future__ import annotations

import select
from typing import TypeVar

import psycopg
from gevent import get_hub
from psycopg import waiting
from psycopg.abc import PQGen

Answer = TypeVar("Answer")
READING, WRITING = 1, 2  # the names of libev and of the driver alike
POLLED = {
    waiting.Wait.R: select.POLLIN,
    waiting.Wait.W: select.POLLOUT,
    waiting.Wait.RW: select.POLLIN | select.POLLOUT,
}


def install() -> None:
    """Let every connection of this process wait like this."""
    waiting.wait = wait


def wait(gen: PQGen[Answer], fileno: int, interval: float = 0.0, timeout: float | None = None) -> Answer:
    """What the driver's talk with the database comes to; other greenlets run meanwhile."""
    if timeout is not None:
        return waiting.wait_poll(gen, fileno, interval, timeout)
    try:
        asked = next(gen)
        while True:
            asked = gen.send(_ready(fileno, asked))
    except StopIteration as ended:
        answer: Answer = ended.value
        return answer


def _ready(fileno: int, asked: waiting.Wait) -> waiting.Ready:
    if asked != waiting.Wait.R:
        return _polled(fileno, asked)
    hub = get_hub()
    watcher = hub.loop.io(fileno, READING)
    try:
        hub.wait(watcher)
    finally:
        watcher.close()
    return waiting.READY_R


def _polled(fileno: int, asked: waiting.Wait) -> waiting.Ready:
    """For the rare statement that does not fit into the socket: ready to read, to write, or both."""
    poll = select.poll()
    poll.register(fileno, POLLED[asked])
    [(_, told)] = poll.poll()
    ready = (READING if told & select.POLLIN else 0) | (WRITING if told & select.POLLOUT else 0)
    if not ready:
        raise psycopg.OperationalError("the connection's socket is closed")
    return waiting.Ready(ready)
