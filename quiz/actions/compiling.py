"""Compiles chosen items into a paper and its key, two documents that are strangers to each other."""

from __future__ import annotations

from quiz.rules.contest import Contest
from quiz.rules.paper import AnswerKey, DrawPlan, Kind, Paper, Question, Solution
from quiz.rules.text import Text
from quiz.store.papers import ChosenItem


def paper(
    contest: Contest, round_slug: str, block: str | None, version: int, pool: list[ChosenItem]
) -> Paper:
    """The paper that this pool makes under the rulebook's paper clause."""
    return Paper(
        contest=contest.slug,
        round=round_slug,
        block=block,
        version=version,
        plan=DrawPlan.of(contest.rules_for(round_slug, block).paper),
        questions=questions(pool),
    )


def questions(pool: list[ChosenItem]) -> tuple[Question, ...]:
    """The questions of a pool, without their answers."""
    return tuple(_question(item) for item in pool)


def answer_key(pool: list[ChosenItem]) -> AnswerKey:
    """The first version of the key to that pool."""
    return AnswerKey(version=1, solutions=tuple(_solution(item) for item in pool))


def _question(item: ChosenItem) -> Question:
    document = item.document
    return Question(
        id=f"{item.item_slug}.{item.version}",
        kind=Kind(item.kind),
        text=Text(document["text"]),
        choices=tuple(Text(choice["text"]) for choice in document["choices"]),
        topic=item.topic,
        difficulty=item.difficulty,
        markup=document.get("markup", "plain"),
        media=tuple(picture["name"] for picture in document.get("pictures", ())),
        # "Đúng" above "Sai" on every phone: turning them round helps nobody.
        keep_order=item.kind == Kind.TRUEFALSE,
    )


def _solution(item: ChosenItem) -> Solution:
    right = (number for number, choice in enumerate(item.document["choices"]) if choice["right"])
    return Solution(
        right=frozenset(right),
        explanation=Text(item.document.get("explanation", "")),
        source=item.document.get("source", ""),
    )
