"""Starts an attempt: one open at a time, never more than any window allows, settled by the database."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from quiz.actions import barring
from quiz.actions.shelf import Shelf, with_close
from quiz.rules import limits
from quiz.rules.applied import RoundRules
from quiz.rules.limits import Extra, Used
from quiz.rules.refusals import Refusal
from quiz.rules.sheet_refusals import SignedOut
from quiz.rules.timing import day_window, deadline, limit_windows, sitting_window
from quiz.store import beginnings, overdue, starts
from quiz.store.beginnings import NewAttempt
from quiz.store.contests import ContestState, RoundState
from quiz.store.starts import Span, Starter, Tally

# Short enough to be read out on the telephone, long enough not to be guessed: 60 bits without I, L, O, U.
RECEIPT_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RECEIPT_LENGTH = 12
PUBLIC_ID_BYTES, SEED_BYTES = 15, 16


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a start came from; disclosed to people and expiring."""

    address: str | None = None
    device_digest: str | None = None
    agent_class: str | None = None
    channel: str = "web"


@dataclass(frozen=True, slots=True)
class Caller:
    """Whose session asks for an attempt, from where, and how many attempts the form's page knew of."""

    token: str
    evidence: Evidence
    seen: int | None = None


@dataclass(frozen=True, slots=True)
class Doorway:
    """What the start page tells: who would start, which attempt is open, how many are left."""

    who: Starter
    rules: RoundRules
    open_id: str | None
    open_until: datetime | None
    left: int | None
    refusal: Refusal | None
    seen: int


def doorway(
    db: Connection, shelf: Shelf, state: ContestState, this_round: RoundState, *, token: str, now: datetime
) -> Doorway:
    """The start page of a round for the person of this session; writes nothing."""
    who = starts.starter(db, token=token, contest_id=state.id, round_id=this_round.id, now=now)
    if who is None:
        raise SignedOut
    rules = shelf.rules(state, this_round, who.block)
    tally = _tally(db, who, this_round.id, rules, now)
    windows, extra = limit_windows(rules, now), _extra(db, who, this_round.id, rules, tally, now)
    goes_on = _in_time(tally, rules, now)
    return Doorway(
        who=who,
        rules=rules,
        open_id=tally.open_id if goes_on else None,
        open_until=tally.open_deadline,
        left=limits.attempts_left(windows, _used(tally), extra),
        refusal=barring.bar(state, who, rules, tally, now) or limits.beyond(windows, _used(tally), extra),
        seen=(tally.last_number or 0) - (1 if goes_on else 0),
    )


def start(
    db: Connection,
    shelf: Shelf,
    state: ContestState,
    this_round: RoundState,
    caller: Caller,
    *,
    now: datetime,
) -> str:
    """The public id of the person's open attempt: a new one, or the one that is there already."""
    who = starts.locked_starter(db, token=caller.token, contest_id=state.id, round_id=this_round.id, now=now)
    if who is None:
        raise SignedOut
    rules = shelf.rules(state, this_round, who.block)
    tally = _tally(db, who, this_round.id, rules, now)
    there = _there(db, who, this_round.id, tally, caller.seen, floor=now - rules.grace)
    if there is not None:
        return there
    ground = barring.bar(state, who, rules, tally, now) or limits.beyond(
        limit_windows(rules, now), _used(tally), _extra(db, who, this_round.id, rules, tally, now)
    )
    if ground is not None:
        raise ground
    new = _begun(state, this_round, who, tally, rules, caller.evidence, now)
    if beginnings.add(db, new):
        return new.public_id
    # Somebody began without the lock between our look and our write: now there is more to see.
    return start(db, shelf, state, this_round, caller, now=now)


