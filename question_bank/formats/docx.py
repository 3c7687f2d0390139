"""Reads Word documents: typed or automatic numbers, options in lines, tables or tabs, keys of every kind."""

import posixpath
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from question_bank import answering, columns, keysheets, passages, rows, texts, trees
from question_bank.codes import Code
from question_bank.decoding import decode
from question_bank.faults import FaultError
from question_bank.intake import Intake
from question_bank.lettered import Splitter
from question_bank.marked import Line
from question_bank.numbering import Numbering
from question_bank.packages import Package
from question_bank.places import Place
from question_bank.reports import Layout
from question_bank.rows import Row
from question_bank.source import Source
from question_bank.trees import Element
from question_bank.word import PICTURES, Words
from question_bank.wording import key_pairs

MAX_PARAGRAPHS = 100_000
DOCUMENT = "word/document.xml"
RELATIONS = "word/_rels/document.xml.rels"
ALONE = re.compile(
    r"(?:\(?[A-H]|\d{1,3}|câu(?: hỏi)?\s*\d{1,3}|đáp án(?: đúng)?|answer|giải thích|lời giải)\s*[.):]?",
    re.IGNORECASE,
)
NUMBER = re.compile(r"(?:câu\s*)?(\d{1,4})\.?", re.IGNORECASE)
LETTER = re.compile(r"[A-Ha-h]")
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
    found.keys = reading.keys | found.keys | _keys_beside(source)
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
                if self._paragraph > MAX_PARAGRAPHS:
                    raise FaultError(Code.TOO_MANY, limit=MAX_PARAGRAPHS)
                yield from self.words.lines(child, Place(paragraph=self._paragraph))
            elif kind == "tbl":
                self._table += 1
                yield from self._table_lines(child, self._table)
            elif kind in ("sdt", "sdtContent", "ins", "customXml"):
                yield from self.lines(child)

    def _table_lines(self, table: Element, number: int) -> list[Line]:
        grid = [
            [list(self.lines(cell)) for cell in trees.outermost(row, "tc")]
            for row in trees.outermost(table, "tr")
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
        return columns.corrected(self.source.layouts, name) or columns.find(name, written)

    def _take_rows(self, layout: Layout, written: list[list[str]], number: int) -> None:
        self.intake.layouts.append(layout)
        for at, cells in enumerate(written[layout.header_row :], layout.header_row + 1):
            rows.take(Row(Place(table=number, row=at), tuple(cells)), layout, self.intake)


def _keys_beside(source: Source) -> dict[int, str]:
    """Answer the keys of the second file, which may be a Word document or a plain text."""
    if not source.keys:
        return {}
    if not source.keys.startswith(b"PK"):
        return keysheets.keys_of(decode(source.keys)[0].splitlines(), {})
    package = Package(source.keys)
    package.refuse_office_dangers()
    root = _part(package, DOCUMENT)
    body = None if root is None else trees.first(root, "body")
    if body is None:
        raise FaultError(Code.NO_KEYS_IN_FILE)
    styles = _part(package, "word/styles.xml")
    words = Words(Numbering(_part(package, "word/numbering.xml"), styles), styles, {})
    reading = _Reading(words, Source("", b""), Intake())
    lines = [line.text for line in reading.lines(body)]
    return keysheets.keys_of(lines, reading.keys)


def _row_lines(row: list[list[Line]]) -> Iterator[Line]:
    carried: Line | None = None
    for cell in row:
        shown = [line for line in cell if line.text.strip()]
        if carried is None and len(shown) == 1 and ALONE.fullmatch(shown[0].text.strip()):
            carried = shown[0].cut(0)
            continue
        for line in shown:
            yield line if carried is None else _joined(carried, line)
            carried = None


def _joined(letter: Line, line: Line) -> Line:
    sign = "" if letter.text[-1] in ".):" else ":" if len(letter.text) > 3 else "."
    marks = letter.marks + letter.marks[-1:] * (len(sign) + 1) + line.marks
    return Line(f"{letter.text}{sign} {line.text}", line.where, marks)


def _keys(written: list[list[str]]) -> dict[int, str]:
    """Answer the keys of a table of numbers and letters, whichever way it runs; none of any other table."""
    found: dict[int, str] = {}
    for upper, lower in pairwise(written):
        pairs = [(NUMBER.fullmatch(up), low) for up, low in zip(upper, lower, strict=False)]
        numbered = [(int(up.group(1)), low) for up, low in pairs if up]
        if len(numbered) >= 2 and all(LETTER.fullmatch(low) for _, low in numbered):
            found |= {number: low.upper() for number, low in numbered}
    return found or _keys_in_cells(written) or _keys_across(written)


def _keys_in_cells(written: list[list[str]]) -> dict[int, str]:
    cells = [key_pairs(cell) for row in written for cell in row if cell]
    if len(cells) < 2 or not all(cells):
        return {}
    return {number: letter for pairs in cells for number, letter in pairs.items()}


def _keys_across(written: list[list[str]]) -> dict[int, str]:
    found: dict[int, str] = {}
    others = 0
    for row in written:
        pairs = [
            (NUMBER.fullmatch(number), letter) for number, letter in zip(row[::2], row[1::2], strict=False)
        ]
        good = {
            int(number.group(1)): letter.upper()
            for number, letter in pairs
            if number and LETTER.fullmatch(letter)
        }
        found |= good
        others += not good
    return found if len(found) >= 2 and others <= 1 else {}


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
