"""Schedules a round: freezes paper, key and rulebook and commits to them before anybody can play."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from quiz.actions import compiling, lengthening
from quiz.rules.calendar import CountsFrom
from quiz.rules.documents import commit
from quiz.rules.drawing import shortage
from quiz.rules.paper import key_to_document, paper_to_document
from quiz.rules.refusals.contest import NotFound, RoundEnded
from quiz.rules.refusals.staff import ItemsNotApproved, PaperMissing, PoolTooSmall
from quiz.rules.titles import round_named
from quiz.store import audit, contests, papers, rounds
from quiz.store.contests import ContestState, RoundState
from quiz.store.papers import ChosenItem, PaperRow

SALT_BYTES = 16


def schedule(
    db: Connection, state: ContestState, slug: str, *, staff_id: int | None, reason: str, now: datetime
) -> bool:
    """Whether this call scheduled the round (False: it was scheduled before).

    Raises PaperMissing, PoolTooSmall or ItemsNotApproved when its papers are not ready, RoundEnded when its
    window is over.
    """
    this_round = state.round(slug)
    if this_round is None:
        raise NotFound
    if this_round.closes_at <= now:
        raise RoundEnded
    stamps = {"scheduled_at": now, "rulebook_number": state.rulebook_number}
    if not rounds.step(db, this_round.id, to="scheduled", before=("draft",), **stamps):
        return False
    commitments = _freeze_papers(db, state, this_round, now)
    lengthening.lengthen(db, state.id, state.contest, {one.slug: one.id for one in state.rounds}, now=now)
    contests.touch(db, state.id)
    detail = {"rulebook": state.rulebook_number, "commitments": commitments}
    note: dict[str, Any] = {"act": "round.schedule", "subject": slug, "detail": detail, "reason": reason}
    audit.record(db, chain=state.slug, staff_id=staff_id, **note, now=now)
    return True


def ready_paper(
    db: Connection, state: ContestState, this_round: RoundState, block: str | None
) -> tuple[PaperRow, list[ChosenItem]]:
    """The draft of that round and block with its pool; refuses by name when it cannot be played as it is."""
    draft = papers.latest(db, this_round.id, block or "")
    if draft is None or not draft.choice["items"]:
        raise PaperMissing(round=round_named(state.contest, this_round.slug, block))
    pool = papers.chosen_items(db, draft.choice["items"])
    unapproved = [item.item_slug for item in pool if not item.approved]
    if unapproved:
        raise ItemsNotApproved(count=len(unapproved), first=unapproved[0])
    lack = shortage(compiling.paper(state.contest, this_round.slug, block, draft.version, pool))
    if lack is not None:
        raise PoolTooSmall(round=round_named(state.contest, this_round.slug, block), missing=lack)
    return draft, pool


def _freeze_papers(
    db: Connection, state: ContestState, this_round: RoundState, now: datetime
) -> dict[str, str]:
    if state.contest.round(this_round.slug).counts is CountsFrom.CHILDREN:
        return {}
    return {
        block or "": _freeze_paper(db, state, this_round, block, now) for block in state.contest.block_slugs()
    }


def _freeze_paper(
    db: Connection, state: ContestState, this_round: RoundState, block: str | None, now: datetime
) -> str:
    draft, pool = ready_paper(db, state, this_round, block)
    if draft.frozen_at is not None:
        return draft.commitment or ""
    paper = compiling.paper(state.contest, this_round.slug, block, draft.version, pool)
    document = paper_to_document(paper)
    salt = secrets.token_bytes(SALT_BYTES)
    committed = commit(document, salt)
    papers.freeze(db, draft.id, document=document, commitment=committed, salt=salt.hex(), now=now)
    papers.remember_items(db, draft.id, [item.id for item in pool])
    key = key_to_document(compiling.answer_key(pool), paper)
    key_salt = secrets.token_bytes(SALT_BYTES)
    papers.add_key(
        db,
        draft.id,
        document=key,
        commitment=commit(key, key_salt),
        salt=key_salt.hex(),
        reason="schedule",
        now=now,
    )
    return committed