def start_at_once(
    db: Connection,
    shelf: Shelf,
    state: ContestState,
    this_round: RoundState,
    caller: Caller,
    *,
    now: datetime,
) -> str | None:
    """A new attempt's public id without a lock; None where `start` has to look, and maybe to refuse.

    Whatever else begins in this round meanwhile takes the number that this one would have.
    """
    who = starts.starter(db, token=caller.token, contest_id=state.id, round_id=this_round.id, now=now)
    if who is None:
        return None
    rules = shelf.rules(state, this_round, who.block)
    if rules.attempts.per_contest is not None:  # what begins in another round takes another number
        return None
    tally = _tally(db, who, this_round.id, rules, now)
    if _is_repeat(tally, caller.seen):
        return None
    if tally.open_id is not None or tally.allowed_in_contest:
        # An early close may have ended it before its time.
        return tally.open_id if who.closed_at is None and _in_time(tally, rules, now) else None
    windows = limit_windows(rules, now)
    if barring.bar(state, who, rules, tally, now) or limits.beyond(windows, _used(tally), Extra()):
        return None
    new = _begun(state, this_round, who, tally, rules, caller.evidence, now)
    return new.public_id if beginnings.add(db, new) else None


def _begun(
    state: ContestState,
    this_round: RoundState,
    who: Starter,
    tally: Tally,
    rules: RoundRules,
    evidence: Evidence,
    now: datetime,
) -> NewAttempt:
    closing = with_close(rules, timedelta(seconds=tally.unit_seconds))
    return NewAttempt(
        public_id=secrets.token_urlsafe(PUBLIC_ID_BYTES),
        receipt=_receipt(),
        seed=secrets.token_bytes(SEED_BYTES),
        leaf_nonce=secrets.token_bytes(SEED_BYTES),
        contest_id=state.id,
        round_id=this_round.id,
        participant_id=who.participant_id,
        block=who.block,
        unit_id=who.unit_id,
        paper_id=tally.paper_id,
        number=(tally.last_number or 0) + 1,
        rulebook_number=who.rulebook_number or state.rulebook_number,
        started_at=now,
        deadline_at=deadline(now, closing, timedelta(seconds=tally.person_seconds)),
        address=evidence.address,
        device_digest=evidence.device_digest,
        agent_class=evidence.agent_class,
        channel=evidence.channel,
    )


def _receipt() -> str:
    """A name for the attempt that cannot be counted from outside; a byte holds each letter equally often."""
    return "".join(
        RECEIPT_LETTERS[byte % len(RECEIPT_LETTERS)] for byte in secrets.token_bytes(RECEIPT_LENGTH)
    )


def _tally(db: Connection, who: Starter, round_id: int, rules: RoundRules, now: datetime) -> Tally:
    day = day_window(now, rules.zone)
    sitting = sitting_window(rules.round, now, rules.zone) or day
    return starts.tally(
        db, who, round_id, day=Span(day.opens, day.closes), sitting=Span(sitting.opens, sitting.closes)
    )


def _in_time(tally: Tally, rules: RoundRules, now: datetime) -> bool:
    """Is there an open attempt, and its time and grace are not over?"""
    return tally.open_deadline is not None and now <= tally.open_deadline + rules.grace


def _there(
    db: Connection, who: Starter, round_id: int, tally: Tally, seen: int | None, *, floor: datetime
) -> str | None:
    """The attempt that is there already: the one that this form began before, or the open one."""
    if seen is not None and _is_repeat(tally, seen):
        return beginnings.numbered(db, who.participant_id, round_id, seen + 1)
    if tally.open_id is not None and not overdue.time_out_one(db, tally.open_id, floor=floor):
        return tally.open_id
    return None


def _is_repeat(tally: Tally, seen: int | None) -> bool:
    """Has the attempt that this form asks for begun already?"""
    return seen is not None and (tally.last_number or 0) > seen


def _used(tally: Tally) -> Used:
    return Used(day=tally.day, sitting=tally.sitting, round=tally.round, contest=tally.contest)


def _extra(
    db: Connection, who: Starter, round_id: int, rules: RoundRules, tally: Tally, now: datetime
) -> Extra:
    if not tally.allowed_in_contest:
        return Extra()
    begun = starts.begun(db, who.participant_id, round_id)
    spent = limits.spent_elsewhere(rules, begun, now)
    unspent = max(tally.allowed_in_round - spent, 0)
    return Extra(round=tally.allowed_in_round, today=unspent, contest=tally.allowed_in_contest)
