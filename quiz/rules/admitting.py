"""Whose attempts count and in which block, for an evaluation."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from quiz.rules.applied import RoundRules
from quiz.rules.contest import Contest
from quiz.rules.eligibility import Admission, admission, age_day, objection
from quiz.rules.joining import block_for
from quiz.rules.records import AttemptRow, Person
from quiz.rules.registration import Eligibility
from quiz.rules.units import Tree

STRANGER = Person("")


@dataclass(frozen=True, slots=True)
class Admitting:
    """Answers for every attempt; answers are kept, as most people come several times."""

    contest: Contest
    people: Mapping[str, Person]
    tree: Tree
    opens: datetime
    known: dict[tuple[object, ...], Admission] = field(default_factory=dict)

    @classmethod
    def under(cls, contest: Contest, people: Mapping[str, Person], tree: Tree) -> "Admitting":
        """Begin for a contest."""
        return cls(contest, people, tree, contest.opens)

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
        person = self.person(row)
        chosen = row.block or person.block
        if chosen is not None:
            return chosen
        day = row.started_at.astimezone(self.contest.zone).date()
        return block_for(
            self.contest, self.tree, chosen=None, unit=self.unit(row), birth=person.birth_date, on=day
        )

    def admission(self, row: AttemptRow, rules: RoundRules) -> Admission:
        """Say what the attempt is worth under the eligibility of its round and block."""
        rule = rules.eligibility
        if _open_to_all(rule):
            return Admission.FULL
        at = row.started_at
        day = age_day(rule, at=at, round_opens=rules.opens, opens=self.opens, zone=rules.zone)
        asked = (row.participant, row.unit, rules.block, day)
        if asked not in self.known:
            ground = objection(
                rule,
                participant=row.participant,
                line=self.tree.line(self.unit(row)),
                birth=self.person(row).birth_date,
                on=day,
                listed=row.participant in self.people,
            )
            self.known[asked] = admission(rule, ground)
        return self.known[asked]


def _open_to_all(rule: Eligibility) -> bool:
    ages = rule.age_min is None and rule.age_max is None
    return ages and not (rule.closed_list or rule.excluded or rule.excluded_units)
