"""What every step of a round shares: the round itself, the reason it needs, the note it leaves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection

from quiz.rules.refusals.contest import NotFound, ReasonMissing
from quiz.store import audit, contests
from quiz.store.contests import ContestState, RoundState


def round_of(state: ContestState, slug: str) -> RoundState:
    """The round of that slug; raises NotFound."""
    found = state.round(slug)
    if found is None:
        raise NotFound
    return found


def require_reason(reason: str) -> None:
    """Raise ReasonMissing for an empty one."""
    if not reason.strip():
        raise ReasonMissing


def note(
    db: Connection,
    state: ContestState,
    act: str,
    slug: str,
    detail: Mapping[str, object],
    staff_id: int | None,
    reason: str,
    now: datetime,
) -> None:
    """Write a step down in the contest's chain and let every node notice it; call it last."""
    contests.touch(db, state.id)
    audit.record(
        db,
        chain=state.slug,
        staff_id=staff_id,
        act=act,
        subject=slug,
        detail=detail,
        reason=reason,
        now=now,
    )
