"""Marks the finished attempts of a round that have no marks under the newest key yet."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine

from quiz.rules.answers import decode
from quiz.rules.clauses import ScoringRule
from quiz.rules.drawing import sheet
from quiz.rules.paper import AnswerKey, Paper, key_from_document, paper_from_document
from quiz.rules.scoring import mark
from quiz.store import marks, papers
from quiz.store.contests import ContestState
from quiz.store.engine import let_others_write, reading, writing
from quiz.store.marks import Marked

BATCH = 1_000


def mark_round(engine: Engine, state: ContestState, round_id: int) -> int:
    """How many attempts were marked, in transactions of their own: other people's saves go between them."""
    with reading(engine) as db:
        used = marks.papers_of(db, round_id)
    return sum(_mark_paper(engine, state, round_id, paper_id) for paper_id in used)


def sheet_lengths(engine: Engine, round_ids: list[int]) -> dict[int, int]:
    """How many questions a sheet of each paper of these rounds has."""
    with reading(engine) as db:
        used = {paper_id for round_id in round_ids for paper_id in marks.papers_of(db, round_id)}
        found = {paper_id: papers.by_id(db, paper_id).document for paper_id in used}
    return {paper_id: len(sheet(paper_from_document(one), b"")) for paper_id, one in found.items()}


def _mark_paper(engine: Engine, state: ContestState, round_id: int, paper_id: int) -> int:
    with reading(engine) as db:
        paper = paper_from_document(papers.by_id(db, paper_id).document)
        key = key_from_document(papers.answer_key(db, paper_id).document, paper)
    scoring = state.contest.rules_for(paper.round, paper.block).scoring
    done, last = 0, 0
    while True:
        with reading(engine) as db:
            waiting = marks.unmarked(db, round_id, paper_id, key.version, after=last, limit=BATCH)
        if not waiting:
            return done
        # Finished attempts do not change any more: what was read may be marked outside a transaction.
        marked = [_marked(row, paper, key, scoring) for row in waiting]
        with writing(engine) as db:
            marks.write(db, marked)
        let_others_write(engine)
        done, last = done + len(waiting), waiting[-1].id


def _marked(row: Any, paper: Paper, key: AnswerKey, scoring: ScoringRule) -> Marked:
    own_sheet = sheet(paper, row.seed)
    worth = mark(decode(row.answers, own_sheet), own_sheet, key, scoring)
    return Marked(row.id, key.version, worth.score, worth.correct, worth.answered)
