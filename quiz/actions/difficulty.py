"""How hard a question turned out to be: the share of right answers, once every round that uses it is over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from quiz.rules.answers import decode
from quiz.rules.clauses import Several
from quiz.rules.drawing import Drawer
from quiz.rules.paper import key_from_document, paper_from_document
from quiz.rules.scoring import ALL, share
from quiz.store import papers, samples
from quiz.store.contests import WITH_RESULTS
from quiz.store.histories import Place

# A web page can wait for these; of a hundred thousand sheets they tell a share to within two in a hundred.
MOST = 2_500
# Fewer answers say nothing about a question, and might say something about a person.
FEWEST = 10


@dataclass(frozen=True, slots=True)
class RightShare:
    """The share of right answers to a question in one paper, in per cent; None where too few met it.

    How many took part is not told: a prediction may still ask for it.
    """

    place: Place
    percent: int | None


def right_shares(db: Connection, used: Sequence[Place]) -> list[RightShare]:
    """The shares in every paper of a question, none at all while a round that uses it has no result."""
    if not all(place.state in WITH_RESULTS for place in used):
        return []
    return [RightShare(place, _percent(db, place)) for place in used]


def _percent(db: Connection, place: Place) -> int | None:
    paper = paper_from_document(papers.by_id(db, place.paper_id).document)
    key = key_from_document(papers.answer_key(db, place.paper_id).document, paper)
    drawer, question = Drawer.of(paper), place.position - 1
    met = right = 0
    for row in samples.of_paper(db, place.paper_id, MOST):
        own_sheet = drawer.unshuffled(row.seed)
        for mask, line in zip(decode(row.answers, own_sheet), own_sheet, strict=True):
            if line.question == question:
                met += 1
                right += share(mask, line, key, Several.ALL_OR_NOTHING) == ALL
    return round(100 * right / met) if met >= FEWEST else None
