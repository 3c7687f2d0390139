"""Drawing sheets, mapping answers, marking."""

from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.rules.answers import answered, answers_to_shown, decode, encode, shown_to_answers
from quiz.rules.clauses import Draw, ScoringRule, Several, Stratum
from quiz.rules.documents import commit, digest
from quiz.rules.drawing import sheet, shortage
from quiz.rules.paper import (
    AnswerKey,
    DrawPlan,
    Kind,
    Solution,
    key_from_document,
    key_to_document,
    paper_from_document,
    paper_to_document,
)
from quiz.rules.refusals.contest import AnswersMalformed
from quiz.rules.scoring import mark
from quiz.rules.text import Text
from tests.rules.arrange import paper, question

POOL = [question(f"q{n}", topic="dv" if n % 2 else "at", difficulty="de") for n in range(30)]
RANDOM = paper(DrawPlan(Draw.RANDOM, 10), *POOL)
MIXED = paper(
    DrawPlan(Draw.FIXED, 3),
    question("mot"),
    question("nhieu", Kind.MULTI),
    question("dung-sai", Kind.TRUEFALSE, 2, keep_order=True),
)
KEY = AnswerKey(1, (Solution(frozenset({0, 2})), Solution(frozenset({0, 1})), Solution(frozenset({1}))))


def test_a_seed_draws_the_same_sheet_for_ever() -> None:
    drawn = sheet(RANDOM, b"\x01" * 16)
    assert drawn == sheet(paper_from_document(paper_to_document(RANDOM)), b"\x01" * 16)
    assert [line.question for line in drawn] == [
        25,
        20,
        4,
        10,
        2,
        22,
        5,
        1,
        13,
        21,
    ]  # by docs/draw.md, counted apart
    assert drawn[0].choices == (1, 0, 2, 3)


@given(st.binary(min_size=1, max_size=32))
def test_a_sheet_has_the_asked_number_of_different_questions_with_all_their_choices(seed: bytes) -> None:
    drawn = sheet(RANDOM, seed)
    assert len({line.question for line in drawn}) == len(drawn) == 10
    assert all(sorted(line.choices) == [0, 1, 2, 3] for line in drawn)


def test_every_question_and_every_place_of_a_choice_come_about_equally_often() -> None:
    sheets = [sheet(RANDOM, n.to_bytes(4, "big")) for n in range(3000)]
    drawn = Counter(line.question for one in sheets for line in one)
    assert all(900 < count < 1100 for count in drawn.values())
    first = Counter(line.choices[0] for one in sheets for line in one)
    assert all(7000 < count < 8000 for count in first.values())


def test_a_stratified_sheet_has_what_each_stratum_asks() -> None:
    plan = DrawPlan(Draw.STRATIFIED, 5, (Stratum(3, topic="dv"), Stratum(2, topic="at", difficulty="de")))
    for seed in (b"a", b"b", b"c"):
        topics = Counter(POOL[line.question].topic for line in sheet(paper(plan, *POOL), seed))
        assert topics == {"dv": 3, "at": 2}


def test_a_fixed_paper_gives_everybody_the_same_questions_in_another_order() -> None:
    fixed = paper(DrawPlan(Draw.FIXED, 10), *POOL)
    one, other = sheet(fixed, b"one"), sheet(fixed, b"other")
    assert {line.question for line in one} == {line.question for line in other} == set(range(10))
    assert one != other


def test_without_shuffling_questions_and_choices_keep_their_order() -> None:
    plain = paper(DrawPlan(Draw.FIXED, 3, shuffle_questions=False, shuffle_choices=False), *POOL)
    assert [(line.question, line.choices) for line in sheet(plain, b"x")] == [
        (n, (0, 1, 2, 3)) for n in range(3)
    ]


def test_a_question_that_keeps_its_order_is_never_shuffled() -> None:
    for seed in (b"1", b"2", b"3", b"4", b"5"):
        assert next(line.choices for line in sheet(MIXED, seed) if line.question == 2) == (0, 1)


def test_a_pool_too_small_for_its_plan_is_named() -> None:
    assert shortage(RANDOM) is None
    assert shortage(paper(DrawPlan(Draw.RANDOM, 40), *POOL)) == "10"
    plan = DrawPlan(Draw.STRATIFIED, 16, (Stratum(16, topic="dv"),))
    assert shortage(paper(plan, *POOL)) == "1 dv"


def test_a_later_draw_version_is_not_guessed_at() -> None:
    with pytest.raises(ValueError, match="draw version 2"):
        sheet(paper(DrawPlan(Draw.RANDOM, 10, version=2), *POOL), b"x")


