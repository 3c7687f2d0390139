"""Drawing and marking sheets, as every page of the quiz and every finalising does it."""

from __future__ import annotations

from quiz.rules.clauses import PaperSpec, ScoringRule
from quiz.rules.drawing import Drawer
from quiz.rules.paper import AnswerKey, DrawPlan, Kind, Paper, Question, Solution
from quiz.rules.scoring import Marker
from quiz.rules.text import Text

POOL, ASKED, CHOICES = 200, 20, 4
QUESTIONS = tuple(
    Question(f"q{number}@1", Kind.SINGLE, Text(f"Câu {number}"), (Text("a"), Text("b"), Text("c"), Text("d")))
    for number in range(POOL)
)
PAPER = Paper("bench", "w1", None, 1, DrawPlan.of(PaperSpec(questions=ASKED)), QUESTIONS)
KEY = AnswerKey(1, tuple(Solution(frozenset({number % CHOICES})) for number in range(POOL)))
DRAWER = Drawer.of(PAPER)
ANSWERS = tuple(1 << position % CHOICES for position in range(ASKED))


def draw(sheets: int) -> int:
    """Draw so many sheets; the number of their questions."""
    return sum(len(DRAWER.sheet(number.to_bytes(16))) for number in range(sheets))


def draw_and_mark(sheets: int) -> float:
    """Draw and mark so many sheets; the sum of their scores."""
    marker = Marker(KEY, ScoringRule())
    return sum(marker.mark(ANSWERS, DRAWER.unshuffled(number.to_bytes(16))).score for number in range(sheets))
