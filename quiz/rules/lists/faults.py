"""What is wrong with single lines of lists, and warnings told by kind with a few examples."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

EXAMPLES = 5
LIKE = 0.8  # of 1: "predicton" is a misspelt "prediction", "note" is nothing


@dataclass(frozen=True, slots=True)
class LineFault:
    """One thing wrong with one line of a list; line 1 is the header."""

    line: int
    vi: str
    en: str

    def sentence(self, lang: str) -> str:
        """Say the fault in the asked language."""
        return self.en if lang == "en" else self.vi


class LineError(ValueError):
    """A line that cannot be used, with its sentence in both languages."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(en)
        self.vi, self.en = vi, en


@dataclass(slots=True)
class Warnings:
    """Attempts that deserve a look, counted by kind, the first few of each kind named."""

    counts: dict[str, int] = field(default_factory=dict)
    examples: dict[str, list[str]] = field(default_factory=dict)

    def add(self, kind: str, attempt: str) -> None:
        """Count one attempt."""
        self.counts[kind] = self.counts.get(kind, 0) + 1
        named = self.examples.setdefault(kind, [])
        if len(named) < EXAMPLES:
            named.append(attempt)

    def document(self) -> list[dict[str, object]]:
        """Return kind, number and examples of every warning."""
        return [
            {"warning": kind, "attempts": count, "examples": sorted(self.examples[kind])}
            for kind, count in sorted(self.counts.items())
        ]


def surplus(values: Sequence[str], named: int) -> LineError | None:
    """Return what is wrong with a line that fills more cells than the header has, None when it does not."""
    if not any(values[named:]):
        return None
    return LineError(
        "nhiều ô hơn dòng tiêu đề; số thập phân viết với dấu chấm (17.5), hoặc đặt ô trong ngoặc kép.",
        "more cells than the header names; write decimals with a point (17.5), or quote the cell.",
    )


def columns(header: Sequence[str], needed: Sequence[str], known: Sequence[str]) -> dict[str, int]:
    """Return where each known column stands; LineError when a needed one is absent or one stands twice."""
    names = [name.strip().casefold() for name in header]
    absent = ", ".join(f"“{name}”" for name in needed if name not in names)
    if absent:
        raise LineError(f"thiếu cột {absent}.", f"missing columns: {absent}.")
    for name in known:
        if names.count(name) > 1:
            raise LineError(f"cột “{name}” có hai lần.", f"the column “{name}” stands twice.")
    for told in strangers(header, known):
        _meant(told, [name for name in known if name not in names])
    return {name: names.index(name) for name in known if name in names}


def strangers(header: Sequence[str], known: Sequence[str]) -> tuple[str, ...]:
    """Return the columns that nobody reads, as they are written."""
    told = (name.strip() for name in header)
    return tuple(name for name in told if name and name.casefold() not in known)


def _meant(told: str, absent: Sequence[str]) -> None:
    """LineError where a column looks like a misspelt one: what it holds would be lost."""
    for name in get_close_matches(told.casefold(), absent, 1, LIKE):
        raise LineError(
            f"không có cột “{told}”: nếu là “{name}” thì sửa tên, nếu không thì bỏ cột.",
            f"unknown column “{told}”: if it is “{name}” correct its name, otherwise take it away.",
        )
