"""Opens and saves an attempt: what counts is what the conditional write decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from quiz.actions.shelf import Fixed, Shelf
from quiz.rules.answers import encode, shown_to_answers
from quiz.rules.refusals.contest import AlreadyHandedIn, AttemptVoid, NotFound, Refusal, TooLate
from quiz.rules.refusals.sheet import SavedElsewhere, SignedOut
from quiz.rules.sentences.wording import closing
from quiz.rules.text import Text
from quiz.store import attempts, edits, sessions
from quiz.store.attempts import Attempt
from quiz.store.contests import ContestState
from quiz.store.edits import WRITERS, Edit

SECOND = timedelta(seconds=1)
# What a page without revisions claims to have seen: everything.
SEEN_ALL = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Sitter:
    """Whose session sends something, and for which attempt."""

    token: str
    public_id: str


@dataclass(frozen=True, slots=True)
class Sent:
    """What a page sends: displayed options by position, its own rising revision and the newest it knew."""

    shown: Mapping[int, Sequence[int]]
    prediction: int | None
    revision: int
    base: int = SEEN_ALL


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a save: until when answers are taken, or why this one was not."""

    until: datetime | None = None
    refusal: Refusal | None = None


def opened(db: Connection, shelf: Shelf, state: ContestState, sitter: Sitter, *, now: datetime) -> Attempt:
    """The attempt of this person; NotFound for a stranger's, SignedOut when the session is over."""
    attempt = attempts.find(db, sitter.public_id, token=sitter.token, contest_id=state.id, now=now)
    if attempt is None:
        raise absent(db, sitter, now=now)
    shelf.fixed(attempt)
    if attempt.shared_device:
        shelf.shared_devices.keep(sitter.token, kept=True)
    return attempt


def save(
    db: Connection, shelf: Shelf, state: ContestState, sitter: Sitter, sent: Sent, *, now: datetime
) -> Saved:
    """Store the answers if nothing speaks against it; what comes too late is kept as evidence."""
    fixed = shelf.attempts.get(sitter.public_id) or shelf.fixed(opened(db, shelf, state, sitter, now=now))
    edit = edit_of(db, shelf, fixed, sent)
    grace = shelf.rules_of(state, fixed).grace
    until = edits.save(
        db,
        sitter.public_id,
        edit,
        token=sitter.token,
        contest_id=state.id,
        floor=now - grace,
        mark=f",{(now - fixed.started_at) // SECOND}",
        now=now,
    )
    if until is not None:
        return Saved(until)
    attempt = opened(db, shelf, state, sitter, now=now)
    return _not_taken(db, state, attempt, edit, grace, now)


def edit_of(db: Connection, shelf: Shelf, fixed: Fixed, sent: Sent) -> Edit:
    """What was sent, in the paper's own order; refuses what the sheet does not have."""
    sheet = shelf.sheet(db, fixed.paper_id, fixed.seed)
    return Edit(encode(shown_to_answers(sheet, sent.shown)), sent.prediction, sent.revision, sent.base)


def next_plain(revision: int) -> int:
    """The revision after that one of a page without script: all of those are the writer number 0."""
    return (revision // WRITERS + 1) * WRITERS


def is_over(attempt: Attempt, grace: timedelta, now: datetime) -> bool:
    """Can nothing be added any more, because time and grace are over?"""
    if attempt.state != "in_progress":
        return attempt.state == "timed_out"
    return attempt.end_at < now - grace and not attempt.clock_stands


def written_elsewhere(attempt: Attempt, edit: Edit) -> bool:
    """Did another page load write what the sender of this edit has not seen?"""
    return attempt.revision > edit.base and attempt.revision % WRITERS != edit.revision % WRITERS


def too_late(state: ContestState, attempt: Attempt) -> TooLate:
    """The refusal that names the end of this attempt in the contest's time zone."""
    zone = state.contest.zone
    return TooLate(deadline=Text(closing(attempt.end_at, zone, "vi"), closing(attempt.end_at, zone, "en")))


def absent(db: Connection, sitter: Sitter, *, now: datetime) -> Refusal:
    """Why the attempt was not found: the session is over, or it is not this person's."""
    return NotFound() if sessions.is_living(db, sitter.token, now=now) else SignedOut()


def _not_taken(
    db: Connection, state: ContestState, attempt: Attempt, edit: Edit, grace: timedelta, now: datetime
) -> Saved:
    if attempt.voided_at is not None:
        return Saved(refusal=AttemptVoid())
    if attempt.state == "handed_in":
        return Saved(refusal=AlreadyHandedIn())
    if is_over(attempt, grace, now):
        edits.keep_late(db, attempt.id, edit, now=now)
        return Saved(refusal=too_late(state, attempt))
    if written_elsewhere(attempt, edit):
        return Saved(refusal=SavedElsewhere())
    return Saved(attempt.end_at)  # a newer save of the same page overtook this one
