"""Creates a contest from its rulebook and amends it, as versions that are never overwritten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from quiz.actions.amending import Proposal, Weight, propose, refuse_beyond
from quiz.rules.contest import Contest
from quiz.rules.differing import Touched
from quiz.rules.documents import digest
from quiz.rules.rulebook import to_document
from quiz.store import audit, contests, marks, rounds
from quiz.store.contests import ContestState


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading a rulebook did: the version that applies now, and whether anything changed."""

    contest_id: int
    number: int
    changed: bool


def load(
    db: Connection,
    contest: Contest,
    *,
    reason: str,
    author_id: int | None,
    now: datetime,
    weight: Weight = Weight.CHANGE,
) -> Loaded:
    """Create the contest, or amend it where the rulebook differs; a second run changes nothing.

    Raises AmendmentRefused where attempts stand on what would change, AmendmentNeeded where an amendment
    may change it, ReasonMissing for one without a reason.
    """
    state = contests.load(db, contest.slug)
    document = to_document(contest)
    if state is not None and document == to_document(state.contest):
        return Loaded(state.id, state.rulebook_number, changed=False)
    proposal = propose(state, contest) if state else None
    if proposal is not None:
        refuse_beyond(weight, proposal, reason)
    contest_id = state.id if state else contests.create(db, contest.slug, now=now)
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
    if state is not None and proposal is not None:
        _mark_anew(db, state, proposal)
    detail = {"rulebook": number, "digest": digest(document), **_told(proposal)}
    act = "contest.create" if proposal is None else "contest.amend"
    chain: dict[str, Any] = {"chain": contest.slug, "subject": contest.slug, "staff_id": author_id}
    audit.record(db, **chain, act=act, detail=detail, reason=reason, now=now)
    return Loaded(contest_id, number, changed=True)


def _mark_anew(db: Connection, state: ContestState, proposal: Proposal) -> None:
    rescored = {one.round for one in proposal.touches if one.what is Touched.SCORING}
    marks.outdate(db, [one.id for one in state.rounds if one.slug in rescored])


def _told(proposal: Proposal | None) -> dict[str, Any]:
    """What the audit chain keeps of a change: its keys with both values, and which reach attempts made."""
    if proposal is None:
        return {}
    keys = {one.key: [one.before, one.after] for one in proposal.keys}
    return {"changed": keys, "amended": [f"{one.round} {one.what}" for one in proposal.touches]}


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
