"""What voiding an attempt, or restoring it, would change in the results that are there.

Two results of a whole contest take too long for a page: somebody asks, a process of its own works it out.
"""

from __future__ import annotations

import json
import os
import socket
from dataclasses import astuple, dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine

from quiz.actions import fixing, marking
from quiz.actions.collecting import uncollected
from quiz.rules.comparing import Change, changes
from quiz.rules.evaluate import evaluate_both
from quiz.rules.results import Results
from quiz.store import evaluating, previews
from quiz.store.contests import WITH_RESULTS, ContestState
from quiz.store.engine import unchanging, writing

PLACE = "place"
# Longer than the largest contest takes twice; one whose worker died is taken up again after it.
LEASE = timedelta(minutes=5)
MOST_TOLD = 200


@dataclass(frozen=True, slots=True)
class Preview:
    """The differences that matter to everybody, and how many people would stand elsewhere.

    `more` differences beyond those told are only counted.
    """

    told: tuple[Change, ...]
    moved: int
    more: int = 0


@dataclass(frozen=True, slots=True)
class Seen:
    """A look ahead and when it was worked out."""

    preview: Preview
    at: datetime


def asked(db: Connection, state: ContestState, public_id: str, *, now: datetime) -> Seen | None:
    """What voiding or restoring that attempt would change; None while it is still being worked out."""
    scope = f"{public_id} {previews.ground(db, state.slug)}"
    found = previews.find(db, state.id, scope)
    if found is None:
        previews.ask(db, state.id, scope, now=now)
    if found is None or found.outcome is None or found.done_at is None:
        return None
    return Seen(_read(found.outcome), found.done_at)


def work_off(engine: Engine, state: ContestState, *, now: datetime) -> int:
    """How many looks ahead were worked out: the oldest that waits, or none."""
    by = f"{socket.gethostname()}:{os.getpid()}"
    with writing(engine) as db:
        scope = previews.take(db, state.id, by=by, now=now, lasts=LEASE)
    if scope is None:
        return 0
    found = flipping(engine, state, scope.partition(" ")[0])
    with writing(engine) as db:
        previews.answer(db, state.id, scope, json.dumps(astuple(found)), now=now)
    return 1


def flipping(engine: Engine, state: ContestState, public_id: str) -> Preview:
    """What would change if that attempt counted no longer, or counted again where it is void."""
    ended = {one.id: one.slug for one in state.rounds if one.state in WITH_RESULTS}
    lengths = marking.sheet_lengths(engine, list(ended))
    found = changes(*_both(engine, state, ended, lengths, public_id))
    moved = {one.about for one in found if one.what == PLACE}
    told = [one for one in found if one.what != PLACE]
    return Preview(tuple(told[:MOST_TOLD]), len(moved), len(told[MOST_TOLD:]))


def _read(outcome: str) -> Preview:
    told, moved, more = json.loads(outcome)
    return Preview(tuple(Change(*one) for one in told), moved, more)


def _both(
    engine: Engine, state: ContestState, ended: dict[int, str], lengths: dict[int, int], flipped: str
) -> tuple[Results, Results]:
    with unchanging(engine) as db, uncollected():
        tree, _units = evaluating.tree(db, state.id)
        people, _faces = evaluating.people(db, state.id, state.contest)
        rows = evaluating.attempt_rows(db, ended, lengths)
        fixed = fixing.truths(db, state)
        return evaluate_both(state.contest, rows, people, tree, flipped, fixed=fixed)
