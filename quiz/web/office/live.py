"""Live figures for organisers; what an open prediction asks, or lets one estimate, is shown to nobody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from quiz.rules.visibility import Figure, hidden_in, hidden_quantities
from quiz.store import live, pacing, units
from quiz.store.contests import ContestState, RoundState
from quiz.store.live import Live
from quiz.web.clock import arrival
from quiz.web.contests import contest_state
from quiz.web.office.roles import CONTEST_STAFF, acting, role_required, unit_scope
from quiz.web.office.stages import Stage, stage
from quiz.web.transaction import reading

pages = Blueprint("office_live", __name__, url_prefix="/office/c/<slug>/live")
NOT_HIDDEN = timedelta(0)


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


@pages.get("/")
@role_required(*CONTEST_STAFF)
def show(slug: str) -> ResponseReturnValue:
    """The figures of the contest and of every round that has begun."""
    state, now = contest_state(slug), arrival()
    with reading() as db:
        counts = live.read(db, state.id)
        longest = max((_overrun(db, one) for one in state.rounds), default=NOT_HIDDEN)
        mine = _units(db, state)
    begun = [one for one in state.rounds if one.opens_at <= now and one.state != "draft"]
    hidden = hidden_quantities(state.contest, now, longest)
    whole = counts.get("")
    return render_template(
        "office/live/show.html",
        counted=whole,
        totals=_shown(whole, hidden) if whole and unit_scope(acting(), state.id) is None else {},
        rounds=[_figures(state, one, counts.get(one.slug), mine, now, longest) for one in reversed(begun)],
    )


def _overrun(db: Connection, this_round: RoundState) -> timedelta:
    """How long after its close the round may still take hand-ins, by extensions or pauses."""
    latest = pacing.last_deadline(db, this_round.id) or this_round.closes_at
    return max(latest - this_round.closes_at, pacing.longest_extension(db, this_round.id))


def _units(db: Connection, state: ContestState) -> dict[str, str]:
    """Code and path of the units that this person may see."""
    scope = unit_scope(acting(), state.id)
    known = units.all_of(db, state.id)
    if scope is None:
        return {choice.code: choice.path for choice, _ in known.values()}
    inside = pacing.branches(db, scope)
    return {choice.code: choice.path for number, (choice, _) in known.items() if number in inside}


def _figures(
    state: ContestState,
    this_round: RoundState,
    counted: Live | None,
    mine: dict[str, str],
    now: datetime,
    longest: timedelta,
) -> RoundFigures:
    hidden = hidden_in(state.contest, state.contest.round(this_round.slug), now, longest)
    return RoundFigures(
        slug=this_round.slug,
        stage=stage(state, this_round, now),
        counted=counted,
        totals=None if counted is None or Figure.ATTEMPTS in hidden else _totals(counted, state),
        units=None if counted is None or Figure.UNIT_TABLE in hidden else _by_unit(counted, mine),
    )


def _totals(counted: Live, state: ContestState) -> dict[str, int]:
    if unit_scope(acting(), state.id) is not None:
        return {}
    return {name: counted.counts[name] for name in ("participants", "attempts", "finished", "last_hour")}


def _shown(counted: Live, hidden: frozenset[Figure]) -> dict[str, int | None]:
    names = (Figure.REGISTERED, Figure.PARTICIPANTS, Figure.ATTEMPTS)
    return {str(name): None if name in hidden else counted.counts.get(str(name)) for name in names}


def _by_unit(counted: Live, mine: dict[str, str]) -> tuple[UnitCount, ...]:
    rows = (
        UnitCount(mine[code], people, tries)
        for code, (people, tries) in counted.counts["units"].items()
        if code in mine
    )
    return tuple(sorted(rows, key=lambda row: (-row.participants, row.path)))
