"""Reads the question types of H5P that are choices; of the package only two documents and named pictures."""

import json
from collections.abc import Callable
from typing import Any

from question_bank import markup
from question_bank.codes import Code
from question_bank.faults import FaultError
from question_bank.intake import Intake
from question_bank.items import Choice, Item, Kind, Markup, truth_choices
from question_bank.packages import Package
from question_bank.places import Place
from question_bank.source import Source

MAX_ENTRIES = 5_000
CONTENT = "content/content.json"
BROKEN = (KeyError, TypeError, AttributeError, ValueError, IndexError)
Document = dict[str, Any]


def read(source: Source, intake: Intake) -> None:
    """Read the question, or the questions of a set."""
    package = Package(source.content, MAX_ENTRIES)
    outline, content = _document(package, "h5p.json"), _document(package, CONTENT)
    _read(str(outline.get("mainLibrary", "?")), content, Place(file=CONTENT), package, intake)


def _read(library: str, content: Document, where: Place, package: Package, intake: Intake) -> None:
    reader = READERS.get(library.split(" ")[0])
    if reader is None:
        intake.skip(where, library.split(" ")[0][:60])
        return
    try:
        reader(content, where, package, intake)
    except BROKEN:
        intake.error(where, Code.BAD_JSON)


def _multiple_choice(content: Document, where: Place, package: Package, intake: Intake) -> None:
    choices = tuple(
        Choice(answer["text"], right=answer.get("correct") is True) for answer in content["answers"]
    )
    said = content.get("behaviour", {}).get("type", "auto")
    several = sum(choice.right for choice in choices) > 1
    kind = Kind.MULTI if said == "multi" or (said == "auto" and several) else Kind.SINGLE
    item = Item(kind, _question(content), choices, markup=Markup.HTML, where=where)
    intake.take(item, _pictures(package))


def _true_false(content: Document, where: Place, package: Package, intake: Intake) -> None:
    choices = truth_choices(str(content["correct"]).lower() == "true")
    item = Item(Kind.TRUEFALSE, _question(content), choices, markup=Markup.HTML, where=where)
    intake.take(item, _pictures(package))


def _question_set(content: Document, where: Place, package: Package, intake: Intake) -> None:
    for number, question in enumerate(content["questions"], 1):
        _read(question["library"], question["params"], _numbered(where, number), package, intake)


def _single_choice_set(content: Document, where: Place, _package: Package, intake: Intake) -> None:
    for number, question in enumerate(content["choices"], 1):
        # this type always stores the right answer first
        choices = tuple(Choice(text, right=place == 0) for place, text in enumerate(question["answers"]))
        place = _numbered(where, number)
        intake.take(Item(Kind.SINGLE, question["question"], choices, markup=Markup.HTML, where=place))


READERS: dict[str, Callable[[Document, Place, Package, Intake], None]] = {
    "H5P.MultiChoice": _multiple_choice,
    "H5P.TrueFalse": _true_false,
    "H5P.QuestionSet": _question_set,
    "H5P.SingleChoiceSet": _single_choice_set,
}


def _question(content: Document) -> str:
    text: str = content["question"]
    media = content.get("media") or {}
    file = ((media.get("type") or {}).get("params") or {}).get("file") or {}
    path = file.get("path", "")
    return f'<p><img src="{markup.attribute(path)}" alt=""></p>{text}' if path else text


def _pictures(package: Package) -> Callable[[str], bytes | None]:
    def look(address: str) -> bytes | None:
        name = f"content/{address}"
        return package.read(name) if name in package.names else None

    return look


def _numbered(where: Place, number: int) -> Place:
    return Place(file=where.file, number=number)


def _document(package: Package, name: str) -> Document:
    try:
        document = json.loads(package.read(name))
    except (ValueError, RecursionError) as error:
        raise FaultError(Code.BAD_JSON, Place(file=name)) from error
    if not isinstance(document, dict):
        raise FaultError(Code.BAD_JSON, Place(file=name))
    return document
