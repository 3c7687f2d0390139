"""Starts an attempt: one open at a time, never more than any window allows, settled by the database."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from quiz.actions import barring, own_time
from quiz.actions.own_time import Hours
from quiz.actions.shelf import Shelf
from quiz.rules import limits
from quiz.rules.applied import RoundRules
from quiz.rules.limits import Extra, Used
from quiz.rules.refusals.contest import Refusal
from quiz.rules.refusals.sheet import SignedOut
from quiz.rules.stretches import sitting_window
from quiz.rules.timing import day_window, limit_windows
from quiz.store import beginnings, overdue, starts
from quiz.store.beginnings import NewAttempt
from quiz.store.contests import ContestState, RoundState
from quiz.store.starts import Asker, Span, Starter, Tally

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
    """What the start page tells: who would start, which attempt is open, how many are left, until when."""

    who: Starter
    rules: RoundRules
    open_id: str | None
    open_until: datetime | None
    left: int | None
    refusal: Refusal | None
    seen: int
    hours: Hours

    @property
    def is_for_others(self) -> bool:
        """Is the round not for this person at all, so that no attempt is left?"""
        return barring.is_personal(self.refusal)


@dataclass(frozen=True, slots=True)
class _AtDoor:
    """Who asks to begin, by which rules, and everything that is counted."""

    who: Starter
    rules: RoundRules
    tally: Tally


def doorway(
    db: Connection, shelf: Shelf, state: ContestState, this_round: RoundState, *, token: str, now: datetime
) -> Doorway:
    """The start page of a round for the person of this session; writes nothing."""
    door = _at_door(db, shelf, state, this_round, _asker(state, this_round, token, now), now)
    tally = door.tally
    windows, extra = limit_windows(door.rules, now), _extra(db, door, this_round.id, now)
    goes_on = _in_time(door, now)
    return Doorway(
        who=door.who,
        rules=door.rules,
        open_id=tally.open_id if goes_on else None,
        open_until=tally.open_deadline,
        left=limits.attempts_left(windows, _used(tally), extra),
        refusal=_ground(state, door, extra, now),
        seen=(tally.last_number or 0) - (1 if goes_on else 0),
        hours=own_time.hours(door.who, door.rules, tally, now),
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
    asker = _asker(state, this_round, caller.token, now)
    starts.lock(db, asker, now=now)
    door = _at_door(db, shelf, state, this_round, asker, now)
    there = _there(db, door, this_round.id, caller.seen, now)
    if there is not None:
        return there
    ground = _ground(state, door, _extra(db, door, this_round.id, now), now)
    if ground is not None:
        raise ground
    new = _begun(state, this_round, door, caller.evidence, now)
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
    door = _at_door(db, shelf, state, this_round, _asker(state, this_round, caller.token, now), now)
    tally = door.tally
    if door.rules.attempts.per_contest is not None:  # what begins in another round takes another number
        return None
    if _repeated(tally, caller.seen) is not None:
        return None
    if tally.open_id is not None or tally.allowed_in_contest:
        # An early close may have ended it before its time.
        return tally.open_id if door.who.closed_at is None and _in_time(door, now) else None
    if _ground(state, door, Extra(), now) is not None:
        return None
    new = _begun(state, this_round, door, caller.evidence, now)
    return new.public_id if beginnings.add(db, new) else None


def _asker(state: ContestState, this_round: RoundState, token: str, now: datetime) -> Asker:
    zone = state.contest.zone
    day = day_window(now, zone)
    sitting = sitting_window(state.contest.round(this_round.slug), now, zone) or day
    # More time lets people begin after its end: until the next one opens, they begin in this one.
    until = max(sitting.closes, now + timedelta.resolution)
    return Asker(token, state.id, this_round.id, Span(day.opens, day.closes), Span(sitting.opens, until))


def _at_door(
    db: Connection, shelf: Shelf, state: ContestState, this_round: RoundState, asker: Asker, now: datetime
) -> _AtDoor:
    found = starts.at_door(db, asker, now=now)
    if found is None:
        raise SignedOut
    who, tally = found
    return _AtDoor(who, shelf.rules(state, this_round, who.block), tally)


def _ground(state: ContestState, door: _AtDoor, extra: Extra, now: datetime) -> Refusal | None:
    """Why nothing may begin now, None when nothing speaks against it."""
    bar = barring.bar(state, door.who, door.rules, door.tally, now)
    return bar or limits.beyond(limit_windows(door.rules, now), _used(door.tally), extra)


def _begun(
    state: ContestState,
    this_round: RoundState,
    door: _AtDoor,
    evidence: Evidence,
    now: datetime,
) -> NewAttempt:
    who, tally = door.who, door.tally
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
        deadline_at=own_time.until(door.rules, tally, now),
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


def _in_time(door: _AtDoor, now: datetime) -> bool:
    """Is there an open attempt, and its time and grace are not over?"""
    until = door.tally.open_deadline
    return until is not None and now <= until + door.rules.grace


def _there(db: Connection, door: _AtDoor, round_id: int, seen: int | None, now: datetime) -> str | None:
    """The attempt that is there already: the one that this form began before, or the open one."""
    tally = door.tally
    number = _repeated(tally, seen)
    if number is not None:
        return beginnings.numbered(db, door.who.participant_id, round_id, number)
    if tally.open_id is not None and not overdue.time_out_one(
        db, tally.open_id, floor=now - door.rules.grace
    ):
        return tally.open_id
    return None


def _repeated(tally: Tally, seen: int | None) -> int | None:
    """The number of the attempt that this form asks for where it has begun already, else None."""
    return seen + 1 if seen is not None and (tally.last_number or 0) > seen else None


def _used(tally: Tally) -> Used:
    return Used(day=tally.day, sitting=tally.sitting, round=tally.round, contest=tally.contest)


def _extra(db: Connection, door: _AtDoor, round_id: int, now: datetime) -> Extra:
    tally = door.tally
    if not tally.allowed_in_contest:
        return Extra()
    begun = starts.begun(db, door.who.participant_id, round_id)
    spent = limits.spent_elsewhere(door.rules, begun, now)
    unspent = max(tally.allowed_in_round - spent, 0)
    return Extra(round=tally.allowed_in_round, today=unspent, contest=tally.allowed_in_contest)
