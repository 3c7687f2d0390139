"""Moves the announced end of a round: another version of the rulebook, the old window kept beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from quiz.actions import planning
from quiz.actions.amending import Weight
from quiz.rules.calendar import Move, Round
from quiz.store import contests
from quiz.store.contests import ContestState


def move_close(
    db: Connection,
    state: ContestState,
    slug: str,
    to: Callable[[datetime], datetime],
    *,
    staff_id: int | None,
    reason: str,
    now: datetime,
) -> None:
    """Let the round close at `to` of its present close, on every page and in every rule from now on."""
    # What another process moved in the meantime must not be moved back.
    contest = (contests.load(db, state.slug, state) or state).contest

    def moved(one: Round) -> Round:
        before = Move(one.opens, one.closes, now, reason)
        return replace(one, closes=to(one.closes), moves=(*one.moves, before))

    rounds = tuple(moved(one) if one.slug == slug else one for one in contest.rounds)
    wanted, who = replace(contest, rounds=rounds), staff_id
    planning.load(db, wanted, reason=reason, author_id=who, now=now, weight=Weight.AMENDMENT)
