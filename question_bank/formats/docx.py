"""Reads Word documents: typed or automatic numbers, options in lines, tables or tabs, keys of every kind."""

import posixpath
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from question_bank import answering, columns, passages, rows, texts, trees
from question_bank.codes import Code
from question_bank.faults import FaultError
from question_bank.intake import Intake
from question_bank.lettered import Splitter, key_pairs
from question_bank.marked import Line
from question_bank.numbering import Numbering
from question_bank.packages import Package
from question_bank.places import Place
from question_bank.reports import Layout
from question_bank.rows import Row
from question_bank.source import Source
from question_bank.trees import Element
from question_bank.word import PICTURES, Words

DOCUMENT = "word/document.xml"
RELATIONS = "word/_rels/document.xml.rels"
ONLY_LETTER = re.compile(r"\(?([A-Ha-h]|\d{1,3})\s*[.):]?")
NOTES = {"txbxContent": Code.TEXT_BOX, "footnoteReference": Code.FOOTNOTE, "endnoteReference": Code.FOOTNOTE}


def read(source: Source, intake: Intake) -> None:
    """Read questions from tables with a header, then from the running text."""
    package = Package(source.content)
    package.refuse_office_dangers()
    relations = _relations(package)
    styles = _part(package, "word/styles.xml")
    words = Words(Numbering(_part(package, "word/numbering.xml"), styles), styles, _pictures(relations))
    reading = _Reading(words, source, intake)
    body = trees.first(trees.parse(package.read(DOCUMENT)), "body")
    if body is None:
        raise FaultError(Code.DAMAGED)
    lines, shared = passages.taken_out(_marked_blanks(reading.lines(body)))
    found = Splitter(lines).run()
    found.keys = reading.keys | found.keys
    for asked in found.asked:
        asked.passage = shared.get(asked.number, "")
    answering.take(found, "\n", intake, _lookup(package, relations))
    for kind in sorted(words.left_out):
        intake.warn(Place(), NOTES[kind])


class _Reading:
    """Goes through the body once: paragraphs become lines, tables become questions, keys or lines."""

    def __init__(self, words: Words, source: Source, intake: Intake) -> None:
        self.words = words
        self.source = source
        self.intake = intake
        self.keys: dict[int, str] = {}
        self._paragraph = 0
        self._table = 0

    def lines(self, element: Element) -> Iterator[Line]:
        """Give the lines of the running text in order."""
        for child in element:
            kind = trees.name(child)
            if kind == "p":
                self._paragraph += 1
                yield from self.words.lines(child, Place(paragraph=self._paragraph))
            elif kind == "tbl":
                self._table += 1
                yield from self._table_lines(child, self._table)
            elif kind in ("sdt", "sdtContent", "ins", "customXml"):
                yield from self.lines(child)

    def _table_lines(self, table: Element, number: int) -> list[Line]:
        grid = [
            [list(self.lines(cell)) for cell in trees.walk(row, "tc")] for row in trees.children(table, "tr")
        ]
        written = [[texts.tidy("\n".join(line.text for line in cell)) for cell in row] for row in grid]
        layout = self._layout(f"#{number}", written)
        if layout:
            self._take_rows(layout, written, number)
            return []
        keys = _keys(written)
        self.keys |= keys
        return [] if keys else [line for row in grid for line in _row_lines(row)]

    def _layout(self, name: str, written: Sequence[Sequence[str]]) -> Layout | None:
        corrected = [layout for layout in self.source.layouts if layout.sheet == name]
        return corrected[0] if corrected else columns.find(name, written)

    def _take_rows(self, layout: Layout, written: list[list[str]], number: int) -> None:
        self.intake.layouts.append(layout)
        for at, cells in enumerate(written[layout.header_row :], layout.header_row + 1):
            rows.take(Row(Place(table=number, row=at), tuple(cells)), layout, self.intake)


def _row_lines(row: list[list[Line]]) -> Iterator[Line]:
    carried: Line | None = None
    for cell in row:
        shown = [line for line in cell if line.text.strip()]
        if len(shown) == 1 and ONLY_LETTER.fullmatch(shown[0].text.strip()):
            carried = shown[0].cut(0)
            continue
        for line in shown:
            yield line if carried is None else _joined(carried, line)
            carried = None


def _joined(letter: Line, line: Line) -> Line:
    sign = "" if letter.text[-1] in ".):" else "."
    marks = letter.marks + letter.marks[-1:] * (len(sign) + 1) + line.marks
    return Line(f"{letter.text}{sign} {line.text}", line.where, marks)


def _keys(written: list[list[str]]) -> dict[int, str]:
    found: dict[int, str] = {}
    for upper, lower in pairwise(written):
        pairs = [(up, low) for up, low in zip(upper, lower, strict=False) if up.isdigit() and len(up) < 5]
        if len(pairs) >= 2 and all(re.fullmatch(r"[A-Ha-h]", low) for _, low in pairs):
            found |= {int(up): low.upper() for up, low in pairs}
    if found:
        return found
    cells = [cell for row in written for cell in row if cell]
    pairs_by_cell = [key_pairs(cell) for cell in cells]
    if len(cells) >= 2 and all(pairs_by_cell):
        return {number: letter for pairs in pairs_by_cell for number, letter in pairs.items()}
    return _keys_down(written)


def _keys_down(written: list[list[str]]) -> dict[int, str]:
    pairs = [(row[0], row[1]) for row in written if len(row) == 2]
    good = [pair for pair in pairs if pair[0].isdigit() and re.fullmatch(r"[A-Ha-h]", pair[1])]
    return (
        {int(number): letter.upper() for number, letter in good}
        if len(good) >= max(2, len(pairs) - 1)
        else {}
    )


def _marked_blanks(lines: Iterator[Line]) -> list[Line]:
    shown = []
    after_blank = False
    for line in lines:
        if line.text.strip():
            shown.append(replace(line, after_blank=after_blank))
        after_blank = not line.text.strip()
    return shown


def _part(package: Package, name: str) -> Element | None:
    return trees.parse(package.read(name), Place(file=name)) if name in package.names else None


def _relations(package: Package) -> dict[str, str]:
    root = _part(package, RELATIONS)
    return (
        {}
        if root is None
        else {
            relation.get("Id", ""): posixpath.normpath(posixpath.join("word", relation.get("Target", "")))
            for relation in trees.children(root, "Relationship")
            if relation.get("TargetMode") != "External"
        }
    )


def _pictures(relations: dict[str, str]) -> dict[str, str]:
    return {name: target for name, target in relations.items() if target.lower().endswith(PICTURES)}


def _lookup(package: Package, relations: dict[str, str]) -> Callable[[str], bytes | None]:
    def look(reference: str) -> bytes | None:
        target = relations.get(reference, "")
        return package.read(target) if target in package.names else None

    return look
