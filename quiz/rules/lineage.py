"""Under which units each unit has stood so far: whoever comes from an excluded one stays excluded."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from quiz.rules.contest import Contest
from quiz.rules.registration import Eligibility
from quiz.rules.units import NO_TREE, Tree, Unit


@dataclass(frozen=True, slots=True)
class Stage:
    """What stood above each unit from one change of the tree to the next; None is without begin or end."""

    begins: datetime | None
    ends: datetime | None
    lines: Mapping[str, tuple[str, ...]]

    def saw(self, unit: Unit) -> bool:
        """Did the unit begin before this stage was over?"""
        return unit.valid_from is None or self.ends is None or unit.valid_from < self.ends


@dataclass(frozen=True, slots=True)
class Lineage:
    """The stages of a tree, the first one first."""

    units: Mapping[str, Unit]
    stages: tuple[Stage, ...]

    @classmethod
    def of(cls, tree: Tree) -> "Lineage":
        """Go through every move and merger of this tree."""
        dates = sorted({date for one in tree.units.values() for date in one.change_dates()})
        lines = [tree.lines, *(tree.at(date).lines for date in dates)]
        return cls(tree.units, tuple(map(Stage, [None, *dates], [*dates, None], lines)))

    @classmethod
    def asked_by(cls, contest: Contest, tree: Tree) -> "Lineage":
        """Go through them where the rulebook excludes units; elsewhere nobody asks."""
        own = [one.eligibility for one in contest.blocks if one.eligibility is not None]
        return cls.of(tree if any(one.excluded_units for one in (contest.eligibility, *own)) else NO_TREE)

    def until(self, code: str, instant: datetime) -> frozenset[str]:
        """Return the unit, what it became and every unit above it at any time up to this instant."""
        unit = self.units.get(code)
        if unit is None:
            return frozenset((code,))
        seen = (one for one in self.stages if one.begins is None or one.begins <= instant)
        return frozenset((code,)).union(*(one.lines[code] for one in seen if one.saw(unit)))


def barred_units(
    rules: Iterable[Eligibility], lineage: Lineage, codes: Iterable[str], instant: datetime
) -> frozenset[str]:
    """Return which of these units every one of the rules excludes at this instant."""
    named = [frozenset(rule.excluded_units) for rule in rules]
    if not named or not all(named):
        return frozenset()
    above = {code: lineage.until(code, instant) for code in codes}
    return frozenset(code for code, line in above.items() if all(line & one for one in named))
