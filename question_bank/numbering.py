"""The automatic numbers of Word lists, like “Câu 1.” and “A.”, which stand nowhere in the text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from question_bank import trees
from question_bank.trees import Element, attribute

ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
LEVELS = 9
HIGHEST = 5_000


@dataclass(slots=True)
class _Level:
    start: int = 1
    format: str = "decimal"
    text: str = ""


@dataclass(slots=True)
class _List:
    levels: dict[int, _Level]
    counts: list[int | None] = field(default_factory=lambda: [None] * LEVELS)


class Numbering:
    """Counts the list paragraphs of a document in order, as Word does when it shows them."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        """Learn the lists of `numbering.xml` and the styles that number by themselves."""
        self._lists: dict[str, _List] = {}
        self._numbers: dict[str, tuple[str, dict[int, int]]] = {}
        self._of_style: dict[str, tuple[str, int]] = {}
        self._started: set[str] = set()
        if numbering is not None:
            self._learn(numbering)
        for style in [] if styles is None else trees.children(styles, "style"):
            found = _numbered(style)
            if found:
                self._of_style[attribute(style, "styleId")] = found

    def label(self, properties: Element | None) -> str:
        """Answer the number that Word shows before the paragraph with these properties; a bullet is none."""
        found = None if properties is None else (_numbered(properties) or self._by_style(properties))
        if not found or found[0] not in self._numbers:
            return ""
        number, level = found
        abstract, overrides = self._numbers[number]
        if abstract not in self._lists or not 0 <= level < LEVELS:
            return ""
        counted = self._lists[abstract]
        if number not in self._started:
            self._started.add(number)
            for at, start in overrides.items():
                counted.counts[at] = start - 1
        return _step(counted, level)

    def _by_style(self, properties: Element) -> tuple[str, int] | None:
        styles = trees.children(properties, "pStyle")
        return self._of_style.get(attribute(styles[0], "val")) if styles else None

    def _learn(self, numbering: Element) -> None:
        for abstract in trees.children(numbering, "abstractNum"):
            levels = {
                _number(attribute(level, "ilvl")): _level(level) for level in trees.children(abstract, "lvl")
            }
            self._lists[attribute(abstract, "abstractNumId")] = _List(levels)
        for number in trees.children(numbering, "num"):
            of = trees.children(number, "abstractNumId")
            overrides = dict(_overrides(number))
            self._numbers[attribute(number, "numId")] = (attribute(of[0], "val") if of else "", overrides)


def _numbered(element: Element) -> tuple[str, int] | None:
    for properties in trees.walk(element, "numPr"):
        numbers = trees.children(properties, "numId")
        levels = trees.children(properties, "ilvl")
        if numbers:
            return attribute(numbers[0], "val"), _number(attribute(levels[0], "val")) if levels else 0
    return None


def _level(element: Element) -> _Level:
    said = {trees.name(child): attribute(child, "val") for child in element}
    return _Level(
        _number(said.get("start", "1"), 1), said.get("numFmt", "decimal"), said.get("lvlText", "")[:40]
    )


def _overrides(number: Element) -> Iterator[tuple[int, int]]:
    for override in trees.children(number, "lvlOverride"):
        level = _number(attribute(override, "ilvl"))
        starts = trees.children(override, "startOverride")
        if starts and 0 <= level < LEVELS:
            yield level, _number(attribute(starts[0], "val"), 1)


def _step(counted: _List, level: int) -> str:
    wanted = counted.levels.get(level, _Level())
    before = counted.counts[level]
    counted.counts[level] = wanted.start if before is None else before + 1
    counted.counts[level + 1 :] = [None] * (LEVELS - level - 1)
    if wanted.format in ("bullet", "none"):
        return ""
    return re.sub(r"%([1-9])", lambda found: _shown(counted, int(found.group(1)) - 1), wanted.text)


def _shown(counted: _List, level: int) -> str:
    kind = counted.levels.get(level, _Level())
    count = counted.counts[level]
    return written(kind.start if count is None else count, kind.format)


def written(count: int, number_format: str) -> str:
    """Write a count as Word does: 3, c, C, iii or III."""
    count = max(0, min(count, HIGHEST))
    if number_format in ("lowerLetter", "upperLetter") and count:
        letter = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letter.upper() if number_format == "upperLetter" else letter
    if number_format in ("lowerRoman", "upperRoman") and count:
        roman = _roman(count)
        return roman.upper() if number_format == "upperRoman" else roman
    return f"{count:02d}" if number_format == "decimalZero" else str(count)


def _roman(count: int) -> str:
    parts = []
    for value, letters in ROMAN:
        parts.append(letters * (count // value))
        count %= value
    return "".join(parts)


def _number(said: str, otherwise: int = 0) -> int:
    return int(said) if re.fullmatch(r"\d{1,6}", said, re.ASCII) else otherwise
