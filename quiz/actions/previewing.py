"""What voiding an attempt, or restoring it, would change in the results that are there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Engine

from quiz.actions import fixing, marking
from quiz.rules.comparing import Change, changes
from quiz.rules.evaluate import evaluate
from quiz.rules.records import AttemptRow
from quiz.rules.results import Results
from quiz.store import evaluating
from quiz.store.contests import ContestState
from quiz.store.engine import unchanging

WITH_RESULTS = ("provisional", "final")
PLACE = "place"


@dataclass(frozen=True, slots=True)
class Preview:
    """The differences that matter to everybody, and how many people would stand elsewhere."""

    told: tuple[Change, ...]
    moved: int


def flipping(engine: Engine, state: ContestState, public_id: str) -> Preview:
    """What would change if that attempt counted no longer, or counted again where it is void."""
    ended = {one.id: one.slug for one in state.rounds if one.state in WITH_RESULTS}
    lengths = marking.sheet_lengths(engine, list(ended))
    before, after = (_evaluated(engine, state, ended, lengths, flipped) for flipped in ("", public_id))
    found = changes(before, after)
    moved = {one.about for one in found if one.what == PLACE}
    return Preview(tuple(one for one in found if one.what != PLACE), len(moved))


def _evaluated(
    engine: Engine, state: ContestState, ended: dict[int, str], lengths: dict[int, int], flipped: str
) -> Results:
    with unchanging(engine) as db:
        tree, _units = evaluating.tree(db, state.id)
        people, _faces = evaluating.people(db, state.id, state.contest)
        rows = evaluating.attempt_rows(db, ended, lengths)
        return evaluate(state.contest, _with(rows, flipped), people, tree, fixed=fixing.truths(db, state))


def _with(rows: Iterator[AttemptRow], flipped: str) -> Iterator[AttemptRow]:
    return (row._replace(valid=not row.valid) if row.attempt == flipped else row for row in rows)
