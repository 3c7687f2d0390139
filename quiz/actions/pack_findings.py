"""What going through a result pack finds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

# A list longer than this is read by nobody; the rest is counted.
MOST = 1_000


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
    results: list[str] = field(default_factory=list)
    not_recounted: list[str] = field(default_factory=list)
    digest: str = ""
    differences: list[Difference] = field(default_factory=list)
    more: int = 0

    @property
    def agrees(self) -> bool:
        """Does everything in the pack follow from its attempts, papers and rulebook?"""
        return not self.differences

    def compare(self, file: str, where: str, packed: Any, recounted: Any) -> None:
        """Note two values that differ; equal ones are no news."""
        if packed == recounted:
            return
        if len(self.differences) < MOST:
            self.differences.append(Difference(file, where, str(packed), str(recounted)))
        else:
            self.more += 1
