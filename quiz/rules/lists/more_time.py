"""Who of a list has more time in a round, by the extensions that the rulebook states."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import timedelta

from quiz.rules.contest import Contest
from quiz.rules.records import Person
from quiz.rules.units import JUST_BEFORE, Tree

NONE = timedelta(0)


class MoreTime:
    """Answers for every line; a round without extensions asks for no unit."""

    def __init__(self, contest: Contest, tree: Tree, people: Mapping[str, Person]) -> None:
        self._people, self._tree = people, tree
        self._given: dict[str, dict[tuple[str | None, str | None], timedelta]] = {}
        for one in contest.extensions:
            of_round = self._given.setdefault(one.round, defaultdict(timedelta))
            of_round[one.unit, one.participant] += one.extra
        self._trees = {
            slug: tree.at(contest.round(slug).closes - JUST_BEFORE) for slug in self._given
        }  # by round, as a round's table takes it

    def of(self, in_round: str, participant: str, unit: str) -> timedelta:
        """Return how much more this person has, who began the attempt for this unit or the registered one."""
        given = self._given.get(in_round)
        if given is None:
            return NONE
        home = unit or self._unit(participant)
        line = {*self._tree.line(home), *self._trees[in_round].line(home)}
        of_units = sum((given.get((one, None), NONE) for one in line), NONE)
        return of_units + given.get((None, participant), NONE)

    def _unit(self, participant: str) -> str | None:
        person = self._people.get(participant)
        return None if person is None else person.unit
