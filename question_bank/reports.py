"""What reading a question file gave: items, and everything to be said about the rest."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from question_bank.codes import Code
from question_bank.faults import Fault
from question_bank.items import Item, Kind, item_document, item_from_document
from question_bank.places import Place

PAGE = 50  # questions that travel and are shown together
MAX_REMARKS = 2_000


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
    remarks: tuple[Fault, ...] = ()  # what a careful editor would notice; nothing is left out for it

    def counted(self) -> dict[str, int]:
        """Answer how many items of each kind there are."""
        counted = Counter(item.kind for item in self.items)
        return {kind.value: counted[kind] for kind in Kind}

    def to_document(self, lang: str) -> dict[str, Any]:
        """Give the document of `quiz bank check --json`."""
        return {
            "file": self.file,
            "format": self.format,
            "imported": self.counted(),
            "skipped": [skipped.to_document(lang) for skipped in self.skipped],
            "errors": [fault.to_document(lang) for fault in self.errors],
            "warnings": [fault.to_document(lang) for fault in self.warnings],
            "remarks": [fault.to_document(lang) for fault in self.remarks],
        }


def documents(report: Report) -> Iterator[Any]:
    """Give the report as the reading process hands it over: all but the items, then the items by pages."""
    notes = _by_spot([*report.warnings, *report.remarks])
    yield {
        "file": report.file,
        "format": report.format,
        "imported": report.counted(),
        "skipped": [[skipped.type, _fault_document(skipped.fault)] for skipped in report.skipped],
        "errors": [_fault_document(fault) for fault in report.errors],
        "warnings": [_fault_document(fault) for fault in report.warnings],
        "layouts": [layout.to_document() for layout in report.layouts],
        "remarks": [_fault_document(fault) for fault in report.remarks[:MAX_REMARKS]],
        "remarked": Counter(fault.code.name for fault in report.remarks),
    }
    for start in range(0, len(report.items), PAGE):
        yield [
            {
                "item": item_document(item),
                "where": item.where.to_document(),
                "notes": [_fault_document(fault) for fault in notes.get(item.where.spot, ())],
            }
            for item in report.items[start : start + PAGE]
        ]


def report_from(head: Mapping[str, Any], pages: Iterable[Any] = ()) -> Report:
    """Rebuild the report of `documents`, or what its head tells where no pages are given."""
    return Report(
        file=head["file"],
        format=head["format"],
        items=tuple(item for page in pages for item in items_of(page)),
        skipped=tuple(Skipped(kind, _fault(fault)) for kind, fault in head["skipped"]),
        errors=tuple(_fault(fault) for fault in head["errors"]),
        warnings=tuple(_fault(fault) for fault in head["warnings"]),
        layouts=tuple(layout_from_document(layout) for layout in head["layouts"]),
        remarks=tuple(_fault(fault) for fault in head["remarks"]),
    )


def items_of(page: Iterable[Mapping[str, Any]]) -> Iterator[Item]:
    """Give the items of one page of `documents`."""
    for entry in page:
        yield item_from_document(entry["item"], Place(**entry["where"]))


def notes_of(entry: Mapping[str, Any]) -> list[Fault]:
    """Answer what was noticed about one question of a page."""
    return [_fault(fault) for fault in entry["notes"]]


def _by_spot(faults: Iterable[Fault]) -> dict[Place, list[Fault]]:
    found: dict[Place, list[Fault]] = defaultdict(list)
    for fault in faults:
        found[fault.where.spot].append(fault)
    return found


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
