"""The crowd's connection: whole answers in every form they travel in, and an error where there is none."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import gevent
import pytest
from gevent.server import StreamServer

from loadtests.wire import Line, SilenceError, Target

REQUEST = b"GET / HTTP/1.1\r\n\r\n"
PAGE = "Chào bạn".encode() * 500


@contextmanager
def calling(serve: Callable[[Any, Any], None], timeout: float = 5) -> Iterator[Line]:
    """A line to a site of this kind, calling from an address of its own."""
    server = StreamServer(("127.0.0.1", 0), serve)
    server.start()
    target = Target("127.0.0.1", "127.0.0.1", server.server_port or 0, None, timeout)
    watchman, line = gevent.spawn(target.watch), Line(target, "127.3.2.1")
    yield line
    line.close()
    watchman.kill()
    server.stop(0)


def answering(*pieces: bytes) -> Callable[[Any, Any], None]:
    """A site that gives the same answer to every request, in these pieces."""

    def serve(connection: Any, _address: Any) -> None:
        while connection.recv(1000):
            for piece in pieces:
                connection.sendall(piece)
                gevent.idle()

    return serve


def test_an_answer_of_known_length_comes_whole() -> None:
    head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(PAGE)}\r\n\r\n".encode()
    with calling(answering(head[:20], head[20:], PAGE[:100], PAGE[100:])) as line:
        assert [line.ask(REQUEST).body for _ in range(2)] == [PAGE, PAGE]
        assert line.is_open


def test_an_answer_in_chunks_and_compressed_comes_whole() -> None:
    packed = gzip.compress(PAGE)
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n"
    chunks = [f"{len(part):x}\r\n".encode() + part + b"\r\n" for part in (packed[:7], packed[7:])]
    with calling(answering(head, *chunks, b"0\r\n", b"\r\n")) as line:
        assert [line.ask(REQUEST).body for _ in range(2)] == [PAGE, PAGE]


def test_several_cookies_and_a_redirect_are_told() -> None:
    head = b"HTTP/1.1 303 See\r\nLocation: /c/x/\r\nContent-Length: 0\r\n"
    head += b"Set-Cookie: a=1\r\nSet-Cookie: b=2\r\n\r\n"
    with calling(answering(head)) as line:
        reply = line.ask(REQUEST)
    assert (reply.status, reply.headers["location"]) == (303, "/c/x/")
    assert reply.headers["set-cookie"].split("\n") == ["a=1", "b=2"]


def test_a_kept_connection_that_the_site_has_let_go_is_opened_anew() -> None:
    def once(connection: Any, _address: Any) -> None:
        connection.recv(1000)
        connection.sendall(b"HTTP/1.1 204 No\r\n\r\n")

    with calling(once) as line:
        assert [line.ask(REQUEST).status for _ in range(2)] == [204, 204]


def test_half_an_answer_is_none() -> None:
    def half(connection: Any, _address: Any) -> None:
        connection.recv(1000)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")

    with calling(half) as line, pytest.raises(SilenceError):
        line.ask(REQUEST)


def test_nobody_waits_for_ever() -> None:
    def silent(connection: Any, _address: Any) -> None:
        connection.recv(1000)
        connection.recv(1000)

    with calling(silent, timeout=0.1) as line, pytest.raises(OSError, match="closed"):
        line.ask(REQUEST)
