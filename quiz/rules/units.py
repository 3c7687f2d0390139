"""Units as a tree without fixed levels: paths, branches, and what is wrong with a tree."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Unit:
    """One node; groups are the tags by which tables choose it."""

    code: str
    parent: str | None = None
    name: str = ""
    groups: tuple[str, ...] = ()
    headcount: int | None = None
    population: int | None = None
    target: int | None = None
    jury: Decimal | None = None
    valid_from: datetime | None = None
    valid_to: datetime | None = None

    def stood_at(self, instant: datetime) -> bool:
        """Did the unit exist at this instant?"""
        begun = self.valid_from is None or self.valid_from <= instant
        return begun and (self.valid_to is None or instant < self.valid_to)

    def stood_within(self, opens: datetime, closes: datetime) -> bool:
        """Did the unit exist at any time of this window?"""
        begun = self.valid_from is None or self.valid_from < closes
        return begun and (self.valid_to is None or opens < self.valid_to)


@dataclass(frozen=True, slots=True)
class TreeFault:
    """One thing wrong with a tree, about the unit of this code."""

    code: str
    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class Tree:
    """A faultless tree; `lines` holds for every unit its code and those of all above, nearest first."""

    units: Mapping[str, Unit]
    lines: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, units: Iterable[Unit]) -> "Tree":
        """Build a tree from units that `tree_faults` found nothing wrong with."""
        by_code = {one.code: one for one in units}
        lines: dict[str, tuple[str, ...]] = {}
        for code in by_code:
            _walk(code, by_code, lines)
        return cls(by_code, lines)

    def line(self, code: str | None) -> tuple[str, ...]:
        """Return the unit and all above it, nearest first; a unit that is not in the tree stands alone."""
        if code is None:
            return ()
        return self.lines.get(code, (code,))

    def groups(self, code: str | None) -> frozenset[str]:
        """Return the tags of the unit and of all above it."""
        found = (self.units[one].groups for one in self.line(code) if one in self.units)
        return frozenset(tag for tags in found for tag in tags)

    def path(self, code: str) -> str:
        """Return the names from the top down, so that equal names in different places differ."""
        names = (self.units[one].name or one for one in reversed(self.line(code)) if one in self.units)
        return " / ".join(names)


NO_TREE = Tree({}, {})


def tree_faults(units: Iterable[Unit]) -> list[TreeFault]:
    """Return every fault of a list of units: equal codes, unknown parents, cycles."""
    by_code: dict[str, Unit] = {}
    faults: list[TreeFault] = []
    for one in units:
        if one.code in by_code:
            faults.append(_twice(one.code))
        by_code.setdefault(one.code, one)
    for code, one in by_code.items():
        if one.parent is not None and one.parent not in by_code:
            faults.append(_orphan(code, one.parent))
    return faults + [_circle(code) for code in _on_cycles(by_code)]


def _walk(code: str, units: Mapping[str, Unit], lines: dict[str, tuple[str, ...]]) -> None:
    climbed: list[str] = []
    above: str | None = code
    while above is not None and above not in lines:
        climbed.append(above)
        above = units[above].parent
    line = lines[above] if above is not None else ()
    for one in reversed(climbed):
        line = (one, *line)
        lines[one] = line


def _on_cycles(units: Mapping[str, Unit]) -> list[str]:
    free: set[str] = set()
    circling: list[str] = []
    for code in units:
        seen: dict[str, None] = {}
        at: str | None = code
        while at is not None and at in units and at not in free and at not in seen:
            seen[at] = None
            at = units[at].parent
        if at in seen and at not in circling:
            circling.append(str(at))
        free |= seen.keys()
    return circling


def _twice(code: str) -> TreeFault:
    return TreeFault(code, f"Mã đơn vị “{code}” xuất hiện hai lần.", f"Unit code “{code}” stands twice.")


def _orphan(code: str, parent: str) -> TreeFault:
    return TreeFault(
        code,
        f"Đơn vị “{code}” có đơn vị cha “{parent}” không tồn tại.",
        f"Unit “{code}” names a parent “{parent}” that does not exist.",
    )


def _circle(code: str) -> TreeFault:
    return TreeFault(
        code,
        f"Đơn vị “{code}” nằm trong một vòng lặp cha–con.",
        f"Unit “{code}” is above itself: its parents form a circle.",
    )
