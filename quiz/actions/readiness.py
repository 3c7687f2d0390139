"""What is still missing before a round can be scheduled, as a list with remedies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from quiz.actions.scheduling import ready_paper
from quiz.rules.calendar import CountsFrom
from quiz.rules.refusals.contest import Refusal, RoundEnded
from quiz.store.contests import ContestState, RoundState


@dataclass(frozen=True, slots=True)
class Check:
    """One condition; `block` is None where it is about the whole round, `refusal` None when it is met."""

    block: str | None
    refusal: Refusal | None
    questions: int = 0


def checklist(db: Connection, state: ContestState, this_round: RoundState, *, now: datetime) -> list[Check]:
    """The window, and the paper of every block."""
    window = Check(None, RoundEnded() if this_round.closes_at <= now else None)
    if state.contest.round(this_round.slug).counts is CountsFrom.CHILDREN:
        return [window]
    return [window, *(_paper(db, state, this_round, block) for block in state.contest.block_slugs())]


def _paper(db: Connection, state: ContestState, this_round: RoundState, block: str | None) -> Check:
    try:
        _, pool = ready_paper(db, state, this_round, block)
    except Refusal as refusal:
        return Check(block or "", refusal)
    return Check(block or "", None, len(pool))
