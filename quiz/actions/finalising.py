"""Finalises a round: marks, evaluates and writes a snapshot off to the side, then shows it in one step.

Batches are committed on their own (decision 20): nobody sees them before the pointer flips.
"""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine

from quiz.actions import fixing, marking, running, sweeping
from quiz.actions.advancing import advance
from quiz.actions.collecting import uncollected
from quiz.actions.result_rows import Cast
from quiz.actions.snapshotting import write_snapshot
from quiz.actions.steps import note, require_reason, round_of
from quiz.rules.checks.draws import seedless_overall, seedless_rounds
from quiz.rules.evaluate import evaluate
from quiz.rules.refusals.contest import NotFound
from quiz.rules.refusals.staff import AttemptsOpen, DrawWithoutSeed, ResultsBeingMade, StepTooEarly
from quiz.rules.results import Results
from quiz.store import contests, evaluating, leases, pacing, rounds, snapshots
from quiz.store.contests import WITH_RESULTS, ContestState, RoundState
from quiz.store.engine import reading, unchanging, writing

KIND = "finalise"
# Far longer than the largest contest takes; a holder that died frees the round after it.
LEASE = timedelta(minutes=20)


@dataclass(frozen=True, slots=True)
class Finalised:
    """What a call did: the version of the result that is seen now, and whether this call made it."""

    version: int
    made: bool


def finalise(
    engine: Engine, contest: str, slug: str, *, staff_id: int | None, reason: str, now: datetime
) -> Finalised:
    """Make the provisional result of a closed round, or find that it is there.

    Raises StepTooEarly, AttemptsOpen, DrawWithoutSeed, or ResultsBeingMade while somebody else does it.
    """
    _sweep(engine, contest, now)
    with writing(engine) as db:
        state = _loaded(db, contest)
        this_round = round_of(state, slug)
        written = snapshots.current_state(db, this_round.id)
        if written in WITH_RESULTS:
            return _seen(db, state, slug)
        _settle(db, state, this_round, written, staff_id, now)
    return _make(engine, contest, slug, staff_id, reason, now, before=("closed",))


def recompute(
    engine: Engine,
    contest: str,
    slug: str,
    *,
    seen_version: int,
    staff_id: int | None,
    reason: str,
    now: datetime,
) -> Finalised:
    """Make the result anew after voids or a new key, unless somebody did since `seen_version`.

    The result is provisional again. Raises ReasonMissing, StepTooEarly, DrawWithoutSeed, ResultsBeingMade.
    """
    require_reason(reason)
    with writing(engine) as db:
        state = _loaded(db, contest)
        if snapshots.current_state(db, round_of(state, slug).id) not in WITH_RESULTS:
            raise StepTooEarly(vi="tính kết quả", en="finalising")
        seen = _seen(db, state, slug)
        if seen.version != seen_version:
            return seen
    return _make(engine, contest, slug, staff_id, reason, now, before=WITH_RESULTS)


def refresh(
    engine: Engine, contest: str, slug: str, *, staff_id: int | None, reason: str, now: datetime
) -> Finalised:
    """Make a result anew that is outdated, and leave any other as it is; raises what `recompute` does."""
    with reading(engine) as db:
        state = _loaded(db, contest)
        this_round, seen = round_of(state, slug), _seen(db, state, slug)
        has_result = snapshots.current_state(db, this_round.id) in WITH_RESULTS
        if has_result and not running.is_outdated(db, state, this_round):
            return seen
    more: dict[str, Any] = {"staff_id": staff_id, "reason": reason, "now": now}
    return recompute(engine, contest, slug, seen_version=seen.version, **more)


def _sweep(engine: Engine, contest: str, now: datetime) -> None:
    swept = 1
    while swept:
        with writing(engine) as db:
            swept = sweeping.sweep(db, _loaded(db, contest), now=now)


