"""The steps of a round once it is scheduled: close, when due or early, and publish; each safe to repeat."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from quiz.actions.moving import move_close
from quiz.actions.steps import note, require_reason, round_of
from quiz.rules import metric
from quiz.rules.awards import Repeat
from quiz.rules.contest import TableScope
from quiz.rules.refusals.office import ResultOutdated
from quiz.rules.refusals.staff import StepTooEarly
from quiz.rules.timing import settled
from quiz.store import outdating, pacing, rounds, snapshots
from quiz.store.contests import ContestState, RoundState
from quiz.store.snapshots import Snapshot


def close(
    db: Connection, state: ContestState, slug: str, *, staff_id: int | None, reason: str, now: datetime
) -> bool:
    """Whether this call closed the round (False: it was closed); attempts still open end now.

    Raises StepTooEarly for a round that was never scheduled, ReasonMissing before its announced end.
    """
    this_round = round_of(state, slug)
    if snapshots.current_state(db, this_round.id) == "draft":
        raise StepTooEarly(vi="lên lịch", en="scheduling")
    if now < this_round.closes_at:
        require_reason(reason)
    if not rounds.step(db, this_round.id, to="closed", before=("scheduled",), closed_at=now, paused_at=None):
        return False
    if this_round.opens_at < now < this_round.closes_at:
        # Boards, answers and hidden figures wait for the announced end: they must not wait for it any more.
        move_close(db, state, slug, lambda _announced: now, staff_id=staff_id, reason=reason, now=now)
    detail = {"cut": pacing.cut(db, this_round.id, at=now), "early": now < this_round.closes_at}
    note(db, state, "round.close", slug, detail, staff_id, reason, now)
    return True


def close_due(db: Connection, state: ContestState, *, now: datetime) -> list[str]:
    """The rounds that this call closed because their last possible hand-in is over."""
    return [
        one.slug
        for one in state.rounds
        if one.state == "scheduled"
        and one.paused_at is None
        and is_settled(db, state, one, now=now)
        and close(db, state, one.slug, staff_id=None, reason="", now=now)
    ]


def publish(
    db: Connection, state: ContestState, slug: str, *, staff_id: int | None, reason: str, now: datetime
) -> bool:
    """Whether this call made the provisional result final; prizes that wait for a tie elsewhere still wait.

    Raises StepTooEarly before there is one, ResultOutdated when it must be computed again first.
    """
    this_round = round_of(state, slug)
    if snapshots.current_state(db, this_round.id) == "provisional" and is_outdated(db, state, this_round):
        raise ResultOutdated
    if rounds.step(db, this_round.id, to="final", before=("provisional",), published_at=now):
        shown = snapshots.shown(db, state.id, slug)
        detail: dict[str, Any] = {"version": shown.version, "digest": shown.digest} if shown else {}
        detail |= left_open(shown) if shown else {}
        note(db, state, "round.publish", slug, detail, staff_id, reason, now)
        return True
    if snapshots.current_state(db, this_round.id) != "final":
        raise StepTooEarly(vi="tính kết quả", en="finalising")
    return False


def left_open(shown: Snapshot) -> dict[str, int]:
    """What an announcement of this result leaves open, as far as there is any.

    "waiting": prizes that a tie elsewhere may take or move; "undecided": its own ties over prizes.
    """
    blocks = shown.summary.get("blocks", {}).values()
    waiting = sum(told.get("waiting", 0) for told in blocks)
    undecided = sum(len(told.get("undecided", ())) for told in blocks)
    return {name: count for name, count in (("waiting", waiting), ("undecided", undecided)) if count}


def is_outdated(db: Connection, state: ContestState, this_round: RoundState) -> bool:
    """May computing the round's result again give another one than the result that is shown?"""
    if outdating.acts_since(db, state.slug, this_round.id):
        return True
    if outdating.amended_since(db, state.slug, this_round.id):
        return True
    if outdating.decided_since(db, state.slug, this_round.slug, this_round.id):
        return True
    if state.contest.collectives and outdating.replanted_since(db, state.slug, this_round.id):
        return True
    if _has_jury(state) and outdating.judged_since(db, state.slug, this_round.id):
        return True
    # A prize of an earlier round decides who may win in this one, unless everybody may win again.
    plans = [state.contest.rules_for(this_round.slug, block).prizes for block in state.contest.block_slugs()]
    repeats_matter = any(one.repeat is not Repeat.ALLOWED for one in plans)
    return repeats_matter and outdating.earlier_result_is_newer(db, this_round.id)


def _has_jury(state: ContestState) -> bool:
    return any(
        one.scope is not TableScope.CONTEST and "jury" in metric.names(metric.parse(said))
        for one in state.contest.collectives
        for said in (one.metric, *one.then_by)
    )


def is_settled(db: Connection, state: ContestState, this_round: RoundState, *, now: datetime) -> bool:
    """Is every attempt of the round decided: clock, extensions and open attempts considered?"""
    longest = pacing.longest_extension(db, this_round.id)
    blocks = state.contest.block_slugs()
    rules = [state.contest.rules_for(this_round.slug, block) for block in blocks]
    if not all(settled(one, now, longest) for one in rules):
        return False
    latest = pacing.last_deadline(db, this_round.id)
    return latest is None or now > latest + max(one.grace for one in rules)
