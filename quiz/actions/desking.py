"""The acts of the desk upon one person: each has a reason, leaves a note, and may be sent twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from quiz.actions import correcting, over
from quiz.actions.steps import round_of
from quiz.rules.refusals.contest import NotFound, ReasonMissing
from quiz.rules.refusals.office import ChangedMeanwhile, NotAllowedHere, OpenAttemptExists
from quiz.store import audit, bending, codes, desk, known, sessions
from quiz.store.codes import CodeKey, EntryCode
from quiz.store.contests import WITH_RESULTS, ContestState
from quiz.store.desk import Bent, Found

MOST_MINUTES = 24 * 60
MOST_ATTEMPTS = 5
STANDINGS = ("full", "may_not_win", "excluded")


@dataclass(frozen=True, slots=True)
class Act:
    """Who of the staff does something, why, and when."""

    staff_id: int
    reason: str
    now: datetime


def look(db: Connection, state: ContestState, person: Found, *, staff_id: int, now: datetime) -> None:
    """Note that somebody of the staff opened this person's details."""
    _note(db, state, "desk.view", person.code, {}, Act(staff_id, "", now))


def searched(db: Connection, state: ContestState, found: int, *, staff_id: int, now: datetime) -> None:
    """Note a search among people; what was typed may be a name and is not kept."""
    _note(db, state, "desk.search", "people", {"found": found}, Act(staff_id, "", now))


def correct(
    db: Connection, state: ContestState, person: Found, typed: Mapping[str, str], *, key: CodeKey, act: Act
) -> tuple[str, ...]:
    """Correct a person's details whatever the rulebook lets the person do; the names of what changed.

    Raises EntryRefused with every fault by field.
    """
    _require_reason(act)
    details = known.by_id(db, state.id, person.id)
    if details is None:
        raise NotFound
    every = frozenset(one.name for one in state.contest.registration.fields)
    changed = correcting.correct(db, state, details, typed, only=every, key=key, now=act.now)
    if changed:
        _note(db, state, "desk.correct", person.code, {"fields": list(changed)}, act)
    return changed


def new_code(db: Connection, state: ContestState, person: Found, *, key: CodeKey, act: Act) -> EntryCode:
    """A new entry code, told once; the old one stops working, devices signed in stay signed in."""
    _require_reason(act)
    [entry] = codes.issue(db, key, [person.id], issued_by=act.staff_id, now=act.now)
    _note(db, state, "desk.code", person.code, {}, act)
    return entry


def sign_out(db: Connection, state: ContestState, person: Found, *, act: Act) -> None:
    """End the person's sessions on all devices."""
    _require_reason(act)
    sessions.revoke_all_of(db, participant_id=person.id, now=act.now)
    _note(db, state, "desk.sign_out", person.code, {}, act)


def extend(
    db: Connection, state: ContestState, person: Found, slug: str, *, minutes: int, seen: int, act: Act
) -> None:
    """Give a person more time in a round, in an open attempt at once and in every later one.

    `seen` is how many extensions the page showed: the same form sent twice counts once.
    """
    _require_reason(act)
    _refuse_beyond(minutes, MOST_MINUTES)
    this_round = round_of(state, slug)
    over.refuse_more_time(db, state, this_round)
    bending.lock(db, person.id)
    if _sent_before(desk.extended(db, person.id), seen, minutes * 60, act):
        return
    moved = bending.extend(
        db,
        contest_id=state.id,
        round_id=this_round.id,
        person_id=person.id,
        by=timedelta(minutes=minutes),
        reason=act.reason,
        by_id=act.staff_id,
        now=act.now,
    )
    detail = {"round": slug, "minutes": minutes, "open_attempts": moved}
    _note(db, state, "desk.extend", person.code, detail, act)


def allow(
    db: Connection, state: ContestState, person: Found, slug: str, *, more: int, seen: int, act: Act
) -> None:
    """Give a person more attempts in a round; the same form sent twice counts once."""
    _require_reason(act)
    _refuse_beyond(more, MOST_ATTEMPTS)
    this_round = round_of(state, slug)
    bending.lock(db, person.id)
    if _sent_before(desk.allowed(db, person.id), seen, more, act):
        return
    bending.allow(
        db,
        round_id=this_round.id,
        person_id=person.id,
        attempts_more=more,
        reason=act.reason,
        by_id=act.staff_id,
        now=act.now,
    )
    _note(db, state, "desk.allow", person.code, {"round": slug, "attempts": more}, act)


def void(db: Connection, state: ContestState, person: Found, public_id: str, *, act: Act) -> bool:
    """Void an attempt; whether a result that is already made must be computed again."""
    _require_reason(act)
    outdated = _result_made(db, state, person, public_id)
    if bending.void(db, person.id, public_id, reason=act.reason, now=act.now):
        _note(db, state, "desk.void", person.code, {"attempt": public_id}, act)
    return outdated


def restore(db: Connection, state: ContestState, person: Found, public_id: str, *, act: Act) -> bool:
    """Let a voided attempt count again; whether a result that is already made must be computed again.

    Raises OpenAttemptExists where the person has begun another one since.
    """
    _require_reason(act)
    outdated = _result_made(db, state, person, public_id)
    try:
        with db.begin_nested():
            restored = bending.restore(db, person.id, public_id)
    except IntegrityError:
        raise OpenAttemptExists from None
    if restored:
        _note(db, state, "desk.restore", person.code, {"attempt": public_id}, act)
    return outdated


def judge(db: Connection, state: ContestState, person: Found, standing: str, *, act: Act) -> None:
    """Decide that a person may win, may play without winning, or is excluded; reversible."""
    _require_reason(act)
    if standing not in STANDINGS:
        raise NotFound
    if bending.set_standing(db, person.id, standing, act.reason):
        _note(db, state, "desk.standing", person.code, {"standing": standing}, act)


def settle(db: Connection, state: ContestState, flag_id: int, *, act: Act) -> None:
    """Settle a flag with the reason as its settlement."""
    _require_reason(act)
    if bending.settle(db, state.id, flag_id, settlement=act.reason, by_id=act.staff_id, now=act.now):
        _note(db, state, "desk.flag", str(flag_id), {}, act)


def _require_reason(act: Act) -> None:
    if not act.reason.strip():
        raise ReasonMissing


def _refuse_beyond(amount: int, most: int) -> None:
    if not 1 <= amount <= most:
        raise NotAllowedHere(
            vi=f"Số phải từ 1 đến {most}. Bạn nhập lại.",
            en=f"The number must be from 1 to {most}. Please enter it again.",
        )


def _sent_before(given: list[Bent], seen: int, amount: int, act: Act) -> bool:
    if len(given) == seen:
        return False
    newest = given[-1] if given else None
    if newest and len(given) == seen + 1 and (newest.amount, newest.reason) == (amount, act.reason):
        return True
    raise ChangedMeanwhile


def _result_made(db: Connection, state: ContestState, person: Found, public_id: str) -> bool:
    round_id = bending.round_of(db, person.id, public_id)
    if round_id is None:
        raise NotFound
    return state.round_by_id(round_id).state in WITH_RESULTS


def _note(
    db: Connection,
    state: ContestState,
    act_name: str,
    subject: str,
    detail: Mapping[str, object],
    act: Act,
) -> None:
    audit.record(
        db,
        chain=state.slug,
        staff_id=act.staff_id,
        act=act_name,
        subject=subject,
        detail=detail,
        reason=act.reason,
        now=act.now,
    )
