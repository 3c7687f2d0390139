"""What the pages of an attempt show: questions in this person's order, answers, solutions, time left."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Flask, current_app
from markupsafe import Markup
from sqlalchemy import Connection

from quiz.actions import handing_in
from quiz.actions.shelf import Recent, Shelf
from quiz.rules.answers import answers_to_shown, decode
from quiz.rules.applied import RoundRules
from quiz.rules.drawing import SheetLine
from quiz.rules.guess import Guess
from quiz.rules.paper import Kind, Paper, Question, Solution
from quiz.rules.text import Text
from quiz.store.attempts import Attempt
from quiz.store.contests import ContestState, RoundState
from quiz.web import fragments
from quiz.web.fragments import Fragments, Placed

MILLISECOND = timedelta(milliseconds=1)
FRAGMENTS_KEPT = 3_000  # some 3 KB each
type_of_memory = Recent[tuple[int, int, str], Fragments]


def remember_questions(app: Flask) -> None:
    """Give the application an empty memory of rendered questions."""
    app.extensions["fragments"] = type_of_memory(FRAGMENTS_KEPT)


@dataclass(frozen=True, slots=True)
class ShownChoice:
    """One displayed option; `value` is what the form sends."""

    value: int
    text: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """One question at its displayed position."""

    position: int
    text: str
    several: bool
    choices: tuple[ShownChoice, ...]

    @property
    def chosen(self) -> tuple[ShownChoice, ...]:
        """The options chosen so far."""
        return tuple(choice for choice in self.choices if choice.chosen)


@dataclass(frozen=True, slots=True)
class Solved:
    """One question with what the key tells of it; `right` are displayed options."""

    question: ShownQuestion
    right: frozenset[int]
    explanation: str
    source: str


@dataclass(frozen=True, slots=True)
class Telling:
    """The language of a page, and the address under which it finds pictures."""

    lang: str
    pictures: str


@dataclass(frozen=True, slots=True)
class SheetPage:
    """An open attempt as its pages show it."""

    attempt: Attempt
    round: RoundState
    rules: RoundRules
    questions: tuple[Placed, ...]
    left_ms: int
    telling: Telling

    @property
    def answered(self) -> int:
        """How many questions have an answer."""
        return sum(1 for question in self.questions if question.chosen)

    def fieldsets(self) -> Markup:
        """The questions of the sheet."""
        return fragments.fieldsets(self.questions, self.telling.pictures)

    def rows(self, sheet: str, none_given: str) -> Markup:
        """The questions and answers of the check page, with links to the sheet."""
        return fragments.rows(self.questions, sheet, self.telling.pictures, none_given)

    @property
    def bounds(self) -> str:
        """The sentence that names the numbers among which a prediction must be."""
        return handing_in.out_of_range(self.rules.prediction).sentence(self.telling.lang)

    @property
    def asks_prediction(self) -> bool:
        """Does the rulebook ask for a prediction?"""
        return self.rules.prediction.kind is not Guess.NONE


def sheet_page(
    db: Connection, shelf: Shelf, state: ContestState, attempt: Attempt, *, telling: Telling, now: datetime
) -> SheetPage:
    """Everything that the sheet and the check page show of this attempt."""
    fixed = shelf.fixed(attempt)
    return SheetPage(
        attempt=attempt,
        round=state.round_by_id(attempt.round_id),
        rules=shelf.rules_of(state, fixed),
        questions=_placed(db, shelf, attempt, telling.lang),
        left_ms=max((attempt.end_at - now) // MILLISECOND, 0),
        telling=telling,
    )


def _placed(db: Connection, shelf: Shelf, attempt: Attempt, lang: str) -> tuple[Placed, ...]:
    paper, rendered = shelf.paper(db, attempt.paper_id), _fragments(attempt.paper_id, lang)
    sheet = shelf.sheet(db, attempt.paper_id, attempt.seed)
    chosen = answers_to_shown(sheet, decode(attempt.answers, sheet))
    return tuple(
        Placed(position, line, chosen.get(position, ()), rendered(paper, line.question))
        for position, line in enumerate(sheet, 1)
    )


def _fragments(paper_id: int, lang: str) -> Callable[[Paper, int], Fragments]:
    memory: type_of_memory = current_app.extensions["fragments"]

    def rendered(paper: Paper, number: int) -> Fragments:
        known = memory.get((paper_id, number, lang))
        return known or memory.keep(
            (paper_id, number, lang), fragments.of_question(paper.questions[number], lang)
        )

    return rendered


def shown_questions(
    db: Connection, shelf: Shelf, attempt: Attempt, telling: Telling
) -> tuple[ShownQuestion, ...]:
    """The questions of an attempt with the answers that the server has."""
    paper = shelf.paper(db, attempt.paper_id)
    sheet = shelf.sheet(db, attempt.paper_id, attempt.seed)
    chosen = answers_to_shown(sheet, decode(attempt.answers, sheet))
    return tuple(
        shown(paper.questions[line.question], line, position, chosen.get(position, ()), telling)
        for position, line in enumerate(sheet, 1)
    )


def shown(
    question: Question, line: SheetLine, position: int, chosen: Iterable[int], telling: Telling
) -> ShownQuestion:
    """One question with its options in displayed order."""
    places = frozenset(chosen)
    return ShownQuestion(
        position=position,
        text=_said(question.text, question, telling),
        several=question.kind is Kind.MULTI,
        choices=tuple(
            ShownChoice(place, _said(question.choices[choice], question, telling), place in places)
            for place, choice in enumerate(line.choices, 1)
        ),
    )


def solved(
    question: Question, line: SheetLine, on_page: ShownQuestion, solution: Solution, telling: Telling
) -> Solved:
    """A displayed question with its solution."""
    right = (place for place, choice in enumerate(line.choices, 1) if choice in solution.right)
    explanation = _said(solution.explanation, question, telling)
    return Solved(on_page, frozenset(right), explanation, solution.source)


def _said(text: Text, question: Question, telling: Telling) -> str:
    return fragments.said(text, question, telling.lang, telling.pictures)
