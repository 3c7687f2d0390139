"""How finely a result tells two times apart, so that no list shows more."""

from quiz.rules.contest import Contest
from quiz.rules.counting import STEPS


def time_step(contest: Contest, scope: str, block: str) -> int:
    """The microseconds below which this result (a round's slug, or "") tells no two times apart."""
    ranking = contest.rules_for(scope, block or None).ranking if scope else contest.overall.ranking
    return STEPS[ranking.precision]
