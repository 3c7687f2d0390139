"""What every branch of the unit tree did, each person counted once in a branch."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from quiz.rules.contest import RollUp
from quiz.rules.counting import THOUSAND
from quiz.rules.units import Tree


@dataclass(slots=True)
class Presence:
    """What one person did under one unit; best score in thousandths over the valid attempts."""

    attempts: int = 0
    valid: int = 0
    best: int = 0

    def join(self, other: "Presence") -> None:
        """Add what the same person did elsewhere in the branch."""
        self.best = max(self.best, other.best) if self.valid and other.valid else self.best + other.best
        self.attempts += other.attempts
        self.valid += other.valid


@dataclass(slots=True)
class Sums:
    """What a unit or branch did; score in thousandths, one best attempt a person."""

    participants: int = 0
    attempts: int = 0
    valid: int = 0
    score: int = 0
    winners: int = 0
    weight: Decimal = Decimal(0)
    at_marks: dict[Fraction, int] = field(default_factory=dict)

    def take(self, person: Presence, marks: Sequence[Fraction]) -> None:
        """Count one person."""
        self.attempts += person.attempts
        if not person.valid:
            return
        self.valid += person.valid
        self.participants += 1
        self.score += person.best
        for mark in marks:
            self.at_marks[mark] = self.at_marks.get(mark, 0) + (person.best >= mark * THOUSAND)

    def add(self, below: "Sums") -> None:
        """Count everybody of a unit below."""
        self.participants += below.participants
        self.attempts += below.attempts
        self.valid += below.valid
        self.score += below.score
        for mark, people in below.at_marks.items():
            self.at_marks[mark] = self.at_marks.get(mark, 0) + people


Presences = Mapping[tuple[str, str], Presence]
Won = Iterable[tuple[str | None, Decimal]]


def branch_sums(
    presences: Presences, won: Won, tree: Tree, roll_up: RollUp, marks: Sequence[Fraction]
) -> dict[str, Sums]:
    """Return what each unit did, with its branch or alone; `won` is unit and weight of every prize."""
    alone, scattered = _alone(presences, marks)
    sums: dict[str, Sums] = {}
    for unit, own in alone.items():
        for code in _counted_in(unit, tree, roll_up):
            sums.setdefault(code, Sums()).add(own)
    for places in scattered.values():
        for code, person in _joined(places, tree, roll_up).items():
            sums.setdefault(code, Sums()).take(person, marks)
    for won_by, weight in won:
        for code in _counted_in(won_by, tree, roll_up):
            branch = sums.setdefault(code, Sums())
            branch.winners += 1
            branch.weight += weight
    return sums


def _alone(
    presences: Presences, marks: Sequence[Fraction]
) -> tuple[dict[str, Sums], dict[str, dict[str, Presence]]]:
    units: dict[str, Sums] = {}
    scattered = _in_several(presences)
    for (participant, unit), person in presences.items():
        if participant in scattered:
            scattered[participant][unit] = person
        else:
            units.setdefault(unit, Sums()).take(person, marks)
    return units, scattered


def _in_several(presences: Presences) -> dict[str, dict[str, Presence]]:
    people = {participant for participant, _ in presences}
    if len(people) == len(presences):
        return {}
    first: dict[str, str] = {}
    return {participant: {} for participant, unit in presences if first.setdefault(participant, unit) != unit}


def _joined(places: Mapping[str, Presence], tree: Tree, roll_up: RollUp) -> dict[str, Presence]:
    branches: dict[str, Presence] = {}
    for unit, person in places.items():
        for code in _counted_in(unit, tree, roll_up):
            branches.setdefault(code, Presence()).join(person)
    return branches


def _counted_in(unit: str | None, tree: Tree, roll_up: RollUp) -> tuple[str, ...]:
    line = tree.line(unit)
    return line if roll_up is RollUp.BRANCH else line[:1]
