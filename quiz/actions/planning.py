"""Creates a contest from its rulebook and amends it, as versions that are never overwritten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from quiz.rules.contest import Contest
from quiz.rules.documents import digest
from quiz.rules.rulebook import to_document
from quiz.rules.staff_refusals import AmendmentRefused
from quiz.store import contests, rounds
from quiz.store.contests import ContestState

FROZEN_STATES = ("scheduled", "closed", "provisional", "final")


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading a rulebook did: the version that applies now, and whether anything changed."""

    contest_id: int
    number: int
    changed: bool


def load(db: Connection, contest: Contest, *, reason: str, author_id: int | None, now: datetime) -> Loaded:
    """Create the contest, or amend it where the rulebook differs; a second run changes nothing.

    Raises AmendmentRefused when a scheduled round would get another paper, time limit or score.
    """
    state = contests.load(db, contest.slug)
    document = to_document(contest)
    if state is not None and document == to_document(state.contest):
        return Loaded(state.id, state.rulebook_number, changed=False)
    contest_id = state.id if state else contests.create(db, contest.slug, now=now)
    if state is not None:
        _refuse_breaking_change(state, contest)
    number = contests.add_rulebook(
        db,
        contest_id,
        document=document,
        digest=digest(document),
        reason=reason,
        author_id=author_id,
        now=now,
    )
    rounds.project(db, contest_id, _projected(contest))
    rounds.project_blocks(db, contest_id, [block.slug for block in contest.blocks])
    if state is not None:
        running = [one.id for one in state.rounds if one.state in ("scheduled", "closed", "provisional")]
        rounds.apply_rulebook(db, running, number)
    return Loaded(contest_id, number, changed=True)


def _refuse_breaking_change(state: ContestState, wanted: Contest) -> None:
    slugs = {one.slug for one in wanted.rounds}
    for one in state.rounds:
        if one.slug not in slugs:
            raise AmendmentRefused(round=one.slug)
        if one.state in FROZEN_STATES and _binding(state.contest, one.slug) != _binding(wanted, one.slug):
            raise AmendmentRefused(round=one.slug)


def _binding(contest: Contest, slug: str) -> list[tuple[Any, ...]]:
    """What an attempt of this round was made under: it must not change beneath it."""
    applied = [contest.rules_for(slug, block) for block in contest.block_slugs()]
    return [(one.block, one.paper, one.time, one.scoring, one.prediction.kind) for one in applied]


def _projected(contest: Contest) -> list[dict[str, Any]]:
    parents_first = sorted(contest.rounds, key=lambda one: (one.parent is not None, one.number))
    return [
        {
            "slug": one.slug,
            "number": one.number,
            "kind": str(one.kind),
            "parent": one.parent,
            "opens_at": one.opens,
            "closes_at": one.closes,
        }
        for one in parents_first
    ]
