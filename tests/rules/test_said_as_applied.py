"""What the rules page says of prizes, finals, blocks and deadlines is what is applied."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from quiz.rules.awards import Carry, Prize, PrizePlan, Repeat, Special
from quiz.rules.clauses import (
    AttemptRule,
    CountingRule,
    RankingRule,
    ScoringRule,
    StillTied,
    TimeRule,
    Which,
)
from quiz.rules.contest import Block, Combine, Contest, Joined, Overall, Progression, Table, Take
from quiz.rules.display import Live, Publication
from quiz.rules.evaluate import evaluate
from quiz.rules.guess import Guess, PredictionRule, Quantity
from quiz.rules.records import Person
from quiz.rules.registration import AgeAt, Effect, Eligibility
from quiz.rules.sentences.rulebook import sections
from quiz.rules.text import Text
from tests.rules.arrange import contest, in_week, week

TIERS = (
    Prize("nhat", Text("Nhất", "First"), 1, 300),
    Prize("tre", Text("Trẻ nhất", "Youngest"), 1, 20, Special.YOUNGEST),
)
PEOPLE = (Person("an", birth_date=date(2010, 1, 1)), Person("ba", birth_date=date(2000, 1, 1)))
GUESS = PredictionRule(kind=Guess.NUMBER, quantity=Quantity.CORRECT_PEOPLE, correct_at_least=8)


def said(book: Contest, lang: str = "en") -> list[str]:
    return [one for part in sections(book, lang) for one in part.sentences]


def won(book: Contest) -> list[set[tuple[str, str]]]:
    """The prizes of two weeks, both won by An, the youngest, before Ba."""
    rows = (*in_week(1, an=9, ba=8), *in_week(2, an=9, ba=8))
    return [
        {(row.prize, row.participant) for row in entry.awards.winners}
        for entry in evaluate(book, rows, PEOPLE).rounds
    ]


BOTH, PASSED_ON = {("nhat", "an"), ("tre", "an")}, {("nhat", "ba"), ("tre", "ba")}
ON_TOP = (
    "A prize by age is given among the ranked who can win, also on top of another prize of the same ranking."
)
HIGHEST = (
    "Who has a prize of more money in another round or overall wins nothing in this round; that prize {}. "
    "With equal money the higher tier stays, then the earlier round."
)
EARLIER = "Who has won in an earlier round wins nothing in this round; that prize {}."
NEXT, NOBODY = "goes to the next", "is given to nobody"


@pytest.mark.parametrize(
    ("repeat", "carry", "sentence", "second"),
    [
        (Repeat.ALLOWED, Carry.DOWN, "A person may win in several rounds.", BOTH),
        (Repeat.KEEP_HIGHEST, Carry.DOWN, HIGHEST.format(NEXT), PASSED_ON),
        (Repeat.KEEP_HIGHEST, Carry.NOWHERE, HIGHEST.format(NOBODY), set()),
        (Repeat.ONE_A_CONTEST, Carry.DOWN, EARLIER.format(NOBODY), set()),
        (Repeat.SKIP, Carry.NOWHERE, EARLIER.format(NEXT), PASSED_ON),
    ],
)
def test_a_prize_by_age_comes_on_top_in_its_round_and_goes_with_the_others_across_rounds(
    repeat: Repeat, carry: Carry, sentence: str, second: set[tuple[str, str]]
) -> None:
    book = contest(week(1), week(2), prizes=PrizePlan(TIERS, repeat, carry))
    assert won(book) == [BOTH, second]
    assert {ON_TOP, sentence} <= set(said(book))


def test_prizes_of_the_whole_contest_are_told_apart_from_those_of_rounds() -> None:
    plan = PrizePlan(TIERS[:1], Repeat.ONE_A_CONTEST)
    book = contest(week(1), overall=Overall(Combine.BEST, prizes=plan))
    assert (
        "Who has won in an earlier round wins nothing in the result of the contest; "
        "that prize is given to nobody." in said(book)
    )
    assert ON_TOP not in said(book)


def test_without_blocks_a_guess_is_of_the_round() -> None:
    start = "Participants guess the number of people with at least 8 right answers in"
    assert f"{start} the round." in said(contest(prediction=GUESS))
    blocks = (Block("a", Text("A")), Block("b", Text("B")))
    assert f"{start} their own block of the round." in said(contest(prediction=GUESS, blocks=blocks))


@pytest.mark.parametrize(
    ("grace", "sentence"),
    [
        (0, "A hand-in after its deadline is not taken."),
        (90, "A hand-in up to 1 minute 30 seconds after its deadline is taken and marked late."),
    ],
)
def test_a_late_hand_in_is_said_with_the_paper_and_not_as_left_open(grace: int, sentence: str) -> None:
    book = contest(week(grace=timedelta(seconds=grace)))
    [part] = [part for part in sections(book, "en") if sentence in part.sentences]
    assert part.title == "The paper"
    assert "Assumed" not in {part.title for part in sections(book, "en")}


def test_a_final_is_named_by_its_title_and_one_elsewhere_by_its_words() -> None:
    going = (
        Progression("tuan-2", ("tuan-1",), Take.TOP, 3),
        Progression("chung kết toàn quốc", ("tuan-2",)),
    )
    told = said(contest(week(1), week(2), progressions=going))
    assert "Week 1: those who can win and stand at place 3 or better go on to Week 2." in told
    assert "In Week 2 only attempts of those who went on count." in told
    assert "Week 2: the winners go on to chung kết toàn quốc." in told


def test_every_block_says_its_people() -> None:
    blocks = (
        Block("tre", Text("Trẻ", "Young"), Joined.AGE, age_min=10, age_max=17),
        Block("lon", Text("Lớn", "Grown"), Joined.AGE, age_min=18),
        Block("nho", Text("Nhỏ", "Small"), Joined.AGE, age_max=9),
        Block("can-bo", Text("Cán bộ", "Officials"), Joined.UNIT, groups=("so", "huyen")),
        Block("moi", Text("Mời", "Guests"), Joined.LIST),
        Block("dan", Text("Dân", "Citizens")),
    )
    [part] = [part for part in sections(contest(blocks=blocks), "en") if part.title == "Blocks"]
    assert part.sentences == (
        "Young: people aged 10 to 17 when signing up.",
        "Grown: people aged 18 or more when signing up.",
        "Small: people aged 9 or less when signing up.",
        "Officials: people of units tagged so and huyen, or below these.",
        "Guests: by the organisers' list.",
        "Citizens: chosen when signing up.",
        (
            "Every block has its own ranking and prizes; who belongs to no block cannot sign up "
            "and is not ranked."
        ),
    )


def test_an_age_is_told_with_its_day_and_what_it_does() -> None:
    rule = Eligibility(age_min=10, age_max=70, age_at=AgeAt.DATE, age_date=date(2026, 5, 1))
    assert said(contest(eligibility=rule))[2:4] == [
        "Participants are at least 10 years old on 1 May 2026.",
        "Participants are at most 70 years old on 1 May 2026.",
    ]
    barred = Eligibility(age_min=10, age_at=AgeAt.DATE, age_date=date(2026, 5, 1), effect=Effect.CANNOT_WIN)
    assert "Người chưa đủ 10 tuổi, tính ngày 01/05/2026, được dự thi nhưng không nhận giải." in said(
        contest(eligibility=barred), "vi"
    )


def test_rounds_and_blocks_that_agree_are_named_together() -> None:
    tiers = (Prize("nhat", Text("Nhất", "First"), 1, weight=Decimal(5)),)
    blocks = (Block("a", Text("A")), Block("b", Text("B"), prizes=PrizePlan(tiers)))
    rounds = (week(1), week(2), week(3, prizes=PrizePlan(tiers)))
    table = Table("xa", Text("Xã", "Communes"), metric="weighted_winners", blocks=("a",))
    told = said(contest(*rounds, blocks=blocks, collectives=(table,)))
    weights = [one for one in told if "Weights" in one]
    assert weights == [
        "Week 1 and Week 2 (B): Weights of individual prizes: First 5.",
        "Week 3: Weights of individual prizes: First 5.",
    ]
    assert "Communes: only people of A count." in told


@pytest.mark.parametrize(
    ("clause", "apart"),
    [
        ({"scoring": ScoringRule(wrong=Decimal(-1))}, 1),
        ({"time": TimeRule(limit=timedelta(minutes=20))}, 2),
        ({"attempts": AttemptRule(per_round=3)}, 2),
        ({"counting": CountingRule(which=Which.LAST)}, 2),
        ({"ranking": RankingRule(still_tied=StillTied.DECIDE)}, 2),
        ({"prizes": PrizePlan(TIERS, repeat=Repeat.SKIP)}, 2),
    ],
)
def test_one_key_of_one_block_is_said_apart_and_everything_else_once(
    clause: dict[str, Any], apart: int
) -> None:
    four, blocks = [week(number) for number in range(1, 5)], (Block("a", Text("A")), Block("b", Text("B")))
    alike = said(contest(*four, blocks=blocks, prizes=PrizePlan(TIERS)), "en")
    other = (blocks[0], replace(blocks[1], **clause))
    told = said(contest(*four, blocks=other, prizes=PrizePlan(TIERS)), "en")
    labelled = [one for one in told if one.startswith(("A: ", "B: ", "Week ")) and one not in alike]
    assert len(labelled) == apart, labelled
    assert len(told) <= len(alike) + apart
    assert {one for one in told if one not in alike} == set(labelled)


def test_counts_are_public_only_where_no_guess_is_taken() -> None:
    counts = "Counts of people and attempts are public while a round runs"
    assert f"{counts}." in said(contest())
    assert f"{counts}, except while guesses are taken." in said(contest(prediction=GUESS))
    hidden = said(contest(prediction=GUESS, publication=Publication(counts=Live.HIDDEN)))
    assert "Counts of people and attempts are not public while a round runs." in hidden


def test_a_provisional_ranking_is_shown_while_only_participants_are_guessed() -> None:
    shown = Publication(board=Live.VISIBLE)
    people = PredictionRule(kind=Guess.NUMBER, quantity=Quantity.PARTICIPANTS)
    board = "Provisional rankings are public while a round runs"
    assert f"{board}." in said(contest(prediction=people, publication=shown))
    assert f"{board}, except while guesses are taken." in said(contest(prediction=GUESS, publication=shown))


def test_a_share_of_people_is_told_with_its_points() -> None:
    table = Table("a", Text("Xã", "Communes"), metric="share_at( 20 ) + min(1, jury)")
    start = "Xã: tỷ lệ người đạt từ 20 điểm + min(1, điểm giám khảo) ("
    assert [one for one in said(contest(collectives=(table,)), "vi") if one.startswith(start)]


def test_a_simple_contest_has_no_more_rules_than_it_needs() -> None:
    assert len(said(contest())) == 22
