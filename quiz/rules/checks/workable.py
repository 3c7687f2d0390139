"""Rulebooks that read well and could never work: refused where one is written, never where one is stored."""

from collections.abc import Iterator

from quiz.rules.checks.calendar import calendar_faults
from quiz.rules.checks.idle import idle_faults
from quiz.rules.checks.items import written_item_faults
from quiz.rules.checks.people import written_eligibility_faults
from quiz.rules.checks.reach import reach_faults
from quiz.rules.checks.sense import sense_faults
from quiz.rules.contest import Contest
from quiz.rules.faults import Fault


def never_working(contest: Contest) -> Iterator[Fault]:
    """Yield everything in a rulebook without contradictions that can never happen."""
    yield from calendar_faults(contest)
    yield from sense_faults(contest)
    yield from idle_faults(contest)
    yield from reach_faults(contest)
    yield from written_item_faults(contest)
    yield from written_eligibility_faults(contest)
