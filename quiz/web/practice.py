"""Practice: untimed, from items that no round uses; the address holds everything, nothing is kept."""

from __future__ import annotations

import secrets

from flask import Blueprint, Flask, current_app, render_template, request, url_for
from sqlalchemy import Connection
from werkzeug.wrappers import Response

from quiz.actions import compiling
from quiz.actions.shelf import Recent
from quiz.rules.answers import Answers, answers_to_shown, empty, shown_to_answers
from quiz.rules.clauses import Draw, ScoringRule
from quiz.rules.drawing import Sheet, sheet
from quiz.rules.paper import AnswerKey, DrawPlan, Paper
from quiz.rules.scoring import mark
from quiz.store import papers, practice
from quiz.store.contests import ContestState
from quiz.web import pictures, sheet_forms
from quiz.web.contests import contest_state
from quiz.web.language import language
from quiz.web.sheet_pages import ShownQuestion, Telling, shown, solved
from quiz.web.transaction import reading

pages = Blueprint("practice", __name__)
QUESTIONS = 10
SEED_BYTES = 8
LONGEST_SEED = 32
CONTESTS_KEPT = 100
type_of_memory = Recent[tuple[int, int], bool]


def register(app: Flask) -> None:
    """Add the page to the application, with an empty memory of which contests have a pool."""
    app.extensions["practising"] = type_of_memory(CONTESTS_KEPT)
    app.register_blueprint(pages)


def is_there(state: ContestState) -> bool:
    """Are there questions to practise with? Asked once a generation, which a change of the pool raises."""
    memory: type_of_memory = current_app.extensions["practising"]
    return memory.ask((state.id, state.generation), lambda: _has_pool(state))


@pages.get("/c/<slug>/practice")
def page(slug: str) -> str:
    """A practice sheet, or (`done`) the same with right answers and explanations."""
    state = contest_state(slug)
    seed = request.args.get("seed", "")[:LONGEST_SEED] or secrets.token_hex(SEED_BYTES)
    with reading() as db:
        drawn = _drawn(db, state)
    if drawn is None:
        return render_template("play/practice.html", state=state, questions=())
    paper, key = drawn
    telling = Telling(language(), url_for("practice.picture", slug=slug, name=""))
    lines = sheet(paper, seed.encode())
    if "done" not in request.args:
        questions = _questions(paper, lines, empty(lines), telling)
        return render_template("play/practice.html", state=state, seed=seed, questions=questions)
    answers = shown_to_answers(lines, sheet_forms.questions(request.args))
    told = tuple(
        solved(paper.questions[line.question], line, question, key.solutions[line.question], telling)
        for line, question in zip(lines, _questions(paper, lines, answers, telling), strict=True)
    )
    correct = mark(answers, lines, key, ScoringRule()).correct
    return render_template("play/practised.html", state=state, solved=told, correct=correct)


@pages.get("/c/<slug>/practice/picture/", defaults={"name": ""})
@pages.get("/c/<slug>/practice/picture/<name>")
def picture(slug: str, name: str) -> Response:
    """A picture of a question of the practice pool."""
    state = contest_state(slug)
    with reading() as db:
        drawn = _drawn(db, state)
        names = {media for question in drawn[0].questions for media in question.media} if drawn else ()
        return pictures.one_of(db, names, name)


def _has_pool(state: ContestState) -> bool:
    with reading() as db:
        return practice.has_pool(db, state.id)


def _drawn(db: Connection, state: ContestState) -> tuple[Paper, AnswerKey] | None:
    pool = papers.chosen_items(db, practice.pool(db, state.id))
    if not pool:
        return None
    plan = DrawPlan(Draw.RANDOM, min(QUESTIONS, len(pool)))
    questions = compiling.questions(pool)
    return Paper(state.slug, "practice", None, 1, plan, questions), compiling.answer_key(pool)


def _questions(paper: Paper, lines: Sheet, answers: Answers, telling: Telling) -> tuple[ShownQuestion, ...]:
    chosen = answers_to_shown(lines, answers)
    return tuple(
        shown(paper.questions[line.question], line, position, chosen.get(position, ()), telling)
        for position, line in enumerate(lines, 1)
    )
