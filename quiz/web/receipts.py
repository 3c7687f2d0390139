"""The receipt of an attempt: its address works without a session, so it tells no name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Blueprint, Flask, render_template, url_for
from sqlalchemy import Connection
from werkzeug.wrappers import Response

from quiz.actions import sitting
from quiz.actions.shelf import Shelf
from quiz.rules import answers as answering
from quiz.rules.counting import STEPS
from quiz.rules.display import Shown
from quiz.rules.guess import Guess
from quiz.rules.paper import key_from_document
from quiz.rules.refusals.contest import NotFound
from quiz.rules.visibility import answers_shown, own_result
from quiz.store import attempts, own_results, papers
from quiz.store.attempts import Attempt
from quiz.store.contests import ContestState, RoundState
from quiz.web import pictures
from quiz.web.clock import arrival
from quiz.web.contests import contest_state
from quiz.web.language import language
from quiz.web.play import shelf
from quiz.web.sheet_pages import Solved, Telling, shown_questions, solved
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
    asks_prediction: bool

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
    telling = Telling(language(), url_for("receipts.picture", slug=slug, receipt=receipt, name=""))
    with reading() as db:
        attempt = _found(db, state, receipt)
        told = tell(db, shelf(), state, attempt, now=now)
        free = told.outcome != "open" and _answers_free(db, state, attempt, now)
        answers = _solved(db, shelf(), attempt, telling) if free else ()
    return render_template("play/receipt.html", state=state, told=told, solved=answers)


@pages.get("/c/<slug>/receipt/<receipt>/picture/", defaults={"name": ""})
@pages.get("/c/<slug>/receipt/<receipt>/picture/<name>")
def picture(slug: str, receipt: str, name: str) -> Response:
    """A picture of a question whose answer the receipt tells."""
    state = contest_state(slug)
    with reading() as db:
        attempt = _found(db, state, receipt)
        if not _answers_free(db, state, attempt, arrival()):
            raise NotFound
        return pictures.of_sheet(db, shelf(), attempt, name)


def tell(db: Connection, kept: Shelf, state: ContestState, attempt: Attempt, *, now: datetime) -> Told:
    """What the rulebook tells now of this attempt, answers apart."""
    this_round = state.round_by_id(attempt.round_id)
    sheet = kept.sheet(db, attempt.paper_id, attempt.seed)
    outcome = outcome_of(kept, state, attempt, now)
    shows = own_result(state.contest, state.contest.round(this_round.slug), now)
    counted = outcome in ("handed_in", "timed_out") and attempt.score is not None
    rules = kept.rules_of(state, kept.fixed(attempt))
    step = timedelta(microseconds=STEPS[rules.ranking.precision])  # nothing finer tells two people apart
    finish = attempt.finished_at if shows is Shown.SCORE_AND_DURATION else None
    return Told(
        attempt=attempt,
        round=this_round,
        outcome=outcome,
        score=attempt.score if counted and shows is not Shown.NOTHING else None,
        duration=(finish - attempt.started_at) // step * step if finish else None,
        questions=len(sheet),
        answered=answering.answered(answering.decode(attempt.answers, sheet)),
        asks_prediction=rules.prediction.kind is not Guess.NONE,
    )


def outcome_of(kept: Shelf, state: ContestState, attempt: Attempt, now: datetime) -> str:
    """`void`, `handed_in`, `timed_out` (swept or not yet) or `open`."""
    if attempt.voided_at is not None:
        return "void"
    grace = kept.rules_of(state, kept.fixed(attempt)).grace
    if sitting.is_over(attempt, grace, now):
        return "timed_out"
    return "open" if attempt.state == "in_progress" else attempt.state


def _found(db: Connection, state: ContestState, receipt: str) -> Attempt:
    attempt = attempts.by_receipt(db, receipt.replace("-", "").upper(), state.id)
    if attempt is None:
        raise NotFound
    return attempt


def _answers_free(db: Connection, state: ContestState, attempt: Attempt, now: datetime) -> bool:
    this_round = state.contest.round(state.round_by_id(attempt.round_id).slug)
    if not answers_shown(state.contest, this_round, now, this_round.opens):
        return False
    last_use = own_results.last_use(db, attempt.paper_id)
    return last_use is not None and answers_shown(state.contest, this_round, now, last_use)


def _solved(db: Connection, kept: Shelf, attempt: Attempt, telling: Telling) -> tuple[Solved, ...]:
    paper = kept.paper(db, attempt.paper_id)
    key = key_from_document(papers.answer_key(db, attempt.paper_id).document, paper)
    lines = kept.sheet(db, attempt.paper_id, attempt.seed)
    questions = shown_questions(db, kept, attempt, telling)
    return tuple(
        solved(paper.questions[line.question], line, question, key.solutions[line.question], telling)
        for question, line in zip(questions, lines, strict=True)
    )
