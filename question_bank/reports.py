"""What reading a question file gave: items, and everything to be said about the rest."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from question_bank.codes import Code
from question_bank.faults import Fault
from question_bank.items import Item, Kind, item_document, item_from_document
from question_bank.places import Place


class Meaning(StrEnum):
    """What a column of a spreadsheet holds."""

    IGNORED = "ignored"
    TEXT = "text"
    CHOICE = "choice"
    CHOICES = "choices"  # all options in one cell
    KEY = "key"
    KIND = "kind"
    TOPIC = "topic"
    DIFFICULTY = "difficulty"
    EXPLANATION = "explanation"
    SOURCE = "source"
    SLUG = "slug"
    SECONDS = "seconds"
    VALID_ON = "valid_on"
    VALID_TO = "valid_to"


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of one sheet as found or as corrected by a person; header row 0 means there is none."""

    sheet: str
    header_row: int
    headers: tuple[str, ...]
    meanings: tuple[Meaning, ...]

    def to_document(self) -> dict[str, Any]:
        """Give the layout as a JSON-able document."""
        meanings = [meaning.value for meaning in self.meanings]
        return {
            "sheet": self.sheet,
            "header_row": self.header_row,
            "headers": list(self.headers),
            "meanings": meanings,
        }


def layout_from_document(document: Mapping[str, Any]) -> Layout:
    """Rebuild the layout that `Layout.to_document` wrote."""
    meanings = tuple(Meaning(meaning) for meaning in document["meanings"])
    return Layout(document["sheet"], document["header_row"], tuple(document["headers"]), meanings)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A question of a type that a contest does not use."""

    type: str
    fault: Fault

    def to_document(self, lang: str) -> dict[str, str]:
        """Give it as `quiz bank check --json` prints it."""
        where = self.fault.where.sentence(lang)
        return {"where": where, "type": self.type, "reason": self.fault.sentence(lang)}


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that a file gave; errors are questions not taken in, warnings are questions to look at."""

    file: str
    format: str
    items: tuple[Item, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    errors: tuple[Fault, ...] = ()
    warnings: tuple[Fault, ...] = ()
    layouts: tuple[Layout, ...] = ()

    def to_document(self, lang: str) -> dict[str, Any]:
        """Give the document of `quiz bank check --json`."""
        counted = Counter(item.kind for item in self.items)
        return {
            "file": self.file,
            "format": self.format,
            "imported": {kind.value: counted[kind] for kind in Kind},
            "skipped": [skipped.to_document(lang) for skipped in self.skipped],
            "errors": [fault.to_document(lang) for fault in self.errors],
            "warnings": [fault.to_document(lang) for fault in self.warnings],
        }


def report_document(report: Report) -> dict[str, Any]:
    """Give the whole report, items included, as the reading process hands it to its parent."""
    return {
        "file": report.file,
        "format": report.format,
        "items": [[item_document(item), item.where.to_document()] for item in report.items],
        "skipped": [[skipped.type, _fault_document(skipped.fault)] for skipped in report.skipped],
        "errors": [_fault_document(fault) for fault in report.errors],
        "warnings": [_fault_document(fault) for fault in report.warnings],
        "layouts": [layout.to_document() for layout in report.layouts],
    }


def report_from_document(document: Mapping[str, Any]) -> Report:
    """Rebuild the report that `report_document` wrote."""
    return Report(
        file=document["file"],
        format=document["format"],
        items=tuple(item_from_document(item, Place(**where)) for item, where in document["items"]),
        skipped=tuple(Skipped(kind, _fault(fault)) for kind, fault in document["skipped"]),
        errors=tuple(_fault(fault) for fault in document["errors"]),
        warnings=tuple(_fault(fault) for fault in document["warnings"]),
        layouts=tuple(layout_from_document(layout) for layout in document["layouts"]),
    )


def _fault_document(fault: Fault) -> dict[str, Any]:
    values = {
        name: value.to_document() if isinstance(value, Place) else value
        for name, value in fault.values.items()
    }
    also = [_fault_document(other) for other in fault.also]
    return {"where": fault.where.to_document(), "code": fault.code.name, "values": values, "also": also}


def _fault(document: Mapping[str, Any]) -> Fault:
    values = {
        name: Place(**value) if isinstance(value, dict) else value
        for name, value in document["values"].items()
    }
    also = tuple(_fault(other) for other in document["also"])
    return Fault(Place(**document["where"]), Code[document["code"]], values, also)
