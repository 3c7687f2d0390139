"""No clause is ignored, and none that may alter a result changes without a word."""

import ast
from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

import pytest

import quiz
from quiz.rules.awards import Prize, PrizePlan
from quiz.rules.clauses import Clauses, Decision, RankingRule
from quiz.rules.contest import Block, Contest, Overall, Progression, Table
from quiz.rules.guess import Guess, PredictionRule, Scope
from quiz.rules.keys import Key, RankKey
from quiz.rules.reaching import APPLIED, NEUTRAL, OWN, reached
from quiz.rules.registration import Eligibility
from quiz.rules.sentences.people import TOLD_ONLY, eligibility_sentences
from quiz.rules.sentences.rulebook import sentences
from quiz.rules.text import Text
from tests.rules.arrange import OPENS, WEEK, contest, week

PRIZE = Prize("nhat", Text("Nhất"), 1)
# Every part of a rulebook stands in it once, so that each of its keys can be changed.
FULL = contest(
    week(1),
    week(2),
    prizes=PrizePlan(tiers=(PRIZE,)),
    ranking=RankingRule(decisions=(Decision(("a", "b"), "biên bản"),)),
    blocks=(Block("a", Text("A")), Block("b", Text("B"))),
    collectives=(Table("bang", Text("Bảng"), prizes=(PRIZE,)),),
    overall=Overall(prizes=PrizePlan(tiers=(PRIZE,))),
    progressions=(Progression("chung-ket", ("tuan-1",)),),
)


def kinds(kind: Any, seen: dict[str, Any]) -> dict[str, Any]:
    """Every part of which a rulebook is made, by name."""
    for part in (kind, *get_args(kind)):
        if is_dataclass(part) and isinstance(part, type) and part.__name__ not in (*seen, "Text", "RankKey"):
            seen[part.__name__] = part
            for hint in get_type_hints(part).values():
                kinds(hint, seen)
    return seen


PARTS = kinds(Contest, {})
KEYS = [f"{name}.{one.name}" for name, part in PARTS.items() for one in fields(part)]
# Another slug is another round: the old one is dropped, which is refused once it is scheduled.
NESTED = {
    "Round.slug",
    "Overall.qualification",
    "Overall.ranking",
    "Contest.blocks",
    "Contest.collectives",
    "Contest.overall",
    "Contest.publication",
}


def other(kind: Any, value: Any) -> Any:
    """Another value of the same kind."""
    if get_origin(kind) is UnionType:
        return other(next(one for one in get_args(kind) if one is not NoneType), value)
    if get_origin(kind) is tuple:
        return () if value else (other(get_args(kind)[0], None),)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return next(one for one in kind if one is not value)
    return _plain(kind, value)


def _plain(kind: Any, value: Any) -> Any:
    if kind is RankKey:
        return RankKey(Key.AGE)
    if kind is bool:
        return not value
    samples = {str: "khác", int: 7, Decimal: Decimal(7), Text: Text("khác"), time: time(9)}
    samples |= {timedelta: timedelta(7), date: date(2001, 1, 1), datetime: OPENS + WEEK / 2}
    return samples[kind] if kind in samples else kind(**_required(kind))


def _required(kind: Any) -> dict[str, Any]:
    hints = get_type_hints(kind)
    needed = [one.name for one in fields(kind) if one.default is MISSING and one.default_factory is MISSING]
    return {name: other(hints[name], None) for name in needed}


def mutants(value: Any, key: str) -> Iterator[Any]:
    """The value with this one key changed, wherever it stands in it."""
    if isinstance(value, tuple):
        for number, one in enumerate(value):
            for changed in mutants(one, key):
                yield (*value[:number], changed, *value[number + 1 :])
    if not is_dataclass(value) or isinstance(value, type | Text | RankKey):
        return
    hints = get_type_hints(type(value))
    for one in fields(value):
        held = getattr(value, one.name)
        if f"{type(value).__name__}.{one.name}" == key:
            yield replace(value, **{one.name: other(hints[one.name], held)})
        else:
            yield from (replace(value, **{one.name: changed}) for changed in mutants(held, key))


