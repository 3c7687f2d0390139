"""Bends the time of a running round: pause, resume, extend for everybody or for one branch of units."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from quiz.actions import over
from quiz.actions.moving import move_close
from quiz.actions.steps import note, require_reason, round_of
from quiz.rules.refusals.contest import UnitUnknown
from quiz.rules.refusals.office import ChangedMeanwhile
from quiz.rules.refusals.staff import MoreTimeTooShort, StepTooEarly
from quiz.rules.sentences.wording import closing
from quiz.rules.text import Text
from quiz.store import pacing, snapshots
from quiz.store.contests import ContestState, RoundState
from quiz.store.pacing import Given


@dataclass(frozen=True, slots=True)
class More:
    """More time for everybody, or for a unit and all below it.

    `seen` is how many such extensions the asker's page showed; without a page the same minutes for the same
    reason count once.
    """

    by: timedelta
    unit: str = ""
    seen: int | None = None


def pause(
    db: Connection, state: ContestState, slug: str, *, staff_id: int | None, reason: str, now: datetime
) -> bool:
    """Whether this call paused the round: nobody starts, attempts already begun may go on.

    Raises ReasonMissing.
    """
    require_reason(reason)
    if not pacing.pause(db, round_of(state, slug).id, now=now):
        return False
    note(db, state, "round.pause", slug, {}, staff_id, reason, now)
    return True


def resume(
    db: Connection, state: ContestState, slug: str, *, staff_id: int | None, reason: str, now: datetime
) -> bool:
    """Whether this call ended the pause; open attempts get back the time it took."""
    this_round = round_of(state, slug)
    since = pacing.paused_since(db, this_round.id)
    if since is None or not pacing.resume(db, this_round.id, since):
        return False
    pacing.delay(db, this_round.id, max(now - since, timedelta(0)), still_running_at=since)
    # No number of attempts: an open prediction may ask for it, and the audit page is read meanwhile.
    detail = {"seconds": int((now - since).total_seconds())}
    note(db, state, "round.resume", slug, detail, staff_id, reason, now)
    return True


def extend(
    db: Connection,
    state: ContestState,
    slug: str,
    more: More,
    *,
    staff_id: int | None,
    reason: str,
    now: datetime,
) -> int | None:
    """How many open attempts got that much more time, None where they got it before.

    For everybody the close moves too: the announced window changes, so this makes a new version of the
    rulebook. A branch has its time in later attempts as well. Raises ReasonMissing, UnitUnknown,
    ChangedMeanwhile, StepTooEarly for a round that does not run, MoreTimeTooLate, MoreTimeTooShort.
    """
    this_round = _running(db, state, slug, reason)
    unit_id = _branch(db, state, more.unit)
    if _given_before(pacing.given_to_many(db, this_round.id), more, unit_id, reason):
        return None
    _refuse_past(db, state, this_round, more.by, now)
    if unit_id is None:
        who: dict[str, Any] = {"staff_id": staff_id, "reason": reason}
        move_close(db, state, slug, lambda closes: closes + more.by, **who, now=now)
    return _extended(db, state, this_round, more.by, unit_id, staff_id, reason, now)


def _running(db: Connection, state: ContestState, slug: str, reason: str) -> RoundState:
    require_reason(reason)
    this_round = round_of(state, slug)
    over.refuse_more_time(db, state, this_round)
    if snapshots.current_state(db, this_round.id) != "scheduled":
        raise StepTooEarly(vi="vòng thi đang mở", en="an open round")
    return this_round


def _refuse_past(
    db: Connection, state: ContestState, this_round: RoundState, by: timedelta, now: datetime
) -> None:
    """Raise MoreTimeTooShort where so much more helps neither a start nor an attempt that is open."""
    latest = pacing.last_deadline(db, this_round.id)
    goes_on = latest is not None and now <= latest + state.contest.round(this_round.slug).grace
    closes = this_round.closes_at + pacing.longest_extension(db, this_round.id)
    if closes + by <= now and not goes_on:
        zone = state.contest.zone
        told = Text(closing(closes, zone, "vi"), closing(closes, zone, "en"))
        raise MoreTimeTooShort(round=state.contest.round(this_round.slug).title, closes=told)


def _branch(db: Connection, state: ContestState, unit: str) -> int | None:
    if not unit:
        return None
    unit_id = pacing.unit_number(db, state.id, unit)
    if unit_id is None:
        raise UnitUnknown(unit=unit)
    return unit_id


def _given_before(given: list[Given], more: More, unit_id: int | None, reason: str) -> bool:
    seconds = int(more.by.total_seconds())
    alike = [(one.unit_id, one.seconds) == (unit_id, seconds) for one in given]
    if more.seen is None:
        return any(same and one.reason == reason for same, one in zip(alike, given, strict=True))
    if len(given) > more.seen and not any(alike[more.seen :]):
        raise ChangedMeanwhile
    return any(alike[more.seen :])


def _extended(
    db: Connection,
    state: ContestState,
    this_round: RoundState,
    by: timedelta,
    unit_id: int | None,
    staff_id: int | None,
    reason: str,
    now: datetime,
) -> int:
    seconds = int(by.total_seconds())
    pacing.extend(
        db,
        contest_id=state.id,
        round_id=this_round.id,
        unit_id=unit_id,
        seconds=seconds,
        reason=reason,
        by_id=staff_id,
        now=now,
    )
    grace = state.contest.round(this_round.slug).grace
    moved = pacing.delay(db, this_round.id, by, still_running_at=now - grace, unit_id=unit_id)
    detail = {"seconds": seconds, "unit": unit_id}
    note(db, state, "round.extend", this_round.slug, detail, staff_id, reason, now)
    return moved
