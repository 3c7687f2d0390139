"""Units as a tree without fixed levels that changes with time: lines upward, moves, merges and paths."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal

# A round's tables use the tree as it stood at the last moment before its close.
JUST_BEFORE = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class NewParent:
    """From this instant on a unit stands under another one, or at the top."""

    at: datetime
    parent: str | None


@dataclass(frozen=True, slots=True)
class Unit:
    """One node; groups are the tags by which tables choose it, `parent` is where it stands at first.

    From `valid_to` on a unit with one successor counts for it; one parted among several stays by itself.
    """

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
    moves: tuple[NewParent, ...] = ()
    successors: tuple[str, ...] = ()

    def stood_at(self, instant: datetime) -> bool:
        """Did the unit exist at this instant?"""
        begun = self.valid_from is None or self.valid_from <= instant
        return begun and (self.valid_to is None or instant < self.valid_to)

    def stood_within(self, opens: datetime, closes: datetime) -> bool:
        """Did the unit exist at any time of this window?"""
        begun = self.valid_from is None or self.valid_from < closes
        return begun and (self.valid_to is None or opens < self.valid_to)

    def parent_at(self, instant: datetime) -> str | None:
        """Return the unit above at this instant, whatever has become of that one."""
        moved = [one.parent for one in self.moves if one.at <= instant]
        return moved[-1] if moved else self.parent

    def merged_into(self, instant: datetime) -> str | None:
        """Return the one unit for which its people count at this instant, None while it stands for itself."""
        if self.valid_to is None or instant < self.valid_to or len(self.successors) != 1:
            return None
        return self.successors[0]

    def change_dates(self) -> list[datetime]:
        """Return when it moves or is merged."""
        merged = [self.valid_to] if self.valid_to is not None and self.successors else []
        return [*(one.at for one in self.moves), *merged]


@dataclass(frozen=True, slots=True)
class Tree:
    """A faultless tree; `lines` holds for every unit its code and those of all above, nearest first."""

    units: Mapping[str, Unit]
    lines: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, units: Iterable[Unit]) -> "Tree":
        """Build the tree as it was at first, from units in which `tree_faults` found nothing wrong."""
        by_code = {one.code: one for one in units}
        return cls(by_code, _lines({code: one.parent for code, one in by_code.items()}))

    def at(self, instant: datetime) -> "Tree":
        """Return the tree as it stands at this instant, merged units one with their successor."""
        if not any(date <= instant for one in self.units.values() for date in one.change_dates()):
            return self
        parents = {code: self.parent_at(code, instant) for code in self.units}
        heirs = {code: self.heir(code, instant) for code in self.units}
        own = _lines({code: parent for code, parent in parents.items() if heirs[code] == code})
        units = {code: replace(self.units[code], parent=parents[code]) for code in own}
        return Tree(units, {code: own[heir] for code, heir in heirs.items()})

    def heir(self, code: str, instant: datetime) -> str:
        """Return the unit for which the people of this one count: itself, or what it has become by then."""
        into: str | None = code
        while into is not None:
            code = into
            into = self.units[code].merged_into(instant) if code in self.units else None
        return code

    def parent_at(self, code: str, instant: datetime) -> str | None:
        """Return the unit above at this instant, or what that one became."""
        parent = self.units[code].parent_at(instant)
        return None if parent is None else self.heir(parent, instant)

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


def _lines(parents: Mapping[str, str | None]) -> dict[str, tuple[str, ...]]:
    lines: dict[str, tuple[str, ...]] = {}
    for code in parents:
        _walk(code, parents, lines)
    return lines


def _walk(code: str, parents: Mapping[str, str | None], lines: dict[str, tuple[str, ...]]) -> None:
    climbed: list[str] = []
    above: str | None = code
    while above is not None and above not in lines:
        climbed.append(above)
        above = parents[above]
    line = lines[above] if above is not None else ()
    for one in reversed(climbed):
        line = (one, *line)
        lines[one] = line
