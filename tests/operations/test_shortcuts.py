"""What reaches a visitor is what gunicorn would send, in fewer calls."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from gunicorn.config import Config
from gunicorn.http.errors import InvalidResponseHeader
from gunicorn.http.wsgi import Response

from quiz.cli.shortcuts import Answer

PAGE = [("Content-Type", "text/html"), ("X-Same", " always "), ("Connection", "close")]


@dataclass
class Asked:
    """A request as far as an answer looks at it."""

    method: str = "GET"
    version: tuple[int, int] = (1, 1)

    def should_close(self) -> bool:
        return False


@dataclass
class Line:
    """Keeps what is sent, one call of the system after the other."""

    sent: list[bytes] = field(default_factory=list)

    def sendall(self, piece: bytes) -> None:
        self.sent.append(piece)


def answered(
    kind: type[Response], asked: Asked, status: str, headers: list[tuple[str, str]], *body: bytes
) -> list[bytes]:
    line = Line()
    answer = kind(asked, line, Config())
    answer.start_response(status, headers)
    for piece in body:
        answer.write(piece)
    answer.close()
    return [
        b"\r\n".join(row for row in piece.split(b"\r\n") if not row.startswith(b"Date: "))
        for piece in line.sent
    ]


@pytest.mark.parametrize("asked", [Asked(), Asked("HEAD"), Asked(version=(1, 0))], ids=["GET", "HEAD", "old"])
@pytest.mark.parametrize(
    ("status", "length", "body"),
    [
        ("200 OK", "6", [b"quiz", b"zes"]),
        ("200 OK", None, [b"quiz", b"", b"zes"]),
        ("200 OK", "0", [b""]),
        ("204 NO CONTENT", None, []),
        ("304 NOT MODIFIED", "6", [b"dropped"]),
    ],
)
def test_the_same_bytes_arrive(asked: Asked, status: str, length: str | None, body: list[bytes]) -> None:
    headers = PAGE + ([("Content-Length", length)] if length else [])
    ours, gunicorns = (answered(kind, asked, status, headers, *body) for kind in (Answer, Response))
    assert b"".join(ours) == b"".join(gunicorns)


def test_a_page_is_sent_in_one_piece() -> None:
    assert len(answered(Answer, Asked(), "200 OK", [*PAGE, ("Content-Length", "4")], b"quiz")) == 1


@pytest.mark.parametrize("name", ["X-Same", "Location"])
def test_a_header_that_would_split_an_answer_is_refused_every_time(name: str) -> None:
    for _time in range(2):
        with pytest.raises(InvalidResponseHeader):
            answered(Answer, Asked(), "200 OK", [(name, "a\r\nSet-Cookie: b")])
