"""A small invented contest and its attempts, for tests of the rules."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from quiz.rules.calendar import Round
from quiz.rules.clauses import Clauses, RankingRule
from quiz.rules.contest import Contest
from quiz.rules.evaluate import evaluate
from quiz.rules.keys import RankKey
from quiz.rules.paper import DrawPlan, Kind, Paper, Question
from quiz.rules.records import AttemptRow, Person
from quiz.rules.text import Text

OPENS = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # a Monday, 08:00 in Việt Nam
WEEK = timedelta(days=7)
MINUTE = timedelta(minutes=1)


def week(number: int = 1, **changed: Any) -> Round:
    opens = OPENS + (number - 1) * WEEK
    usual = Round(f"tuan-{number}", number, Text(f"Tuần {number}", f"Week {number}"), opens, opens + WEEK)
    return replace(usual, **changed)


def contest(*rounds: Round, **changed: Any) -> Contest:
    clauses = Clauses(**{name: changed.pop(name) for name in list(changed) if name in Clauses.__slots__})
    return Contest("thu", Text("Cuộc thi thử"), rounds or (week(),), clauses=clauses, **changed)


def attempt(participant: str, correct: int, **changed: Any) -> AttemptRow:
    """Ten questions, begun an hour after the opening, five minutes long, one point a right answer."""
    started = changed.pop("started_at", OPENS + timedelta(hours=1))
    took = changed.pop("took", 5 * MINUTE)
    usual = AttemptRow(
        attempt=f"a-{participant}",
        participant=participant,
        round="tuan-1",
        block=None,
        unit=None,
        started_at=started,
        submitted_at=started + took,
        score=correct,
        correct=correct,
        answered=10,
        questions=10,
    )
    return usual._replace(**changed)


def in_week(number: int, **scores: int) -> list[AttemptRow]:
    """One attempt of everybody named in the round of that week, with so many right."""
    opens = OPENS + (number - 1) * WEEK
    return [
        attempt(name, score, attempt=f"{name}{number}", round=f"tuan-{number}", started_at=opens)
        for name, score in scores.items()
    ]


def question(name: str, kind: Kind = Kind.SINGLE, choices: int = 4, **changed: Any) -> Question:
    texts = tuple(Text(f"{name} {letter}") for letter in "ABCDEF"[:choices])
    return Question(name, kind, Text(f"Câu {name}?"), texts, **changed)


def paper(plan: DrawPlan, *questions: Question) -> Paper:
    return Paper("thu", "tuan-1", None, 1, plan, questions)


def chain(*keys: str, **changed: Any) -> RankingRule:
    return RankingRule(chain=tuple(RankKey.parse(key) for key in keys), **changed)


def places(
    one: Contest, *rows: AttemptRow, people: tuple[Person, ...] = (), seed: str = ""
) -> list[tuple[int, str]]:
    ranking = evaluate(one, rows, people, draw_seed=seed).rounds[0].ranking
    return [(row.place, row.participant) for row in ranking]
