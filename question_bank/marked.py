"""Lines of text that remember which of their letters were marked, as by underlining."""

from dataclasses import dataclass, replace
from enum import IntFlag

from question_bank.places import Place


class Mark(IntFlag):
    """How a letter stands out."""

    NONE = 0
    UNDERLINE = 1
    HIGHLIGHT = 2
    COLOUR = 4
    BOLD = 8


@dataclass(frozen=True, slots=True)
class Line:
    """One line; `marks` holds a Mark for every letter of the text."""

    text: str
    where: Place
    marks: bytes = b""
    after_blank: bool = False

    def cut(self, begin: int, end: int | None = None) -> "Line":
        """Give a part of the line with its marks, without the space around it."""
        text = self.text[begin:end]
        start = begin + len(text) - len(text.lstrip())
        return replace(self, text=text.strip(), marks=self.marks[start : start + len(text.strip())])

    def share(self, mark: Mark) -> float:
        """Answer which share of the letters bears the mark, from 0 to 1."""
        shown = [bits for letter, bits in zip(self.text, self.marks, strict=False) if not letter.isspace()]
        return sum(1 for bits in shown if bits & mark) / len(shown) if shown else 0.0
