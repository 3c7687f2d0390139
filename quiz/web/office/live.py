"""Live figures for organisers; what an open prediction asks, or lets one estimate, is shown to nobody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from quiz.rules.visibility import Figure, hidden_in, hidden_quantities
from quiz.store import live, pacing
from quiz.store.contests import WITH_RESULTS, ContestState, RoundState
from quiz.store.live import Live
from quiz.web.clock import arrival
from quiz.web.contests import contest_state
from quiz.web.office.roles import CONTEST_STAFF, acting, role_required, unit_scope
from quiz.web.office.stages import Stage, stage
from quiz.web.transaction import reading

pages = Blueprint("office_live", __name__, url_prefix="/office/c/<slug>/live")
NOT_HIDDEN = timedelta(0)
# Thousands of lines cost a fifth of a second of CPU at each look, and nobody reads them.
MOST_UNITS = 100


@dataclass(frozen=True, slots=True)
class UnitCount:
    """What one unit did in a round."""

    path: str
    participants: int
    attempts: int


@dataclass(frozen=True, slots=True)
class RoundFigures:
    """The figures of one round; None where a prediction hides them."""

    slug: str
    stage: Stage
    counted: Live | None
    totals: dict[str, int] | None
    units: tuple[UnitCount, ...] | None
    more_units: int


@pages.get("/")
@role_required(*CONTEST_STAFF)
def show(slug: str) -> ResponseReturnValue:
    """The figures of the contest and of every round that has begun."""
    state, now = contest_state(slug), arrival()
    with reading() as db:
        counts = live.read(db, state.id)
        longest = max((_overrun(db, one) for one in state.rounds), default=NOT_HIDDEN)
        begun = [one for one in state.rounds if one.opens_at <= now and one.state != "draft"]
        figures = [_figures(db, state, one, counts.get(one.slug), now, longest) for one in reversed(begun)]
    hidden = hidden_quantities(state.contest, now, longest)
    whole = counts.get("")
    return render_template(
        "office/live/show.html",
        counted=whole,
        totals=_shown(whole, hidden) if whole and unit_scope(acting(), state.id) is None else {},
        rounds=figures,
    )


def _overrun(db: Connection, this_round: RoundState) -> timedelta:
    """How long after its close the round may still take hand-ins, by extensions or pauses."""
    latest = pacing.last_deadline(db, this_round.id) or this_round.closes_at
    return max(latest - this_round.closes_at, pacing.longest_extension(db, this_round.id))


def _figures(
    db: Connection,
    state: ContestState,
    this_round: RoundState,
    counted: Live | None,
    now: datetime,
    longest: timedelta,
) -> RoundFigures:
    hidden = hidden_in(state.contest, state.contest.round(this_round.slug), now, longest)
    this_stage = stage(state, this_round, now)
    by_unit = {} if counted is None or this_stage.name in WITH_RESULTS else _by_unit(db, state, counted)
    return RoundFigures(
        slug=this_round.slug,
        stage=this_stage,
        counted=counted,
        totals=None if counted is None or Figure.ATTEMPTS in hidden else _totals(counted, state),
        units=None if Figure.UNIT_TABLE in hidden else _largest(db, state, by_unit),
        more_units=max(len(by_unit) - MOST_UNITS, 0),
    )


def _totals(counted: Live, state: ContestState) -> dict[str, int]:
    if unit_scope(acting(), state.id) is not None:
        return {}
    return {name: counted.counts[name] for name in ("participants", "attempts", "finished", "last_hour")}


def _shown(counted: Live, hidden: frozenset[Figure]) -> dict[str, int | None]:
    names = (Figure.REGISTERED, Figure.PARTICIPANTS, Figure.ATTEMPTS)
    return {str(name): None if name in hidden else counted.counts.get(str(name)) for name in names}


def _by_unit(db: Connection, state: ContestState, counted: Live) -> dict[str, list[int]]:
    """People and attempts by the code of a unit that this person may see."""
    scope, found = unit_scope(acting(), state.id), counted.counts["units"]
    if scope is None:
        return dict(found)
    mine = live.codes_below(db, scope)
    return {code: counts for code, counts in found.items() if code in mine}


def _largest(db: Connection, state: ContestState, by_unit: dict[str, list[int]]) -> tuple[UnitCount, ...]:
    first = sorted(by_unit, key=lambda code: (-by_unit[code][0], code))[:MOST_UNITS]
    paths = live.unit_paths(db, state.id, first)
    rows = (UnitCount(paths[code], *by_unit[code]) for code in first if code in paths)
    return tuple(sorted(rows, key=lambda row: (-row.participants, row.path)))
