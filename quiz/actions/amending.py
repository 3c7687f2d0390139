"""What loading a changed rulebook would do to a running contest, and what of it is refused."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from quiz.actions.steps import require_reason
from quiz.rules.contest import Contest
from quiz.rules.differing import (
    AMENDABLE,
    WORDS,
    KeyChange,
    Passage,
    Touch,
    key_changes,
    passages,
    touches,
)
from quiz.rules.staff_refusals import AmendmentNeeded, AmendmentRefused
from quiz.store.contests import ContestState

FROZEN_STATES = ("scheduled", "closed", "provisional", "final")


class Weight(StrEnum):
    """How far a change may go: attempts made stay as they are, or what they stand on is amended."""

    CHANGE = "change"
    AMENDMENT = "amendment"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A changed rulebook beside the one that applies."""

    old: Contest
    new: Contest
    touches: tuple[Touch, ...]

    @property
    def keys(self) -> tuple[KeyChange, ...]:
        """Every key that changes."""
        return key_changes(self.old, self.new)

    def passages(self, lang: str) -> tuple[Passage, ...]:
        """The sentences that go and come, by heading."""
        return passages(self.old, self.new, lang)

    @property
    def needs_amendment(self) -> bool:
        """Does it alter what attempts were made under, in a way that may be amended?"""
        return bool(self.touches) and all(one.what in AMENDABLE for one in self.touches)


def propose(state: ContestState, wanted: Contest) -> Proposal:
    """The changes that this rulebook would bring."""
    bound = [one.slug for one in state.rounds if one.state in FROZEN_STATES]
    dropped = {one.slug for one in state.rounds} - {one.slug for one in wanted.rounds}
    return Proposal(
        state.contest, wanted, touches(state.contest, wanted, [*dict.fromkeys((*sorted(dropped), *bound))])
    )


def refuse_beyond(weight: Weight, proposal: Proposal, reason: str) -> None:
    """Raise AmendmentRefused, AmendmentNeeded or ReasonMissing for a change that goes too far."""
    for one in proposal.touches:
        words = WORDS[one.what]
        if one.what not in AMENDABLE:
            raise AmendmentRefused(round=one.round, vi=words.vi, en=words.en)
        if weight is not Weight.AMENDMENT:
            raise AmendmentNeeded(round=one.round, vi=words.vi, en=words.en)
    if proposal.touches:
        require_reason(reason)
