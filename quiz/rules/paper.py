"""Compiled papers and keys: immutable documents from which every sheet and every mark follows."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from quiz.rules.clauses import Draw, PaperSpec, Stratum
from quiz.rules.text import NO_TEXT, Text

DRAW_VERSION = 1
FORMAT = 1


class Kind(StrEnum):
    """How a question is answered; a single accepts any one of its right choices."""

    SINGLE = "single"
    MULTI = "multi"
    TRUEFALSE = "truefalse"


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the pool; `id` names item and version, `markup` is plain or html."""

    id: str
    kind: Kind
    text: Text
    choices: tuple[Text, ...]
    topic: str = ""
    difficulty: str = ""
    markup: str = "plain"
    media: tuple[str, ...] = ()
    keep_order: bool = False


@dataclass(frozen=True, slots=True)
class DrawPlan:
    """How sheets are drawn from the pool."""

    draw: Draw
    questions: int
    strata: tuple[Stratum, ...] = ()
    shuffle_questions: bool = True
    shuffle_choices: bool = True
    version: int = DRAW_VERSION

    @classmethod
    def of(cls, spec: PaperSpec) -> "DrawPlan":
        """Return the plan that a rulebook's paper clause asks for."""
        return cls(spec.draw, spec.questions, spec.strata, spec.shuffle_questions, spec.shuffle_choices)


@dataclass(frozen=True, slots=True)
class Paper:
    """The frozen pool of one round and block with its plan."""

    contest: str
    round: str
    block: str | None
    version: int
    plan: DrawPlan
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Solution:
    """The right choices of a question (canonical, from 0) and what may be told after the close."""

    right: frozenset[int]
    explanation: Text = NO_TEXT
    source: str = ""


@dataclass(frozen=True, slots=True)
class AnswerKey:
    """One version of the key; solutions stand in the order of the paper's questions."""

    version: int
    solutions: tuple[Solution, ...]


def paper_to_document(paper: Paper) -> dict[str, Any]:
    """Return the paper as a JSON-able document without any answer."""
    return {
        "format": FORMAT,
        "contest": paper.contest,
        "round": paper.round,
        "block": paper.block,
        "version": paper.version,
        "plan": _plan_document(paper.plan),
        "questions": [_question_document(one) for one in paper.questions],
    }


def paper_from_document(document: Mapping[str, Any]) -> Paper:
    """Rebuild the paper that `paper_to_document` wrote."""
    return Paper(
        contest=document["contest"],
        round=document["round"],
        block=document["block"],
        version=document["version"],
        plan=_plan(document["plan"]),
        questions=tuple(_question(one) for one in document["questions"]),
    )


def key_to_document(key: AnswerKey, paper: Paper) -> dict[str, Any]:
    """Return the key as a JSON-able document, each solution under the id of its question."""
    pairs = zip(paper.questions, key.solutions, strict=True)
    return {
        "format": FORMAT,
        "version": key.version,
        "solutions": {question.id: _solution_document(one) for question, one in pairs},
    }


def key_from_document(document: Mapping[str, Any], paper: Paper) -> AnswerKey:
    """Rebuild the key for this paper; KeyError when a question has no solution."""
    solutions = document["solutions"]
    return AnswerKey(document["version"], tuple(_solution(solutions[one.id]) for one in paper.questions))


def _plan_document(plan: DrawPlan) -> dict[str, Any]:
    strata = [{"count": s.count, "topic": s.topic, "difficulty": s.difficulty} for s in plan.strata]
    return {
        "draw": str(plan.draw),
        "questions": plan.questions,
        "strata": strata,
        "shuffle_questions": plan.shuffle_questions,
        "shuffle_choices": plan.shuffle_choices,
        "version": plan.version,
    }


def _plan(document: Mapping[str, Any]) -> DrawPlan:
    strata = tuple(Stratum(**one) for one in document["strata"])
    return DrawPlan(**{**document, "draw": Draw(document["draw"]), "strata": strata})


def _question_document(question: Question) -> dict[str, Any]:
    return {
        "id": question.id,
        "kind": str(question.kind),
        "text": text_document(question.text),
        "choices": [text_document(one) for one in question.choices],
        "topic": question.topic,
        "difficulty": question.difficulty,
        "markup": question.markup,
        "media": list(question.media),
        "keep_order": question.keep_order,
    }


def _question(document: Mapping[str, Any]) -> Question:
    return Question(
        id=document["id"],
        kind=Kind(document["kind"]),
        text=text_from(document["text"]),
        choices=tuple(text_from(one) for one in document["choices"]),
        topic=document["topic"],
        difficulty=document["difficulty"],
        markup=document["markup"],
        media=tuple(document["media"]),
        keep_order=document["keep_order"],
    )


def _solution_document(solution: Solution) -> dict[str, Any]:
    return {
        "right": sorted(solution.right),
        "explanation": text_document(solution.explanation),
        "source": solution.source,
    }


def _solution(document: Mapping[str, Any]) -> Solution:
    return Solution(frozenset(document["right"]), text_from(document["explanation"]), document["source"])


def text_document(text: Text) -> dict[str, str]:
    """Return a text by language; empty languages are absent."""
    return {lang: said for lang, said in (("vi", text.vi), ("en", text.en), *text.others) if said}


def text_from(document: Mapping[str, str]) -> Text:
    """Rebuild the text that `text_document` wrote."""
    others = tuple(sorted((lang, said) for lang, said in document.items() if lang not in ("vi", "en")))
    return Text(document.get("vi", ""), document.get("en", ""), others)
