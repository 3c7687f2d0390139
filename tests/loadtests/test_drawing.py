"""The crowd's own recount of the draw agrees with the platform's, so that stored answers can be compared."""

from __future__ import annotations

import random

import pytest

from loadtests import drawing
from quiz.rules.answers import encode, shown_to_answers
from quiz.rules.clauses import Draw, Stratum
from quiz.rules.drawing import sheet
from quiz.rules.paper import DrawPlan, Kind, Paper, Question, paper_to_document
from quiz.rules.text import Text

EASY, HARD = "easy", "hard"
PLANS = (
    DrawPlan(Draw.FIXED, 6),
    DrawPlan(Draw.RANDOM, 6),
    DrawPlan(Draw.RANDOM, 6, shuffle_questions=False),
    DrawPlan(Draw.RANDOM, 6, shuffle_choices=False),
    DrawPlan(Draw.STRATIFIED, 6, (Stratum(2, difficulty=HARD), Stratum(4, difficulty=EASY))),
)


def paper(plan: DrawPlan) -> Paper:
    questions = tuple(
        Question(
            id=f"q{n}",
            kind=Kind.MULTI,
            text=Text(f"{n}?"),
            choices=tuple(Text(str(choice)) for choice in range(2 + n % 4)),
            difficulty=HARD if n % 3 else EASY,
            keep_order=n % 5 == 0,
        )
        for n in range(20)
    )
    return Paper("c", "r", "", 1, plan, questions)


@pytest.mark.parametrize("plan", PLANS)
def test_answers_are_spelled_as_the_platform_stores_them(plan: DrawPlan) -> None:
    dice, made = random.Random(1), paper(plan)
    for _ in range(20):
        seed = dice.randbytes(16)
        lines = sheet(made, seed)
        masks = [dice.randrange(1 << len(line.choices)) for line in lines]
        shown = {
            position: tuple(place + 1 for place in range(10) if mask >> place & 1)
            for position, mask in enumerate(masks, 1)
        }
        stored = encode(shown_to_answers(lines, shown))
        assert drawing.canonical(paper_to_document(made), seed, masks) == stored
