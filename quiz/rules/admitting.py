"""Whose attempts count and in which block, for an evaluation."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from quiz.rules.applied import RoundRules
from quiz.rules.contest import Contest
from quiz.rules.eligibility import Admission, admission, age_day, objection
from quiz.rules.joining import block_for
from quiz.rules.lineage import Lineage
from quiz.rules.records import AttemptRow, Person
from quiz.rules.registration import AgeAt, Eligibility
from quiz.rules.units import JUST_BEFORE, Tree

STRANGER = Person("")


@dataclass(frozen=True, slots=True)
class Admitting:
    """Answers for every attempt; answers are kept, as most people come several times."""

    contest: Contest
    people: Mapping[str, Person]
    tree: Tree
    opens: datetime
    closes: datetime
    first_day: date
    last_day: date
    lineage: Lineage
    trees: Mapping[str, Tree] = field(default_factory=dict)  # by round, where the tree changes
    known: dict[tuple[object, ...], Admission | None] = field(default_factory=dict)

    @classmethod
    def under(cls, contest: Contest, people: Mapping[str, Person], tree: Tree) -> "Admitting":
        """Begin for a contest."""
        opens, closes, zone = contest.opens, contest.closes, contest.zone
        days = opens.astimezone(zone).date(), closes.astimezone(zone).date()
        lineage = Lineage.asked_by(contest, tree)
        return cls(contest, people, tree, opens, closes, *days, lineage, trees=_trees(contest, tree))

    def person(self, row: AttemptRow) -> Person:
        """Return the person of an attempt, an unknown one without any detail."""
        return self.people.get(row.participant, STRANGER)

    def unit(self, row: AttemptRow) -> str | None:
        """Return the unit at the start of the attempt, else the registered one."""
        return row.unit if row.unit is not None else self.person(row).unit

    def block(self, row: AttemptRow) -> str | None:
        """Return the block of an attempt, None where it has none."""
        if not self.contest.blocks:
            return None
        return row.block or self.block_of(row.participant, row.unit, row.round, row.started_at)

    def block_of(self, participant: str, unit: str | None, in_round: str, started: datetime) -> str | None:
        """Return the block of a person, by what is registered, who begins an attempt for this unit."""
        person = self.people.get(participant, STRANGER)
        if person.block is not None:
            return person.block
        return block_for(
            self.contest,
            self.trees.get(in_round, self.tree),
            chosen=None,
            unit=unit if unit is not None else person.unit,
            birth=person.birth_date,
            on=started.astimezone(self.contest.zone).date(),
        )

    def admission(self, row: AttemptRow, rules: RoundRules) -> Admission:
        """Say what the attempt is worth under the eligibility of its round and block."""
        if _open_to_all(rules.eligibility):
            return Admission.FULL
        asked = (row.participant, row.unit, rules.block, row.round if self.trees else "")
        if asked not in self.known:
            self.known[asked] = self._throughout(row, rules)
        found = self.known[asked]
        if found is not None and self.opens <= row.started_at < self.closes:
            return found
        return self._on(row, rules, self._day(rules, row.started_at))

    def _throughout(self, row: AttemptRow, rules: RoundRules) -> Admission | None:
        """Return what holds of the person during the whole contest, None where a birthday may decide."""
        rule = rules.eligibility
        if rule.age_at is AgeAt.DATE:
            return self._on(row, rules, self._day(rules, self.opens))
        first = self._on(row, rules, self.first_day)
        if rule.age_max is None and first is Admission.FULL:
            return first
        return first if first is self._on(row, rules, self.last_day) else None

    def _day(self, rules: RoundRules, at: datetime) -> date:
        rule = rules.eligibility
        return age_day(rule, at=at, round_opens=rules.opens, opens=self.opens, zone=rules.zone)

    def _on(self, row: AttemptRow, rules: RoundRules, day: date) -> Admission:
        rule, person = rules.eligibility, self.person(row)
        ground = objection(
            rule,
            participant=row.participant,
            line=self._line(row),
            birth=person.birth_date,
            on=day,
            listed=row.participant in self.people,
            nationality=person.nationality,
        )
        return admission(rule, ground)

    def _line(self, row: AttemptRow) -> frozenset[str]:
        """The unit and all that it has been or stood below by the close of this round."""
        unit = self.unit(row)
        if unit is None:
            return frozenset()
        return self.lineage.until(unit, self.contest.round(row.round).closes - JUST_BEFORE)


def _trees(contest: Contest, tree: Tree) -> dict[str, Tree]:
    if not any(one.change_dates() for one in tree.units.values()):
        return {}
    return {one.slug: tree.at(one.closes - JUST_BEFORE) for one in contest.rounds}


def _open_to_all(rule: Eligibility) -> bool:
    ages = rule.age_min is None and rule.age_max is None
    return ages and not (rule.closed_list or rule.excluded or rule.excluded_units or rule.nationality)
