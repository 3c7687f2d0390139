"""Marks the finished attempts of a round that have no marks under the newest key yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine

from quiz.rules.answers import decode
from quiz.rules.drawing import Drawer, sheet
from quiz.rules.paper import key_from_document, paper_from_document
from quiz.rules.scoring import Marker
from quiz.store import marks, papers
from quiz.store.contests import ContestState
from quiz.store.engine import reading
from quiz.store.marks import Marked
from quiz.store.turns import Turns

# Read at once, and written in one transaction: reading passes by what is marked, so it is done seldom.
PAGE, BATCH = 20_000, 1_000
# What the companion marks in one go: well under a second, because other duties wait meanwhile.
AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Marking:
    """One paper of a round with the newest key."""

    round_id: int
    paper_id: int
    key_version: int
    drawer: Drawer
    marker: Marker


def mark_closed(engine: Engine, state: ContestState) -> int:
    """Mark a share of what closed rounds hold, so that finalising finds it marked; how many were marked."""
    left = AT_ONCE
    for one in state.rounds:
        if one.state == "closed" and left:
            left -= mark_round(engine, state, one.id, most=left)
    return AT_ONCE - left


def mark_round(engine: Engine, state: ContestState, round_id: int, *, most: int | None = None) -> int:
    """How many attempts were marked, in transactions of their own: other people's saves go between them."""
    with reading(engine) as db:
        used = marks.papers_of(db, round_id)
    done = 0
    for paper_id in used:
        left = None if most is None else most - done
        done += _mark_paper(engine, _marking(engine, state, round_id, paper_id), left)
    return done


def sheet_lengths(engine: Engine, round_ids: list[int]) -> dict[int, int]:
    """How many questions a sheet of each paper of these rounds has."""
    with reading(engine) as db:
        used = {paper_id for round_id in round_ids for paper_id in marks.papers_of(db, round_id)}
        found = {paper_id: papers.by_id(db, paper_id).document for paper_id in used}
    return {paper_id: len(sheet(paper_from_document(one), b"")) for paper_id, one in found.items()}


def _marking(engine: Engine, state: ContestState, round_id: int, paper_id: int) -> Marking:
    with reading(engine) as db:
        paper = paper_from_document(papers.by_id(db, paper_id).document)
        key = key_from_document(papers.answer_key(db, paper_id).document, paper)
    scoring = state.contest.rules_for(paper.round, paper.block).scoring
    return Marking(round_id, paper_id, key.version, Drawer.of(paper), Marker(key, scoring))


def _mark_paper(engine: Engine, marking: Marking, most: int | None) -> int:
    turns, done = Turns(engine), 0
    while most is None or done < most:
        limit = PAGE if most is None else min(PAGE, most - done)
        with reading(engine) as db:
            waiting = marks.unmarked(db, marking.round_id, marking.paper_id, marking.key_version, limit=limit)
        if not waiting:
            break
        # Finished attempts do not change any more: what was read may be marked outside a transaction.
        for first in range(0, len(waiting), BATCH):
            marked = [_marked(row, marking) for row in waiting[first : first + BATCH]]
            with turns.writing() as db:
                marks.write(db, marked)
        done += len(waiting)
    return done


def _marked(row: Any, marking: Marking) -> Marked:
    own_sheet = marking.drawer.unshuffled(row.seed)
    worth = marking.marker.mark(decode(row.answers, own_sheet), own_sheet)
    return Marked(row.id, marking.key_version, worth.score, worth.correct, worth.answered)
