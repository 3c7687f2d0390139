"""The QR code of an entry link: the same code as ever, drawn in fewer steps."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from urllib.parse import unquote

import segno

from quiz.web import qr

LINK = "https://thi.example.vn/c/ha-giang/enter#" + "qLK_U0sl7n4neqBk-AmruKT5iNdt1iqd"
ROW = re.compile(r"M2,(\d+)\.5((?:h\d+|m\d+,0)+)")
STEP = re.compile(r"([hm])(\d+)")
FORMAT_MASK = 0b101010000010010
LEVELS = {1: "L", 0: "M", 3: "Q", 2: "H"}
MASKS: list[Callable[[int, int], bool]] = [
    lambda i, j: (i + j) % 2 == 0,
    lambda i, _j: i % 2 == 0,
    lambda _i, j: j % 3 == 0,
    lambda i, j: (i + j) % 3 == 0,
    lambda i, j: (i // 2 + j // 3) % 2 == 0,
    lambda i, j: i * j % 2 + i * j % 3 == 0,
    lambda i, j: (i * j % 2 + i * j % 3) % 2 == 0,
    lambda i, j: ((i + j) % 2 + i * j % 3) % 2 == 0,
]


def drawn(picture: str) -> list[list[int]]:
    """The dark and light squares of a picture, without its border."""
    rows = ROW.findall(unquote(picture))
    assert [int(y) for y, _steps in rows] == [qr.BORDER + line for line in range(len(rows))]
    lines = (STEP.findall(steps) for _y, steps in rows)
    squares = [[int(way == "h") for way, length in line for _ in range(int(length))] for line in lines]
    assert not any(any(line[len(rows) :]) for line in squares)  # a row is filled up with light squares
    return [line[: len(rows)] for line in squares]


def told(squares: list[list[int]]) -> tuple[str, int]:
    """The error level and the mask that a code names beside its first finder."""
    line = squares[8][:6] + squares[8][7:9] + [squares[7][8]] + [squares[row][8] for row in range(5, -1, -1)]
    bits = int("".join(map(str, line)), 2) ^ FORMAT_MASK
    return LEVELS[bits >> 13], bits >> 10 & 0b111


def unmasked(squares: list[list[int]]) -> list[list[int]]:
    """The squares as they were before the mask; fixed patterns come out the same wrong way for every code."""
    _level, mask = told(squares)
    fixed = segno.make(LINK, error="m", micro=False).matrix_iter(verbose=True)
    data = [
        [kind in (segno.consts.TYPE_DATA_DARK, segno.consts.TYPE_DATA_LIGHT) for kind in row] for row in fixed
    ]
    border = 4
    return [
        [square ^ MASKS[mask](i, j) for j, square in enumerate(row) if data[i + border][j + border]]
        for i, row in enumerate(squares)
    ]


def test_the_picture_holds_what_the_most_even_code_of_the_link_holds() -> None:
    even = [list(row) for row in segno.make(LINK, error="m", micro=False).matrix]
    ours = drawn(qr.picture(LINK))
    assert told(ours) == ("M", qr.MASK)
    assert unmasked(ours) == unmasked(even)


def test_the_picture_is_a_square_with_a_quiet_border() -> None:
    picture = unquote(qr.picture(LINK))
    size = len(drawn(picture)) + 2 * qr.BORDER
    assert picture.startswith("data:image/svg+xml;charset=utf-8,<svg ")
    assert f"viewBox='0 0 {size} {size}'" in picture
    assert picture.endswith("'/></svg>")


def test_a_link_put_together_from_what_was_learnt_is_drawn_as_by_the_drawer_itself() -> None:
    for length in (0, 7, 32):
        beginning = f"https://{secrets.token_hex(8)}.example.vn/enter#"
        for _ in range(length * qr.ASCII_BITS // qr.LEARNT_AT_ONCE + 5):  # while it learns, and after
            link = beginning + secrets.token_urlsafe(32)[:length]
            code = segno.make(link, error="m", micro=False, mask=qr.MASK)
            assert drawn(qr.picture(link)) == [list(row) for row in code.matrix]


def test_links_that_differ_only_before_the_secret_have_codes_of_their_own() -> None:
    secret = "A" * 32
    links = [f"https://thi.example.vn/c/{slug}/enter#{secret}" for slug in ("mot", "hai", "vòng-ba")]
    for link in (*links, links[0] + "ệ"):
        code = segno.make(link, error="m", micro=False, mask=qr.MASK)
        assert drawn(qr.picture(link)) == [list(row) for row in code.matrix]
