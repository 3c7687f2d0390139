"""What may be shown when; a quantity that an open prediction asks for is shown to nobody."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from enum import StrEnum

from quiz.rules.applied import RoundRules
from quiz.rules.calendar import Round
from quiz.rules.contest import Contest
from quiz.rules.display import Live, Shown, When
from quiz.rules.guess import Guess, Quantity, Scope
from quiz.rules.timing import NO_EXTENSION, last_arrival


class Figure(StrEnum):
    """Figures that pages, metrics and exports may carry."""

    PARTICIPANTS = "participants"
    ATTEMPTS = "attempts"
    REGISTERED = "registered"
    UNIT_TABLE = "unit_table"
    BOARD = "board"
    SCORES = "scores"
    VISITS = "visits"


TURNOUT = frozenset(
    {Figure.PARTICIPANTS, Figure.ATTEMPTS, Figure.REGISTERED, Figure.UNIT_TABLE, Figure.VISITS}
)
MARKS = frozenset({Figure.BOARD, Figure.SCORES})
# What tells a guessed quantity, or lets one estimate it well.
TELLS = {
    Quantity.PARTICIPANTS: TURNOUT,
    Quantity.ATTEMPTS: TURNOUT,
    Quantity.ALL_CORRECT_PEOPLE: TURNOUT | MARKS,
    Quantity.CORRECT_PEOPLE: TURNOUT | MARKS,
}


def hidden_quantities(
    contest: Contest, now: datetime, extension: timedelta = NO_EXTENSION
) -> frozenset[Figure]:
    """Return the figures of the contest that nobody may see now, staff included: an open prediction asks."""
    return _union(rules for rules in _all(contest) if _guessing(contest, rules, now, extension))


def hidden_in(
    contest: Contest, this_round: Round, now: datetime, extension: timedelta = NO_EXTENSION
) -> frozenset[Figure]:
    """Return the figures of one round that nobody may see now; those of a settled round may be seen."""
    near = {this_round.slug, this_round.parent}
    asking = (
        rules
        for rules in _all(contest)
        if rules.prediction.scope is Scope.CONTEST
        or rules.round.slug in near
        or rules.round.parent in near - {None}
    )
    return _union(rules for rules in asking if _guessing(contest, rules, now, extension))


def live(contest: Contest, this_round: Round, figure: Figure, now: datetime) -> Live:
    """Say whether the public sees a figure of a round now: live, as it was when frozen, or not at all."""
    if figure in hidden_in(contest, this_round, now):
        return Live.HIDDEN
    setting = _setting(contest, figure)
    if setting is not Live.FROZEN or now >= this_round.closes:
        return setting if now < this_round.closes else Live.VISIBLE
    return Live.VISIBLE if now < this_round.closes - contest.publication.frozen_before else Live.FROZEN


def own_result(contest: Contest, this_round: Round, now: datetime) -> Shown:
    """Say what participants see of their own attempts of a round now."""
    feedback = contest.feedback
    return feedback.shows if _reached(contest, this_round, feedback.score_at, now) else Shown.NOTHING


def answers_shown(contest: Contest, this_round: Round, now: datetime, last_use: datetime) -> bool:
    """May right answers be shown now? `last_use` is when the last round that uses the item has closed."""
    return now > last_use and _reached(contest, this_round, contest.feedback.answers_at, now)


def _all(contest: Contest) -> Iterator[RoundRules]:
    return (contest.rules_for(one.slug, block) for one in contest.rounds for block in contest.block_slugs())


def _union(asking: Iterable[RoundRules]) -> frozenset[Figure]:
    return frozenset(figure for rules in asking for figure in TELLS[rules.prediction.quantity])


def _guessing(contest: Contest, rules: RoundRules, now: datetime, extension: timedelta) -> bool:
    if rules.prediction.kind is not Guess.NUMBER:
        return False
    if rules.prediction.scope is not Scope.CONTEST:
        return rules.opens <= now <= last_arrival(rules, extension)
    return contest.opens <= now <= max(last_arrival(one, extension) for one in _all(contest))


def _setting(contest: Contest, figure: Figure) -> Live:
    if figure is Figure.UNIT_TABLE:
        return contest.publication.unit_table
    if figure in MARKS:
        return contest.publication.board
    return contest.publication.counts


def _reached(contest: Contest, this_round: Round, when: When, now: datetime) -> bool:
    if when is When.NEVER:
        return False
    if when is When.HAND_IN:
        return True
    ends = [one.slug for one in contest.rounds] if when is When.CONTEST_END else [this_round.slug]
    blocks = contest.block_slugs()
    return all(now > last_arrival(contest.rules_for(slug, block)) for slug in ends for block in blocks)
