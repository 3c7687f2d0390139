"""What stands once a round is over: the window that its result was made for, and the time it gave."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import Connection

from quiz.rules.contest import Contest
from quiz.rules.moved import moved
from quiz.rules.refusals.staff import MoreTimeTooLate, WindowStands
from quiz.rules.sentences.wording import closing, instant
from quiz.rules.text import Text
from quiz.rules.titles import round_named
from quiz.store import snapshots
from quiz.store.contests import WITH_RESULTS, ContestState, RoundState

OVER = ("closed", *WITH_RESULTS)


def refuse_changes(state: ContestState, wanted: Contest) -> None:
    """Raise WindowStands for another window of a round with a result, MoreTimeTooLate for new extensions."""
    kept = {one.slug for one in wanted.rounds}
    for one in state.rounds:
        if one.slug not in kept or one.state not in OVER:
            continue
        if one.state in WITH_RESULTS and moved(state.contest.round(one.slug), wanted.round(one.slug)):
            raise _window_stands(state, one.slug)
        if _given_more(state.contest, wanted, one.slug):
            raise MoreTimeTooLate(round=round_named(state.contest, one.slug))


def refuse_more_time(db: Connection, state: ContestState, this_round: RoundState) -> None:
    """Raise MoreTimeTooLate where the round is closed by now."""
    if is_over(db, this_round.id):
        raise MoreTimeTooLate(round=round_named(state.contest, this_round.slug))


def is_over(db: Connection, round_id: int) -> bool:
    """Is the round closed, so that nobody begins or hands in any more?"""
    return snapshots.current_state(db, round_id) in OVER


def _given_more(old: Contest, new: Contest, slug: str) -> bool:
    return any(one.round == slug for one in Counter(new.extensions) - Counter(old.extensions))


def _window_stands(state: ContestState, slug: str) -> WindowStands:
    one, zone = state.contest.round(slug), state.contest.zone
    opens = Text(instant(one.opens, zone, "vi"), instant(one.opens, zone, "en"))
    closes = Text(closing(one.closes, zone, "vi"), closing(one.closes, zone, "en"))
    return WindowStands(round=one.title, opens=opens, closes=closes)
