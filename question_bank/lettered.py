"""Questions written as running text: a question, lettered options, perhaps a key line."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from question_bank.marked import Line
from question_bank.options import inline_starts, letter_of
from question_bank.wording import (
    HEADING,
    KEY,
    KEY_HEADING,
    LEVEL,
    REMARK,
    SEPARATOR,
    SOURCE,
    START,
    WEAK_START,
    key_pairs,
    number_of,
)


@dataclass(slots=True)
class Asked:
    """A question as it was found: its lines, its options with their letters, and what is said of the key."""

    lines: list[Line]
    number: int = 0
    level: str = ""
    started: bool = False  # a number or “Câu” stands before it
    options: list[tuple[str, Line]] = field(default_factory=list)
    key: Line | None = None
    remarks: list[str] = field(default_factory=list)
    source: str = ""
    passage: str = ""
    listed: int = 0  # how far a numbered list inside the question has come

    def continues_list(self, number: int) -> bool:
        """Answer whether a line with this number belongs to a list inside the question, and count it."""
        if not self.started or self.options or number not in (1, self.listed + 1) or not self.lines:
            return False
        if number == self.number + 1 and not self.listed:
            return False
        self.listed = number
        return True

    @property
    def expected(self) -> str:
        """Answer the letter that the next option should bear."""
        return chr(ord(self.options[-1][0]) + 1) if self.options else "A"


@dataclass(slots=True)
class Found:
    """All questions of a text, and the keys that a table at its end gives by number."""

    asked: list[Asked] = field(default_factory=list)
    keys: dict[int, str] = field(default_factory=dict)
    loose: list[Line] = field(default_factory=list)


class Splitter:
    """Goes through the lines once and tells questions apart."""

    def __init__(self, lines: Sequence[Line]) -> None:
        """Prepare for the lines, in order and without blank ones."""
        self.lines = lines
        self.found = Found()
        self.current: Asked | None = None
        self.in_keys = False

    def run(self) -> Found:
        """Answer what the lines hold."""
        for position, line in enumerate(self.lines):
            self._next(position, line)
        self._finish()
        return self.found

    def _next(self, position: int, line: Line) -> None:
        if SEPARATOR.match(line.text):
            self._finish()
        elif KEY_HEADING.match(line.text) and not self._labels_options(position):
            self._finish()
            self.in_keys = True
        elif not self._as_keys(line) and not self._as_start(line):
            self._inside(position, line)

    def _labels_options(self, position: int) -> bool:
        return any(letter_of(line.text) == "A" for line in self.lines[position + 1 : position + 2])

    def _as_keys(self, line: Line) -> bool:
        pairs = key_pairs(line.text)
        if not pairs or (len(pairs) < 2 and not self.in_keys):
            return False
        self._finish()
        self.found.keys |= pairs
        self.in_keys = True
        return True

    def _as_start(self, line: Line) -> bool:
        strong = START.match(line.text)
        weak = None if strong else WEAK_START.match(line.text)
        if weak and self.current and self.current.continues_list(number_of(weak)):
            return False
        found = strong or weak
        if found is None:
            return False
        self._finish()
        self.in_keys = False
        level = found.groupdict().get("level") or ""
        rest = line.cut(found.end())
        said_level = LEVEL.match(rest.text)
        if said_level:
            level = said_level.group(1) or level
            rest = rest.cut(said_level.end())
        self.current = Asked([rest] if rest.text else [], number_of(found), level, started=True)
        if rest.text:
            self._with_options_in_line(rest)
        return True

    def _inside(self, position: int, line: Line) -> None:
        current = self.current
        if current is None:
            self.current = Asked([line])
        elif self._as_key_or_remark(current, line):
            return
        elif current.lines and self._is_option(current, line):
            self._add_options(current, line)
        elif not current.options and current.key is None:
            current.lines.append(line)
            self._with_options_in_line(line)
        else:
            self._after_options(current, position, line)

    def _as_key_or_remark(self, current: Asked, line: Line) -> bool:
        key = KEY.match(line.text)
        if key and current.lines:
            current.key = line.cut(max(key.start("key"), key.start("bare")))
            return True
        source = SOURCE.match(line.text)
        if source and current.options:
            current.source = line.text[source.end() :].strip()
            return True
        remark = REMARK.match(line.text)
        if remark and current.options:
            current.remarks.append(line.text[remark.end() :].strip())
            return True
        return False

    def _is_option(self, current: Asked, line: Line) -> bool:
        letter = letter_of(line.text)
        if not letter or current.key or current.remarks:
            return False
        return letter == current.expected or (
            bool(current.options) and letter == chr(ord(current.expected) + 1)
        )

    def _add_options(self, current: Asked, line: Line) -> None:
        for letter, part in split_line(line, current.expected):
            current.options.append((letter, part))

    def _with_options_in_line(self, line: Line) -> None:
        current = self.current
        begin = first_option(line.text)
        if current is None or begin <= 0:
            return
        current.lines[-1] = line.cut(0, begin)
        self._add_options(current, line.cut(begin))

    def _after_options(self, current: Asked, position: int, line: Line) -> None:
        coming = self._coming(position, current)
        if coming == "first" or (coming == "end" and line.after_blank and current.key):
            self._finish()
            self.current = Asked([line])
        elif current.remarks:
            current.remarks.append(line.text)
        elif current.key is None and (coming == "next" or line.text[:1].islower()):
            letter, last = current.options[-1]
            joined = f"{last.text}\n{line.text}"
            current.options[-1] = (letter, Line(joined, last.where, last.marks + b"\0" + line.marks))
        else:
            self._drop([line])

    def _coming(self, position: int, current: Asked) -> str:
        """Answer whether the next telling line continues this question or shows that another began."""
        for line in self.lines[position + 1 : position + 40]:
            letter = letter_of(line.text)
            if letter == "A" or (not letter and first_option(line.text) > 0):
                return "first"
            if letter and letter == current.expected and current.key is None:
                return "next"
            if KEY.match(line.text):
                return "next" if current.key is None else "first"
            if START.match(line.text) or SEPARATOR.match(line.text):
                return "end"
        return "end"

    def _finish(self) -> None:
        if self.current is not None and (self.current.options or self.current.key or self.current.started):
            self.found.asked.append(self.current)
        elif self.current is not None:
            self._drop(self.current.lines)
        self.current = None

    def _drop(self, lines: list[Line]) -> None:
        if self.found.asked or (self.current and self.current.options):
            # what stands before the first question is a title
            self.found.loose += [line for line in lines if not HEADING.match(line.text)]


def first_option(text: str) -> int:
    """Answer where three or more options begin that follow a question in the same line, else -1."""
    starts = inline_starts(text)
    return starts[0][0] if len(starts) >= 3 else -1


def split_line(line: Line, expected: str) -> list[tuple[str, Line]]:
    """Split a line that begins with an option into all the options that it holds."""
    letter = letter_of(line.text) or expected
    starts = inline_starts(line.text, letter)
    if not starts or line.text[: starts[0][0]].strip(" -–•·+*("):
        starts = [(0, letter)]
    wide = [start for start in starts[1:] if re.search(r"\t| {2}$", line.text[: start[0]])]
    if len(starts) < 3 and len(wide) + 1 < len(starts):
        starts = starts[:1]
    ends = [start[0] for start in starts[1:]] + [len(line.text)]
    return [(letter, line.cut(begin, end)) for (begin, letter), end in zip(starts, ends, strict=True)]
