"""The QR code of an entry link: the same code as ever, drawn in fewer steps."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import unquote

import segno

from quiz.web import qr

LINK = "https://thi.example.vn/c/ha-giang/enter#" + "qLK_U0sl7n4neqBk-AmruKT5iNdt1iqd"
STEP = re.compile(r"M(\d+),(\d+)\.5h(\d+)")
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
    steps = [tuple(map(int, step)) for step in STEP.findall(picture)]
    size = max(x + length for x, _y, length in steps) - qr.BORDER
    squares = [[0] * size for _ in range(size)]
    for x, y, length in steps:
        for column in range(x, x + length):
            squares[y - qr.BORDER][column - qr.BORDER] = 1
    return squares


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
