"""Creates a contest from its rulebook and amends it, as versions that are never overwritten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from quiz.actions import lengthening, over, readmitting
from quiz.actions.amending import Proposal, Weight, proposed, refuse_beyond
from quiz.rules.contest import Contest
from quiz.rules.documents import digest
from quiz.rules.reaching import reached
from quiz.rules.rulebook import to_document
from quiz.rules.touched import Touched
from quiz.store import audit, contests, marks, rounds
from quiz.store.contests import ContestState


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading a rulebook did: the version that applies now, and whether anything changed.

    `waiting` names units and people of its extensions who are not known yet.
    """

    contest_id: int
    number: int
    changed: bool
    waiting: tuple[str, ...] = ()


def load(
    db: Connection,
    contest: Contest,
    *,
    reason: str,
    author_id: int | None,
    now: datetime,
    weight: Weight = Weight.CHANGE,
) -> Loaded:
    """Create the contest, or amend it where it differs, once; raises what `refuse_beyond` and `over` do."""
    state = contests.load(db, contest.slug)
    proposal = proposed(db, state, contest, reason=reason, now=now) if state else None
    contest = proposal.new if proposal else contest
    document = to_document(contest)
    if state and proposal:
        if document == to_document(state.contest):
            return Loaded(state.id, state.rulebook_number, changed=False)
        over.refuse_changes(state, contest)
        refuse_beyond(weight, proposal, reason)
    contest_id = state.id if state else contests.create(db, contest.slug, now=now)
    made: dict[str, Any] = {"digest": digest(document), "reason": reason, "author_id": author_id}
    number = contests.add_rulebook(db, contest_id, document=document, **made, now=now)
    _project(db, contest_id, contest)
    if state and proposal:
        _apply(db, state, proposal, number)
    waiting = lengthening.lengthen(db, contest_id, contest, rounds.numbers(db, contest_id), now=now)
    told = {"rulebook": number, "digest": made["digest"], **_told(proposal)}
    _note(db, contest.slug, told, author_id, reason, now)
    return Loaded(contest_id, number, changed=True, waiting=waiting)


def _project(db: Connection, contest_id: int, contest: Contest) -> None:
    rounds.project(db, contest_id, _projected(contest))
    rounds.project_blocks(db, contest_id, [block.slug for block in contest.blocks])


def _note(
    db: Connection, slug: str, detail: dict[str, Any], author_id: int | None, reason: str, now: datetime
) -> None:
    act = "contest.amend" if "changed" in detail else "contest.create"
    who: dict[str, Any] = {"chain": slug, "subject": slug, "staff_id": author_id}
    audit.record(db, **who, act=act, detail=detail, reason=reason, now=now)


def _apply(db: Connection, state: ContestState, proposal: Proposal, number: int) -> None:
    running = [one.id for one in state.rounds if one.state in ("scheduled", "closed", "provisional")]
    rounds.apply_rulebook(db, running, number)
    if state.contest.eligibilities != proposal.new.eligibilities:
        readmitting.readmit(db, state.id, proposal.new)
    rescored = {one.round for one in proposal.touches if one.what is Touched.SCORING}
    marks.outdate(db, [one.id for one in state.rounds if one.slug in rescored])


def _told(proposal: Proposal | None) -> dict[str, Any]:
    """What the audit chain keeps of a change: keys with both values, and the rounds that they reach."""
    if proposal is None:
        return {}
    keys = {one.key: [one.before, one.after] for one in proposal.keys}
    amended = [f"{one.round} {one.what}" for one in proposal.touches]
    # A round whose result is being made in this moment is reached too, though it is not outdated yet.
    slugs = dict.fromkeys((*reached(proposal.old, proposal.new), *proposal.outdated))
    return {"changed": keys, "amended": amended, "reached": list(slugs)}


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
