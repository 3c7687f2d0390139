"""The paragraphs of a Word document as lines whose letters remember how they were marked."""

import unicodedata
from collections.abc import Iterator
from dataclasses import replace

from question_bank import formulas, trees
from question_bank.answering import UNREADABLE
from question_bank.marked import Line, Mark
from question_bank.numbering import Numbering
from question_bank.places import Place
from question_bank.trees import Element, attribute

SKIPPED = {"del", "moveFrom", "pPr", "rPr", "instrText", "delText", "sdtPr", "txbxContent", "Fallback", "tbl"}
SIGNS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-"}
NOTED = {"txbxContent", "footnoteReference", "endnoteReference"}
DRAWN = ("drawing", "pict", "object")
OFF = ("none", "0", "false", "off", "nil")
DARK = ("auto", "000000", "")
RAISED = str.maketrans("0123456789+-=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ")
LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp")

Piece = tuple[str, Mark]


class Words:
    """Reads paragraphs; counts the automatic numbers on the way, so each is read once and in order."""

    def __init__(self, numbering: Numbering, styles: Element | None, pictures: dict[str, str]) -> None:
        """Keep what the paragraphs refer to: lists, character styles, and pictures by relation."""
        self._numbering = numbering
        self._pictures = pictures
        self._styles = {} if styles is None else _character_styles(styles)
        self.left_out: set[str] = set()

    def lines(self, paragraph: Element, where: Place) -> list[Line]:
        """Give the lines of one paragraph; soft breaks part them."""
        properties = next(iter(trees.children(paragraph, "pPr")), None)
        pieces = list(self._label(properties))
        for child in paragraph:
            pieces += self._pieces(child, Mark.NONE)
        text = "".join(piece for piece, _ in pieces)
        marks = b"".join(bytes([mark]) * len(piece) for piece, mark in pieces)
        return list(_parted(Line(text, where, marks)))

    def _label(self, properties: Element | None) -> Iterator[Piece]:
        label = self._numbering.label(properties)
        if label and properties is not None:
            own = trees.children(properties, "rPr")
            yield f"{label} ", _marks(own[0], self._styles) if own else Mark.NONE

    def _pieces(self, element: Element, mark: Mark) -> Iterator[Piece]:
        kind = trees.name(element)
        if kind in NOTED:
            self.left_out.add(kind)
        if kind in SKIPPED or not kind:
            return
        if kind == "r":
            yield from self._run(element)
            return
        shown = self._shown(element, kind)
        if shown is not None:
            yield shown, mark
            return
        for child in element:
            yield from self._pieces(child, mark)

    def _shown(self, element: Element, kind: str) -> str | None:
        """Answer what the element shows by itself, or None when its children have to be asked."""
        if kind == "t":
            return unicodedata.normalize("NFC", element.text or "")
        if kind == "br":
            return "" if attribute(element, "type") == "page" else "\n"
        if kind == "oMath":
            return formulas.linear(element) or UNREADABLE
        return self._drawing(element, kind) if kind in DRAWN else SIGNS.get(kind)

    def _run(self, run: Element) -> Iterator[Piece]:
        properties = next(iter(trees.children(run, "rPr")), None)
        mark = Mark.NONE if properties is None else _marks(properties, self._styles)
        table = None if properties is None else _shift(properties)
        for child in run:
            for text, bits in self._pieces(child, mark):
                yield text.translate(table) if table else text, bits

    def _drawing(self, element: Element, kind: str) -> str:
        if trees.first(element, "txbxContent") is not None:
            self.left_out.add("txbxContent")
            return ""
        references = [
            attribute(inner, "embed", "id", "link") for inner in trees.walk(element, "blip", "imagedata")
        ]
        shown = [reference for reference in references if reference in self._pictures]
        if kind == "object" or (references and not shown):
            return UNREADABLE
        return "".join(f"\ue110{reference}\ue111" for reference in shown[:1])


def _marks(properties: Element, styles: dict[str, Mark]) -> Mark:
    said = {trees.name(child): attribute(child, "val") for child in properties}
    mark = styles.get(said.get("rStyle", ""), Mark.NONE)
    if said.get("u", "none") not in OFF:
        mark |= Mark.UNDERLINE
    if said.get("highlight", "none") not in OFF or _shaded(properties):
        mark |= Mark.HIGHLIGHT
    if said.get("color", "auto").lower() not in DARK:
        mark |= Mark.COLOUR
    return mark | Mark.BOLD if said.get("b", "0" if "b" not in said else "1") not in OFF else mark


def _shaded(properties: Element) -> bool:
    fills = [attribute(child, "fill").lower() for child in trees.children(properties, "shd")]
    return any(fill not in ("auto", "ffffff", "") for fill in fills)


def _shift(properties: Element) -> dict[int, int] | None:
    said = [attribute(child, "val") for child in trees.children(properties, "vertAlign")]
    return {"superscript": RAISED, "subscript": LOWERED}.get(said[0]) if said else None


def _character_styles(styles: Element) -> dict[str, Mark]:
    found = {}
    for style in trees.children(styles, "style"):
        own = trees.children(style, "rPr")
        if own and attribute(style, "type") == "character":
            found[attribute(style, "styleId")] = _marks(own[0], {})
    return found


def _parted(line: Line) -> Iterator[Line]:
    begin = 0
    for part in line.text.split("\n"):
        yield replace(line, text=part.rstrip(), marks=line.marks[begin : begin + len(part.rstrip())])
        begin += len(part) + 1
