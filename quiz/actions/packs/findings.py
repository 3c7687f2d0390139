"""What going through a result pack finds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import zip_longest
from typing import Any

from quiz.rules.text import Text

# A list longer than this is read by nobody; the rest is counted.
MOST = 1_000


class Verdict(StrEnum):
    """What a recount comes to: no more may be said than was gone through."""

    AGREES = "agrees"
    AGREES_IN_PART = "agrees_in_part"
    NO_RESULT = "no_result"
    DIFFERS = "differs"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What was not checked, by the file that it would be in, and why."""

    file: str
    why: Text


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing in which the pack and the recount differ."""

    file: str
    where: str
    packed: str
    recounted: str


@dataclass(slots=True)
class Findings:
    """How much was gone through, the digest of the recounted results, and every difference."""

    attempts: int = 0
    seals: int = 0
    unsealed: int = 0
    results: list[str] = field(default_factory=list)
    not_recounted: list[LeftOut] = field(default_factory=list)
    digest: str = ""
    differences: list[Difference] = field(default_factory=list)
    more: int = 0

    @property
    def agrees(self) -> bool:
        """Does everything in the pack follow from its attempts, papers and rulebook?"""
        return not self.differences

    @property
    def verdict(self) -> Verdict:
        """What may be said of the pack as a whole."""
        if self.differences:
            return Verdict.DIFFERS
        if not self.results:
            return Verdict.NO_RESULT
        return Verdict.AGREES_IN_PART if self.not_recounted else Verdict.AGREES

    def leave_out(self, file: str, why: Text) -> None:
        """Note what cannot be checked, so that nobody takes it for checked."""
        self.not_recounted.append(LeftOut(file, why))

    def compare_rows(self, file: str, where: str, packed: list[Any], recounted: list[Any]) -> None:
        """Note the rows that differ: of units, unit by unit, so that one missing row shifts no other."""
        for name, was, anew in _paired(packed, recounted):
            self.compare(file, f"{where} {name}", was, anew)

    def compare(self, file: str, where: str, packed: Any, recounted: Any) -> None:
        """Note two values that differ; equal ones are no news."""
        if packed == recounted:
            return
        if len(self.differences) < MOST:
            self.differences.append(Difference(file, where, str(packed), str(recounted)))
        else:
            self.more += 1


def _paired(packed: list[Any], recounted: list[Any]) -> Iterator[tuple[object, Any, Any]]:
    before, after = _by_unit(packed), _by_unit(recounted)
    if before is None or after is None:
        pairs = zip_longest(packed, recounted)
        yield from ((number, was, anew) for number, (was, anew) in enumerate(pairs, 1))
        return
    for unit in sorted(before.keys() | after.keys()):
        yield unit, before.get(unit), after.get(unit)


def _by_unit(rows: list[Any]) -> dict[str, Any] | None:
    """The rows by their unit, None where they are not one row a unit."""
    named = {row["unit"]: row for row in rows if isinstance(row, dict) and isinstance(row.get("unit"), str)}
    return named if len(named) == len(rows) else None
