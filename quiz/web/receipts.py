"""The receipt of an attempt: its address works without a session, so it tells no name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Blueprint, Flask, render_template
from sqlalchemy import Connection

from quiz.actions import sitting
from quiz.actions.shelf import Shelf
from quiz.rules.display import Shown
from quiz.rules.paper import Solution, key_from_document
from quiz.rules.refusals import NotFound
from quiz.rules.visibility import answers_shown, own_result
from quiz.store import attempts, own_results, papers
from quiz.store.attempts import Attempt
from quiz.store.contests import ContestState, RoundState
from quiz.web.clock import arrival
from quiz.web.contests import contest_state
from quiz.web.language import language
from quiz.web.play import shelf
from quiz.web.sheet_pages import ShownQuestion, shown_questions
from quiz.web.transaction import reading

pages = Blueprint("receipts", __name__)
GROUP = 4


@dataclass(frozen=True, slots=True)
class Told:
    """What a receipt tells of an attempt now."""

    attempt: Attempt
    round: RoundState
    outcome: str
    score: float | None
    duration: timedelta | None
    questions: int
    answered: int
    solved: tuple[tuple[ShownQuestion, Solution, frozenset[int]], ...] = ()

    @property
    def code(self) -> str:
        """The receipt in groups of four, to be read out."""
        receipt = self.attempt.receipt
        return "-".join(receipt[start : start + GROUP] for start in range(0, len(receipt), GROUP))


def register(app: Flask) -> None:
    """Add the receipt to the application."""
    app.register_blueprint(pages)


@pages.get("/c/<slug>/receipt/<receipt>")
def receipt(slug: str, receipt: str) -> str:
    """Reference code, time, what comes next, and what the rulebook tells by now."""
    state, now = contest_state(slug), arrival()
    with reading() as db:
        attempt = attempts.by_receipt(db, receipt.replace("-", "").upper(), state.id)
        if attempt is None:
            raise NotFound
        told = tell(db, shelf(), state, attempt, now=now)
        if told.outcome != "open" and _answers_free(db, state, attempt, now):
            told = _with_answers(db, shelf(), told)
    return render_template("play/receipt.html", state=state, told=told)


def tell(db: Connection, kept: Shelf, state: ContestState, attempt: Attempt, *, now: datetime) -> Told:
    """What the rulebook tells now of this attempt, answers apart."""
    this_round = state.round_by_id(attempt.round_id)
    questions = shown_questions(db, kept, attempt, language())
    outcome = outcome_of(kept, state, attempt, now)
    shows = own_result(state.contest, state.contest.round(this_round.slug), now)
    counted = outcome in ("handed_in", "timed_out") and attempt.score is not None
    finish = attempt.finished_at if shows is Shown.SCORE_AND_DURATION else None
    return Told(
        attempt=attempt,
        round=this_round,
        outcome=outcome,
        score=attempt.score if counted and shows is not Shown.NOTHING else None,
        duration=finish - attempt.started_at if finish else None,
        questions=len(questions),
        answered=sum(1 for question in questions if question.chosen),
    )


def outcome_of(kept: Shelf, state: ContestState, attempt: Attempt, now: datetime) -> str:
    """`void`, `handed_in`, `timed_out` (swept or not yet) or `open`."""
    if attempt.voided_at is not None:
        return "void"
    grace = kept.rules_of(state, kept.fixed(attempt)).grace
    if sitting.is_over(attempt, grace, now):
        return "timed_out"
    return "open" if attempt.state == "in_progress" else attempt.state


def _answers_free(db: Connection, state: ContestState, attempt: Attempt, now: datetime) -> bool:
    this_round = state.contest.round(state.round_by_id(attempt.round_id).slug)
    if not answers_shown(state.contest, this_round, now, this_round.opens):
        return False
    last_use = own_results.last_use(db, attempt.paper_id)
    return last_use is not None and answers_shown(state.contest, this_round, now, last_use)


def _with_answers(db: Connection, kept: Shelf, told: Told) -> Told:
    attempt = told.attempt
    paper = kept.paper(db, attempt.paper_id)
    key = key_from_document(papers.answer_key(db, attempt.paper_id).document, paper)
    lines = kept.sheet(db, attempt.paper_id, attempt.seed)
    questions = shown_questions(db, kept, attempt, language())
    solved = []
    for question, line in zip(questions, lines, strict=True):
        solution = key.solutions[line.question]
        right = frozenset(place for place, choice in enumerate(line.choices, 1) if choice in solution.right)
        solved.append((question, solution, right))
    return Told(
        told.attempt,
        told.round,
        told.outcome,
        told.score,
        told.duration,
        told.questions,
        told.answered,
        tuple(solved),
    )