@given(st.binary(min_size=1, max_size=8), st.data())
def test_displayed_answers_come_back_as_they_were_given(seed: bytes, data: st.DataObject) -> None:
    drawn = sheet(MIXED, seed)
    shown = {
        position: data.draw(_places(len(line.choices), line.kind), label=f"q{position}")
        for position, line in enumerate(drawn, 1)
    }
    answers = shown_to_answers(drawn, shown)
    assert answers_to_shown(drawn, answers) == {
        position: places for position, places in shown.items() if places
    }
    assert decode(encode(answers), drawn) == answers
    assert answered(answers) == sum(1 for places in shown.values() if places)


def _places(choices: int, kind: Kind) -> st.SearchStrategy[tuple[int, ...]]:
    most = choices if kind is Kind.MULTI else 1
    return st.sets(st.integers(1, choices), max_size=most).map(lambda places: tuple(sorted(places)))


def test_the_column_is_the_mask_of_canonical_choices_by_position() -> None:
    plain = paper(DrawPlan(Draw.FIXED, 4, shuffle_questions=False, shuffle_choices=False), *POOL)
    drawn = sheet(plain, b"x")
    assert encode(shown_to_answers(drawn, {1: [1], 2: [3], 4: [2]})) == "1,4,,2"
    assert decode("", drawn) == (0, 0, 0, 0)


@pytest.mark.parametrize("shown", [{0: [1]}, {11: [1]}, {1: [5]}, {1: [0]}, {1: [1, 2]}])
def test_answers_to_what_the_sheet_does_not_have_are_refused(shown: dict[int, list[int]]) -> None:
    with pytest.raises(AnswersMalformed):
        shown_to_answers(sheet(RANDOM, b"x"), shown)


@pytest.mark.parametrize("column", ["1", "16,,", "-1,,", "x,,", "1,,,", "²,,"])
def test_a_column_that_does_not_fit_the_sheet_is_refused(column: str) -> None:
    with pytest.raises(AnswersMalformed):
        decode(column, sheet(MIXED, b"x"))


def _marked(masks: dict[int, int], rule: ScoringRule) -> tuple[float, int, int]:
    drawn = sheet(MIXED, b"seed")
    answers = tuple(masks.get(line.question, 0) for line in drawn)
    marked = mark(answers, drawn, KEY, rule)
    return marked.score, marked.correct, marked.answered


def test_a_single_question_takes_any_one_of_its_right_choices() -> None:
    rule = ScoringRule(right=Decimal(10), wrong=Decimal(-3))
    assert _marked({0: 0b0001}, rule) == (10, 1, 1)
    assert _marked({0: 0b0100}, rule) == (10, 1, 1)
    assert _marked({0: 0b0010}, rule) == (-3, 0, 1)


@pytest.mark.parametrize(
    ("several", "chosen", "points"),
    [
        (Several.ALL_OR_NOTHING, 0b0011, 1),
        (Several.ALL_OR_NOTHING, 0b0001, 0),
        (Several.ALL_OR_NOTHING, 0b0111, 0),
        (Several.PROPORTIONAL, 0b0001, 0.5),
        (Several.PROPORTIONAL, 0b0101, 0),
        (Several.RIGHT_MINUS_WRONG, 0b0111, 0.5),
        (Several.RIGHT_MINUS_WRONG, 0b0101, 0),
    ],
)
def test_several_right_choices_are_marked_as_the_rulebook_says(
    several: Several, chosen: int, points: float
) -> None:
    assert _marked({1: chosen}, ScoringRule(several=several))[0] == points


def test_blank_and_wrong_answers_have_their_own_points() -> None:
    rule = ScoringRule(right=Decimal(4), wrong=Decimal(-1), blank=Decimal("0.5"))
    assert _marked({0: 1, 2: 1}, rule) == (3.5, 1, 2)


def test_a_key_is_stored_apart_from_its_paper_and_finds_its_questions_by_name() -> None:
    document = key_to_document(KEY, MIXED)
    turned = paper(MIXED.plan, *reversed(MIXED.questions))
    assert key_from_document(document, MIXED) == KEY
    assert key_from_document(document, turned).solutions == KEY.solutions[::-1]


def test_a_paper_with_texts_in_three_languages_survives_its_document() -> None:
    told = question("q", media=("h.png",), markup="html")
    one = paper(DrawPlan(Draw.FIXED, 1), told)
    assert paper_from_document(paper_to_document(one)) == one
    third = Text("vi", "en", (("hmn", "hmoob"),))
    assert third.say("hmn") == "hmoob"


def test_a_commitment_binds_to_document_and_salt() -> None:
    document = paper_to_document(MIXED)
    assert commit(document, b"salt") == commit(dict(reversed(document.items())), b"salt")
    assert len({commit(document, b"salt"), commit(document, b"tlas"), digest(document)}) == 3
