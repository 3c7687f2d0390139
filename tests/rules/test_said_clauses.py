"""No clause that decides a prize changes without a sentence of the rules page."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from types import UnionType
from typing import Any, get_args, get_type_hints

import pytest

from quiz.rules.contest import Contest
from quiz.rules.keys import RankKey
from quiz.rules.rulebook import read_toml
from quiz.rules.sentences.rulebook import sections
from quiz.rules.text import Text
from tests.rules.test_reaching import other

RICH = read_toml(Path(__file__).with_name("every_clause.toml").read_text())
# Why a clause needs no sentence, by the part of the rulebook in which it stands.
CODE = "a code for addresses and files; the title is what people read"
SHOWN = "stands on every page, not among the rules"
FORM = "asked and explained by the form of signing up itself"
CODES = "codes of people or units say nothing to a reader; that somebody is named is said"
WORD = "a word of the organisers that decides nothing"
BANK = "the organisers' own name of a bank or item; the paper is sealed in public"
EXEMPT = {
    "Contest.slug": CODE,
    "Table.slug": CODE,
    "Prize.slug": CODE,
    "Sitting.slug": CODE,
    "Consent.slug": CODE,
    "Contest.title": SHOWN,
    "Contest.organiser": SHOWN,
    "Contest.help_line": SHOWN,
    "Contest.languages": SHOWN,
    "Field.kind": FORM,
    "Field.unique": FORM,
    "Field.asked": FORM,
    "Field.options": FORM,
    "Consent.version": FORM,
    "Eligibility.listed": CODES,
    "Eligibility.excluded": CODES,
    "Extension.participant": "whose time it is, is between that person and the organisers",
    "Round.kind": WORD,
    "Round.number": "the order in which rounds are listed; it decides only between rounds that close at once",
    "Move.decided_at": WORD,
    "PredictionRule.question": "the words of the sheet; what is counted is said",
    "PaperSpec.banks": BANK,
    "PaperSpec.items": BANK,
    "PaperSpec.shuffle_questions": "the order on the sheet is worth no points",
    "PaperSpec.shuffle_choices": "the order on the sheet is worth no points",
    "AttemptRule.practice": "practice stands in no result",
}
# What other clauses name: changed alone it makes no rulebook.
NAMED = {"Round.slug", "Block.slug", "Field.name"}
# What means nothing in one place, though it is said in others.
MEANINGLESS = {
    "extensions.1.reason": "why a person has more time is between that person and the organisers",
    "clauses.prediction.truth_reason": "needs a truth",
    "rounds.0.prediction.truth": "nobody sees the number while guesses are taken; the result says it",
    "rounds.0.prediction.freeze": "a truth that is set follows nothing",
    "blocks.0.groups": "is read only of a block by unit",
    "blocks.1.groups": "is read only of a block by unit",
    "blocks.2.age_min": "is read only of a block by age",
    "blocks.2.age_max": "is read only of a block by age",
    "collectives.0.prizes.0.weight": "weighs individual prizes only",
}
# Values that a rulebook may hold where just any word or number would not be read.
ALLOWED = {
    "Contest.time_zone": "Asia/Bangkok",
    "Contest.blocks": RICH.blocks[:-1],
    "Registration.identity": ("phone",),
    "Registration.fields": RICH.registration.fields[:-1],
    "Progression.block": "lon",
    "Table.metric": "jury",
}
Change = tuple[str, str, Contest]


def changes(value: Any, path: str = "") -> Iterator[tuple[str, str, Any]]:
    """Every key of the rulebook with its path, its part, and the rulebook in which it alone has changed."""
    hints = get_type_hints(type(value))
    for one in fields(value):
        held, key = getattr(value, one.name), f"{type(value).__name__}.{one.name}"
        below = f"{path}.{one.name}".strip(".")
        for further, part, changed in _inside(held, below):
            yield further, part, replace(value, **{one.name: changed})
        if not is_part(held) and not _is_layer(hints[one.name], held):
            yield below, key, replace(value, **{one.name: ALLOWED.get(key) or other(hints[one.name], held)})


def _inside(held: Any, path: str) -> Iterator[tuple[str, str, Any]]:
    if is_part(held):
        yield from changes(held, path)
    for number, one in enumerate(held if isinstance(held, tuple) else ()):
        if is_part(one):
            for further, part, changed in changes(one, f"{path}.{number}"):
                yield further, part, (*held[:number], changed, *held[number + 1 :])


def is_part(value: Any) -> bool:
    return is_dataclass(value) and not isinstance(value, Text | RankKey | type)


def _is_layer(kind: Any, held: Any) -> bool:
    """A clause that a round or block does not state: the contest's stands, and is changed there."""
    return held is None and isinstance(kind, UnionType) and any(is_dataclass(one) for one in get_args(kind))


def said(book: Contest) -> tuple[list[str], list[str]]:
    vi, en = ([one for part in sections(book, lang) for one in part.sentences] for lang in ("vi", "en"))
    return vi, en


CHANGES: dict[str, Change] = {one[0]: one for one in changes(RICH) if one[1] not in NAMED}
SILENT = [path for path, (_, part, _book) in CHANGES.items() if part in EXEMPT or path in MEANINGLESS]
BEFORE = said(RICH)


@pytest.mark.parametrize("path", [path for path in CHANGES if path not in SILENT])
def test_a_changed_clause_changes_a_sentence_in_both_languages(path: str) -> None:
    now = said(CHANGES[path][2])
    assert [was != after for was, after in zip(BEFORE, now, strict=True)] == [True, True]


@pytest.mark.parametrize("path", SILENT)
def test_a_clause_without_a_sentence_is_one_that_needs_none(path: str) -> None:
    assert said(CHANGES[path][2]) == BEFORE


def test_every_exempt_clause_is_one_of_the_rulebook() -> None:
    assert {part for _, part, _ in CHANGES.values()} >= EXEMPT.keys()
    assert CHANGES.keys() >= MEANINGLESS.keys()
