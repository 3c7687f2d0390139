"""Where each round stands, in the words of citizens' pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from quiz.rules.contest import Contest
from quiz.rules.sentences.results import invitation
from quiz.rules.text import Text
from quiz.rules.timing import Phase, phase
from quiz.store.contests import ContestState, RoundState


class Stand(StrEnum):
    """A round as a citizen meets it."""

    OPEN = "open"
    PAUSED = "paused"
    BETWEEN = "between"
    NOT_YET = "not_yet"
    CLOSED = "closed"
    PROVISIONAL = "provisional"
    FINAL = "final"


SHOWS_RESULT = frozenset({Stand.PROVISIONAL, Stand.FINAL})


@dataclass(frozen=True, slots=True)
class RoundCard:
    """A round with its title, window and stand; `enterable` rounds are no parents of others.

    `invitation` says who may enter, None where everybody may.
    """

    slug: str
    title: Text
    opens_at: datetime
    closes_at: datetime
    stand: Stand
    enterable: bool
    invitation: Text | None = None

    @property
    def has_result(self) -> bool:
        """Is there a provisional or final result to see?"""
        return self.stand in SHOWS_RESULT


def cards(state: ContestState, now: datetime) -> tuple[RoundCard, ...]:
    """Every round of the contest in the order of its calendar."""
    parents = {one.parent_id for one in state.rounds}
    return tuple(
        RoundCard(
            slug=one.slug,
            title=state.contest.round(one.slug).title,
            opens_at=one.opens_at,
            closes_at=one.closes_at,
            stand=stand(state.contest, one, now),
            enterable=one.id not in parents,
            invitation=invitation(state.contest, one.slug),
        )
        for one in state.rounds
    )


def stand(contest: Contest, one: RoundState, now: datetime) -> Stand:
    """Where a round stands at an instant: its written state first, then the clock."""
    if one.state in (Stand.PROVISIONAL, Stand.FINAL):
        return Stand(one.state)
    if one.state == "closed" or one.closed_at is not None or now >= one.closes_at:
        return Stand.CLOSED
    if one.state == "draft" or now < one.opens_at:
        return Stand.NOT_YET
    if one.paused_at is not None:
        return Stand.PAUSED
    between = phase(contest.round(one.slug), now, contest.zone) is Phase.BETWEEN
    return Stand.BETWEEN if between else Stand.OPEN
