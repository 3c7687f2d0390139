"""Gathers what a reader finds in one file; the readers fill it, the report is made from it."""

from dataclasses import replace

from question_bank import checks, polishing
from question_bank.codes import Code
from question_bank.faults import Fault, FaultError
from question_bank.items import Choice, Item, Kind, fingerprint
from question_bank.places import Place
from question_bank.polishing import Lookup, no_pictures
from question_bank.reports import Layout, Report, Skipped

MAX_ITEMS = 25_000
MAX_FAULTS = 2_000
MAX_LETTERS = 20_000_000
MAX_PICTURE_BYTES = 40_000_000


class Intake:
    """Items, skipped questions, errors and warnings of a file while it is being read."""

    def __init__(self) -> None:
        """Begin empty."""
        self.items: list[Item] = []
        self.skipped: list[Skipped] = []
        self.errors: list[Fault] = []
        self.warnings: list[Fault] = []
        self.layouts: list[Layout] = []
        self._first: dict[str, Place] = {}
        self._letters = 0
        self._picture_bytes = 0

    def take(self, item: Item, lookup: Lookup = no_pictures) -> None:
        """Clean and check the item; take it in or say what is wrong with it."""
        try:
            item, warnings = polishing.polished(item, lookup)
        except FaultError as error:
            self.refuse(error.fault)
            return
        faults = checks.faults_of(item)
        if faults:
            self.refuse(replace(faults[0], also=tuple(faults[1:])))
        else:
            self._keep(item)
        for warning in warnings:
            self.warn(warning.where, warning.code, **warning.values)

    def skip(self, where: Place, kind: str, code: Code = Code.OTHER_TYPE) -> None:
        """Note a question of a type that a contest does not use."""
        self._not_endless(len(self.skipped), MAX_ITEMS)
        self.skipped.append(Skipped(kind, Fault(where, code, {"type": kind})))

    def error(self, where: Place, code: Code, **values: str | int | Place) -> None:
        """Note a question or row that cannot be taken in."""
        self.refuse(Fault(where, code, values))

    def refuse(self, fault: Fault) -> None:
        """Note a fault that some part of the reading raised; what is too much ends the reading."""
        if fault.code is Code.TOO_MANY:
            raise FaultError(fault.code, fault.where, **fault.values)
        self._not_endless(len(self.errors), MAX_FAULTS)
        self.errors.append(fault)

    def warn(self, where: Place, code: Code, **values: str | int | Place) -> None:
        """Note something worth a look."""
        if len(self.warnings) < MAX_FAULTS:
            self.warnings.append(Fault(where, code, values))

    def report(self, name: str, format_name: str) -> Report:
        """Answer everything that was gathered."""
        return Report(
            file=name,
            format=format_name,
            items=tuple(self.items),
            skipped=tuple(self.skipped),
            errors=tuple(self.errors),
            warnings=tuple(self.warnings),
            layouts=tuple(self.layouts),
        )

    def _keep(self, item: Item) -> None:
        self._not_endless(len(self.items), MAX_ITEMS)
        self._letters += len(item.text) + sum(len(choice.text) for choice in item.choices)
        self._not_endless(self._letters, MAX_LETTERS)
        self._picture_bytes += sum(len(picture.content) for picture in item.pictures)
        self._not_endless(self._picture_bytes, MAX_PICTURE_BYTES)
        words = fingerprint(item)
        if words in self._first:
            self.warn(item.where, Code.TWIN, first=self._first[words])
        self._first.setdefault(words, item.where)
        if item.kind is Kind.SINGLE and len(item.right) > 1:
            self.warn(item.where, Code.SEVERAL_RIGHT)
        self.items.append(item)

    def _not_endless(self, count: int, limit: int) -> None:
        if count >= limit:
            raise FaultError(Code.TOO_MANY, limit=limit)


def kind_of(choices: tuple[Choice, ...] | list[Choice]) -> Kind:
    """Answer the kind of a question that does not say it: several right choices make a multi."""
    return Kind.MULTI if sum(choice.right for choice in choices) > 1 else Kind.SINGLE
