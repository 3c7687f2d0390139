"""Practice: untimed, from items that no round uses; the address holds everything, nothing is kept."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from flask import Blueprint, Flask, render_template, request
from sqlalchemy import Connection

from quiz.actions import compiling
from quiz.rules.answers import Answers, answers_to_shown, empty, shown_to_answers
from quiz.rules.clauses import Draw, Several
from quiz.rules.drawing import Sheet, sheet
from quiz.rules.paper import AnswerKey, DrawPlan, Paper, Solution
from quiz.rules.scoring import ALL, share
from quiz.store import papers, practice
from quiz.store.contests import ContestState
from quiz.web import sheet_forms
from quiz.web.contests import contest_state
from quiz.web.language import language
from quiz.web.sheet_pages import ShownQuestion, shown
from quiz.web.transaction import reading

pages = Blueprint("practice", __name__)
QUESTIONS = 10
SEED_BYTES = 8
LONGEST_SEED = 32


@dataclass(frozen=True, slots=True)
class Practised:
    """One question of a practice sheet; the solution is absent until the sheet is answered."""

    question: ShownQuestion
    solution: Solution | None = None
    right: frozenset[int] = frozenset()
    solved: bool = False


def register(app: Flask) -> None:
    """Add the page to the application."""
    app.register_blueprint(pages)


@pages.get("/c/<slug>/practice")
def page(slug: str) -> str:
    """A practice sheet, or (`done`) the same with right answers and explanations."""
    state = contest_state(slug)
    seed = request.args.get("seed", "")[:LONGEST_SEED] or secrets.token_hex(SEED_BYTES)
    with reading() as db:
        drawn = _drawn(db, state)
    done = "done" in request.args
    practised = _practised(*drawn, seed, done=done) if drawn else ()
    return render_template("play/practice.html", state=state, seed=seed, done=done, practised=practised)


def _drawn(db: Connection, state: ContestState) -> tuple[Paper, AnswerKey] | None:
    pool = papers.chosen_items(db, practice.pool(db, state.id))
    if not pool:
        return None
    plan = DrawPlan(Draw.RANDOM, min(QUESTIONS, len(pool)))
    questions = compiling.questions(pool)
    return Paper(state.slug, "practice", None, 1, plan, questions), compiling.answer_key(pool)


def _practised(paper: Paper, key: AnswerKey, seed: str, *, done: bool) -> tuple[Practised, ...]:
    lines = sheet(paper, seed.encode())
    answers = shown_to_answers(lines, sheet_forms.questions(request.args)) if done else empty(lines)
    questions = _questions(paper, lines, answers)
    if not done:
        return tuple(Practised(question) for question in questions)
    return tuple(
        Practised(
            question=question,
            solution=key.solutions[line.question],
            right=frozenset(
                place
                for place, choice in enumerate(line.choices, 1)
                if choice in key.solutions[line.question].right
            ),
            solved=share(mask, line, key, Several.ALL_OR_NOTHING) == ALL,
        )
        for question, line, mask in zip(questions, lines, answers, strict=True)
    )


def _questions(paper: Paper, lines: Sheet, answers: Answers) -> list[ShownQuestion]:
    chosen = answers_to_shown(lines, answers)
    return [
        shown(paper.questions[line.question], line, position, chosen.get(position, ()), language())
        for position, line in enumerate(lines, 1)
    ]
