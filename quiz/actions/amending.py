"""What loading a changed rulebook would do to a running contest, and what of it is refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from sqlalchemy import Connection

from quiz.actions.steps import require_reason
from quiz.rules.asking import asked_anew, known_otherwise
from quiz.rules.calendar import CountsFrom
from quiz.rules.changes import KeyChange, Passage, key_changes, passages
from quiz.rules.contest import Contest
from quiz.rules.decided import with_decisions_of
from quiz.rules.differing import Course, Touch, reranged, touches
from quiz.rules.judging import Guesses
from quiz.rules.moved import on_record, recorded
from quiz.rules.reaching import reached, redrawn
from quiz.rules.refusals.staff import (
    AmendmentNeeded,
    AmendmentRefused,
    CloseHasPassed,
    PeopleKnownAlready,
)
from quiz.rules.registration import Field
from quiz.rules.titles import round_named
from quiz.rules.touched import AMENDABLE, WORDS, Touched
from quiz.store import guesses, people
from quiz.store.contests import WITH_RESULTS, ContestState, RoundState

RUNNING = "scheduled"
FROZEN_STATES = (RUNNING, "closed", *WITH_RESULTS)
NO_GUESSES: Guesses = MappingProxyType({})


class Weight(StrEnum):
    """How far a change may go: attempts made stay as they are, or what they stand on is amended."""

    CHANGE = "change"
    AMENDMENT = "amendment"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A changed rulebook beside the one that applies.

    `cut` are running rounds that it would end, `outdated` those whose result must be computed again; `people`
    registered by the old form, counted where it changes.
    """

    old: Contest
    new: Contest
    touches: tuple[Touch, ...]
    cut: tuple[str, ...] = ()
    outdated: tuple[str, ...] = ()
    people: int = 0

    @property
    def keys(self) -> tuple[KeyChange, ...]:
        """Every key that changes."""
        return key_changes(self.old, self.new)

    def passages(self, lang: str) -> tuple[Passage, ...]:
        """The sentences that go and come, by heading."""
        return passages(self.old, self.new, lang)

    @property
    def asked_anew(self) -> tuple[Field, ...]:
        """Fields that people who registered before did not have to fill in."""
        return asked_anew(self.old.registration, self.new.registration) if self.people else ()


def propose(
    state: ContestState,
    wanted: Contest,
    *,
    reason: str,
    now: datetime,
    made: Guesses = NO_GUESSES,
) -> Proposal:
    """The changes that this rulebook would bring, with the windows and decisions it leaves on record.

    `made` are the guesses that a changed range may leave out.
    """
    dropped = {one.slug for one in state.rounds} - {one.slug for one in wanted.rounds}
    course = _course(state, dropped, made, now)
    frozen = [one for one in state.rounds if one.state in FROZEN_STATES]
    bound = [one.slug for one in frozen]
    new = with_decisions_of(state.contest, on_record(state.contest, wanted, bound), bound)
    found = touches(state.contest, new, course)
    if reason.strip():
        left = [one.round for one in found if one.what is Touched.WINDOW]
        new = recorded(state.contest, new, left, reason, now)
    running = [one.slug for one in frozen if one.state == RUNNING and one.slug not in dropped]
    cut, outdated = tuple(_cut(state.contest, new, running, now)), tuple(_outdated(state, new, course))
    return Proposal(state.contest, new, found, cut, outdated)


def proposed(db: Connection, state: ContestState, wanted: Contest, *, reason: str, now: datetime) -> Proposal:
    """The same with the guesses made and the people registered; asks for each only where it matters."""
    made = guesses.spans(db, state.id) if reranged(state.contest, wanted) else NO_GUESSES
    found = propose(state, wanted, reason=reason, now=now, made=made)
    if wanted.registration == state.contest.registration:
        return found
    return replace(found, people=people.registered(db, state.id))


def refuse_beyond(weight: Weight, proposal: Proposal, reason: str) -> None:
    """Raise for a change that goes too far.

    CloseHasPassed, PeopleKnownAlready, AmendmentRefused, AmendmentNeeded, or ReasonMissing.
    """
    if proposal.cut:
        raise CloseHasPassed(round=round_named(proposal.old, proposal.cut[0]))
    keys = known_otherwise(proposal.old.registration, proposal.new.registration)
    if keys and proposal.people:
        raise PeopleKnownAlready(people=proposal.people, keys=", ".join(keys))
    for one in proposal.touches:
        words, title = WORDS[one.what], round_named(proposal.old, one.round)
        if one.what not in AMENDABLE:
            raise AmendmentRefused(round=title, vi=words.vi, en=words.en)
        if weight is not Weight.AMENDMENT:
            raise AmendmentNeeded(round=title, vi=words.vi, en=words.en)
    if proposal.touches:
        require_reason(reason)


def _outdated(state: ContestState, new: Contest, course: Course) -> Iterator[str]:
    """The rounds to compute again; the result of the whole contest is made anew with any of them."""
    found = [slug for slug in reached(state.contest, new) if slug in course.counted]
    yield from found
    whole = len(course.counted) == len(state.rounds) and redrawn(state.contest, new)
    if whole and not found:
        yield [*course.counted][-1]


def _course(state: ContestState, dropped: set[str], made: Guesses, now: datetime) -> Course:
    frozen = [one for one in state.rounds if one.state in FROZEN_STATES]
    opened = [one.slug for one in frozen if _has_opened(one, now)]
    # A month that counts its weeks is judged from the first of them on, whether it is scheduled or not.
    above = {state.contest.round(slug).parent for slug in opened}
    months = [
        one.slug
        for one in state.contest.rounds
        if one.slug in above and one.counts is CountsFrom.CHILDREN and one.slug not in dropped
    ]
    return Course(
        bound=tuple(dict.fromkeys((*sorted(dropped), *(one.slug for one in frozen)))),
        opened=opened,
        judged=tuple(dict.fromkeys((*opened, *months))),
        counted=[one.slug for one in state.rounds if one.state in WITH_RESULTS],
        guesses=made,
    )


def _has_opened(one: RoundState, now: datetime) -> bool:
    return one.state != RUNNING or one.opens_at <= now


def _cut(old: Contest, new: Contest, running: list[str], now: datetime) -> Iterator[str]:
    """An extension that still ends in the past takes nothing away: only an earlier close cuts."""
    for slug in running:
        if new.round(slug).closes < old.round(slug).closes and new.round(slug).closes <= now:
            yield slug
