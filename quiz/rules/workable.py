"""Rulebooks that read well and could never work: refused where one is written, never where one is stored."""

from collections.abc import Iterator

from quiz.rules.calendar_checks import calendar_faults
from quiz.rules.contest import Contest
from quiz.rules.faults import Fault
from quiz.rules.idle_checks import idle_faults
from quiz.rules.item_checks import written_item_faults
from quiz.rules.people_checks import written_eligibility_faults
from quiz.rules.reach_checks import reach_faults
from quiz.rules.sense_checks import sense_faults


def never_working(contest: Contest) -> Iterator[Fault]:
    """Yield everything in a rulebook without contradictions that can never happen."""
    yield from calendar_faults(contest)
    yield from sense_faults(contest)
    yield from idle_faults(contest)
    yield from reach_faults(contest)
    yield from written_item_faults(contest)
    yield from written_eligibility_faults(contest)