def _settle(
    db: Connection, state: ContestState, this_round: RoundState, written: str, by: int | None, now: datetime
) -> None:
    if written == "scheduled":
        if not running.is_settled(db, state, this_round, now=now):
            raise StepTooEarly(vi="đóng vòng thi", en="closing the round")
        running.close(db, state, this_round.slug, staff_id=by, reason="", now=now)
    elif written != "closed":
        raise StepTooEarly(vi="đóng vòng thi", en="closing the round")
    still_open = pacing.open_attempts(db, this_round.id)
    if still_open:
        raise AttemptsOpen(count=still_open)


def _make(
    engine: Engine,
    contest: str,
    slug: str,
    staff_id: int | None,
    reason: str,
    now: datetime,
    *,
    before: tuple[str, ...],
) -> Finalised:
    with writing(engine) as db:
        state = _loaded(db, contest)
    this_round = round_of(state, slug)
    _require_seed(state, this_round)
    with _lease(engine, state, slug, now):
        ended = _ended(state, this_round)
        for round_id in ended:
            marking.mark_round(engine, state, round_id)
        cast, results = _evaluated(engine, state, ended)
        made = [write_snapshot(engine, state, cast, results, scope, now) for scope in (slug, "")]
        with writing(engine) as db:
            if not rounds.step(db, this_round.id, to="provisional", before=before, finalised_at=now):
                return _seen(db, state, slug)
            for scope, snapshot_id in zip((slug, ""), made, strict=True):
                snapshots.flip(db, state.id, scope, snapshot_id, now=now)
            going_on = advance(db, state, this_round, cast.people, results, now=now)
            detail = _told(db, state, slug) | ({"advanced": going_on} if going_on else {})
            note(db, state, "round.finalise", slug, detail, staff_id, reason, now)
        return Finalised(detail["version"], made=True)


def _require_seed(state: ContestState, this_round: RoundState) -> None:
    """Nobody may be able to foresee a draw; that of the whole contest is needed with its last round."""
    others = [one for one in state.rounds if one.id != this_round.id]
    last = all(one.state in WITH_RESULTS for one in others)
    missing = [
        *seedless_rounds(state.contest, [this_round.slug]),
        *(seedless_overall(state.contest) if last else ()),
    ]
    if missing:
        raise DrawWithoutSeed(key=missing[0].key)


def _told(db: Connection, state: ContestState, slug: str) -> dict[str, Any]:
    seen = snapshots.shown(db, state.id, slug)
    version, digest = (seen.version, seen.digest) if seen else (0, "")
    return {"version": version, "digest": digest, "rulebook": state.rulebook_number}


def _ended(state: ContestState, this_round: RoundState) -> dict[int, str]:
    # Rounds still open stay out: their figures may be what a prediction asks for.
    ended = {one.id: one.slug for one in state.rounds if one.state not in ("draft", "scheduled")}
    return ended | {this_round.id: this_round.slug}


def _evaluated(engine: Engine, state: ContestState, ended: dict[int, str]) -> tuple[Cast, Results]:
    lengths = marking.sheet_lengths(engine, list(ended))
    with unchanging(engine) as db, uncollected():
        tree, units = evaluating.tree(db, state.id)
        people, faces = evaluating.people(db, state.id, state.contest)
        numbers = evaluating.attempt_numbers(db, list(ended))
        rows = evaluating.attempt_rows(db, ended, lengths)
        results = evaluate(state.contest, rows, people, tree, fixed=fixing.truths(db, state))
    return Cast(faces, units, numbers), results


@contextmanager
def _lease(engine: Engine, state: ContestState, slug: str, now: datetime) -> Iterator[None]:
    by = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
    with writing(engine) as db:
        if not leases.take(db, state.id, slug, KIND, by=by, now=now, lasts=LEASE):
            raise ResultsBeingMade
    try:
        yield
    finally:
        with writing(engine) as db:
            leases.give_back(db, state.id, slug, KIND, by=by)


def _seen(db: Connection, state: ContestState, slug: str) -> Finalised:
    shown = snapshots.shown(db, state.id, slug)
    return Finalised(shown.version if shown else 0, made=False)


def _loaded(db: Connection, slug: str) -> ContestState:
    state = contests.load(db, slug)
    if state is None:
        raise NotFound
    return state