COUNTED = sorted({*KEYS} - NEUTRAL - OWN - APPLIED - NESTED)
UNDER_NEUTRAL = {"Sitting", "Move", "Extension", "Amendment", "Registration", "Field", "Consent", "Feedback"}
CHANGED = [key for key in COUNTED if key.split(".")[0] not in {*UNDER_NEUTRAL, "Clauses", "Stratum"}]


@pytest.mark.parametrize("key", CHANGED)
def test_a_clause_that_may_alter_a_result_marks_the_rounds_that_it_reaches(key: str) -> None:
    for mutant in [*mutants(FULL, key)][:1] or pytest.fail(f"{key} stands nowhere in the full rulebook"):
        assert reached(FULL, mutant), key


@pytest.mark.parametrize("key", sorted(NEUTRAL & {*KEYS}))
def test_words_and_what_is_judged_beforehand_mark_nothing(key: str) -> None:
    assert [reached(FULL, mutant) for mutant in mutants(FULL, key)] in ([()], [(), ()], [(), (), ()])


def test_every_key_that_is_called_neutral_is_one() -> None:
    assert {*KEYS} >= NEUTRAL | APPLIED


def test_a_round_alone_marks_itself_and_the_one_above_unless_rounds_depend_on_each_other() -> None:
    book = contest(week(1), week(2, parent="tuan-3"), week(3))
    harder = RankingRule(chain=(RankKey(Key.CORRECT),))
    rounds = (book.rounds[0], replace(book.rounds[1], ranking=harder), book.rounds[2])
    assert reached(book, replace(book, rounds=rounds)) == ("tuan-2", "tuan-3")
    guess = Clauses(prediction=PredictionRule(kind=Guess.NUMBER, scope=Scope.CONTEST))
    common = replace(book, clauses=guess)
    assert len(reached(common, replace(common, rounds=rounds))) == 3


# Nothing is ignored in silence


# Shown as the organisers wrote it, or left to them in so many words: the platform cannot do it for them.
TOLD = {
    "Eligibility.area", "Eligibility.statement", "Contest.version_note", "Contest.amendments",
    "Registration.verification", "PrizePlan.certificates", "Feedback.learning_cards", "Feedback.public_bank",
}  # fmt: skip
# Modules that only say, spell or compare a rulebook do not act on it.
SAYING = (
    "sentences",
    "differing",
    "rules/judging",
    "touched",
    "reaching",
    "codec",
    "/rulebook/",
    "key_words",
    "wording",
)


@cache
def read_names() -> frozenset[str]:
    """Every attribute that the platform reads outside the modules that only say what a rulebook is."""
    folder = Path(quiz.__file__).parent
    names: set[str] = set()
    for file in folder.rglob("*.py"):
        if not any(word in file.as_posix() for word in SAYING):
            tree = ast.parse(file.read_text())
            names |= {one.attr for one in ast.walk(tree) if isinstance(one, ast.Attribute)}
    templates = "\n".join(file.read_text() for file in folder.rglob("*.html"))
    return frozenset(names | set(_words(templates)))


def _words(text: str) -> list[str]:
    return "".join(char if char.isidentifier() or char.isdigit() else " " for char in text).split()


@pytest.mark.parametrize("key", sorted({*KEYS} - TOLD - {f"Amendment.{part}" for part in ("at", "what")}))
def test_every_key_of_the_rulebook_is_acted_on(key: str) -> None:
    assert key.split(".")[1] in read_names()


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("key", sorted(TOLD))
def test_what_is_only_told_is_told_on_the_rules_page(key: str, lang: str) -> None:
    mutant = next(mutants(FULL, key))
    assert sentences(mutant, lang) != sentences(FULL, lang)


def test_a_text_that_nobody_can_check_says_so() -> None:
    area, statement = Text("Người ở tỉnh", "People of the province"), Text("Công dân", "Citizens")
    said = eligibility_sentences(contest(eligibility=Eligibility(area=area, statement=statement)), "en")
    assert [one.endswith(TOLD_ONLY.en) for one in said] == [True, True]
