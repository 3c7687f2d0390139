"""The QR code of a link, drawn as a picture that stands in the page itself."""

from __future__ import annotations

import segno

from quiz.actions.shelf import Recent

# Every mask gives a readable code; looking for the most even of the eight took four fifths of the drawing.
MASK = 3
BORDER = 2
BYTE = 8
HEAD = (
    "data:image/svg+xml;charset=utf-8,%3Csvg%20xmlns%3D%27http%3A%2F%2Fwww.w3.org%2F2000%2Fsvg%27"
    "%20viewBox%3D%270%200%20{size}%20{size}%27%20width%3D%27164%27%20height%3D%27164%27"
    "%20shape-rendering%3D%27crispEdges%27%3E%3Cpath%20stroke%3D%27%23000%27%20d%3D%27"
)
TAIL = "%27%2F%3E%3C%2Fsvg%3E"
FAMILIES_KEPT = 20  # some 60 KB each
LEARNT_AT_ONCE = 8
ASCII_BITS = 7
NOUGHT = "0"


class Family:
    """The codes of all links with the same beginning and as many letters after it.

    A code is linear: a bit that is turned in the link turns the same modules, whatever the other bits are.
    Hence what each bit turns is learnt once, and a link is drawn by putting that together.
    """

    def __init__(self, beginning: str, letters: int) -> None:
        self._beginning, self._letters = beginning, letters
        self.side, self._plain = _modules(beginning + NOUGHT * letters)
        self._turned: dict[int, int] = {}

    def modules(self, ending: str) -> int:
        """The dark modules of the code of this link, as `_modules` gives them."""
        if len(self._turned) < self._letters * ASCII_BITS:
            self._learn()
            return _modules(self._beginning + ending)[1]
        dark, turned = self._plain, self._turned
        for place, letter in enumerate(ending):
            differs = ord(letter) ^ ord(NOUGHT)
            for bit in range(ASCII_BITS):
                if differs >> bit & 1:
                    dark ^= turned[place * ASCII_BITS + bit]
        return dark

    def _learn(self) -> None:
        """A few bits a picture, so that nobody waits for all of them."""
        known = len(self._turned)
        for number in range(known, min(known + LEARNT_AT_ONCE, self._letters * ASCII_BITS)):
            place, bit = divmod(number, ASCII_BITS)
            letters = [NOUGHT] * self._letters
            letters[place] = chr(ord(NOUGHT) ^ 1 << bit)
            self._turned[number] = self._plain ^ _modules(self._beginning + "".join(letters))[1]


_families: Recent[tuple[str, int], Family] = Recent(FAMILIES_KEPT)


def picture(link: str) -> str:
    """The address (`data:`) of a picture of this link's code, readable with 15 % of it spoilt."""
    beginning, mark, ending = link.partition("#")
    if not ending.isascii():
        return _painted(*_modules(link))
    asked = beginning + mark, len(ending)
    family = _families.ask(asked, lambda: Family(*asked))
    return _painted(family.side, family.modules(ending))


def _modules(link: str) -> tuple[int, int]:
    """How many modules a side has, and the dark ones as bits, each row filled up to whole bytes."""
    rows = segno.make(link, error="m", micro=False, mask=MASK, mode="byte").matrix
    wide = _bytes_of(len(rows)) * BYTE
    bits = "".join("".join(map(str, row)).ljust(wide, "0") for row in rows)
    return len(rows), int(bits, 2)


def _painted(side: int, dark: int) -> str:
    wide = _bytes_of(side)
    rows = dark.to_bytes(side * wide, "big")
    path = "".join(
        f"M{BORDER},{BORDER + line}.5" + "".join([_STROKES[eight] for eight in rows[start : start + wide]])
        for line, start in enumerate(range(0, side * wide, wide))
    )
    return f"{HEAD.format(size=side + 2 * BORDER)}{path}{TAIL}"


def _bytes_of(side: int) -> int:
    return -(-side // BYTE)


def _stroke(eight: int) -> str:
    """Eight modules of a row from the left: a line for the dark ones, a move over the light ones."""
    runs: list[list[int]] = []
    for dark in (eight >> place & 1 for place in reversed(range(BYTE))):
        if runs and runs[-1][0] == dark:
            runs[-1][1] += 1
        else:
            runs.append([dark, 1])
    return "".join(f"h{length}" if dark else f"m{length},0" for dark, length in runs)


_STROKES = tuple(_stroke(eight) for eight in range(1 << BYTE))
