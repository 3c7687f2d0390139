"""Keeps the points that a jury gives to units; every change is written down with both values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from sqlalchemy import Connection

from quiz.actions.steps import note, require_reason
from quiz.rules import metric
from quiz.rules.contest import Contest, Table
from quiz.rules.refusals.office import PointsFaulty
from quiz.store import jury
from quiz.store.contests import ContestState


def judged_tables(contest: Contest) -> tuple[Table, ...]:
    """The tables of collectives that ask for the jury's points."""
    return tuple(
        one
        for one in contest.collectives
        if any("jury" in metric.names(metric.parse(said)) for said in (one.metric, *one.then_by))
    )


def set_points(
    db: Connection,
    state: ContestState,
    wanted: Mapping[str, Decimal | None],
    *,
    staff_id: int | None,
    reason: str,
    now: datetime,
) -> int:
    """How many units got other points than before; all or none. Raises ReasonMissing, PointsFaulty."""
    require_reason(reason)
    known, before = jury.numbers(db, state.id), jury.of_list(db, state.id)
    unknown = [(line, code) for line, code in enumerate(wanted, 1) if code not in known]
    if unknown:
        raise PointsFaulty(count=len(unknown), line=unknown[0][0], said=unknown[0][1])
    changed = {code: points for code, points in wanted.items() if before.get(known[code]) != points}
    for code, points in changed.items():
        jury.rewrite(db, state.id, known[code], points, now=now, reason=reason, by=staff_id)
    if changed:
        told = {code: [_said(before.get(known[code])), _said(points)] for code, points in changed.items()}
        note(db, state, "jury.set", state.slug, {"points": told}, staff_id, reason, now)
    return len(changed)


def _said(points: Decimal | None) -> str | None:
    return None if points is None else f"{points.normalize():f}"
