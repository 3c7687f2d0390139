"""What is hidden while people guess, when results are shown, masked names, and plain sentences."""

from datetime import timedelta
from pathlib import Path

import pytest

from quiz.rules.clauses import AtClose, TimeRule
from quiz.rules.contest import Table
from quiz.rules.display import Feedback, Live, Masking, Publication, Shown, When
from quiz.rules.guess import Guess, PredictionRule, Quantity, Scope
from quiz.rules.masking import masked, masked_phone
from quiz.rules.rulebook import read_toml
from quiz.rules.sentences.rulebook import sections, sentences
from quiz.rules.text import Text
from quiz.rules.visibility import Figure, answers_shown, hidden_in, hidden_quantities, live, own_result
from tests.rules.arrange import MINUTE, OPENS, WEEK, contest, week

FILES = sorted((Path(__file__).parent.parent / "rulebooks").glob("**/*book.toml"))
TICK = timedelta(microseconds=1)
SETTLED = OPENS + WEEK + MINUTE  # the close and its grace
GUESS = PredictionRule(kind=Guess.NUMBER)


def test_the_guessed_number_is_hidden_from_the_opening_to_the_last_hand_in() -> None:
    one = contest(prediction=GUESS)
    hidden = [
        Figure.PARTICIPANTS in hidden_quantities(one, at)
        for at in (OPENS - TICK, OPENS, SETTLED, SETTLED + TICK)
    ]
    assert hidden == [False, True, True, False]


def test_what_lets_one_estimate_the_guessed_number_is_hidden_with_it() -> None:
    people = hidden_quantities(contest(prediction=GUESS), OPENS)
    assert {Figure.ATTEMPTS, Figure.REGISTERED, Figure.UNIT_TABLE} <= people
    assert Figure.BOARD not in people
    perfect = PredictionRule(kind=Guess.NUMBER, quantity=Quantity.ALL_CORRECT_PEOPLE)
    assert {Figure.BOARD, Figure.SCORES} <= hidden_quantities(contest(prediction=perfect), OPENS)


def test_nothing_is_hidden_where_nothing_is_guessed() -> None:
    assert not hidden_quantities(contest(), OPENS)
    assert not hidden_quantities(contest(prediction=PredictionRule(kind=Guess.QUESTION)), OPENS)


def test_an_extension_and_finishing_after_the_close_keep_the_number_hidden() -> None:
    longer = contest(prediction=GUESS, time=TimeRule(limit=10 * MINUTE, at_close=AtClose.FINISH))
    assert hidden_quantities(longer, SETTLED + 10 * MINUTE)
    assert hidden_quantities(contest(prediction=GUESS), SETTLED + 5 * MINUTE, extension=5 * MINUTE)


def test_figures_of_a_settled_week_may_be_seen_while_the_next_is_guessed() -> None:
    one = contest(week(1), week(2), prediction=GUESS)
    during_second = OPENS + WEEK + timedelta(days=1)
    assert not hidden_in(one, one.rounds[0], during_second)
    assert hidden_in(one, one.rounds[1], during_second)
    whole = contest(week(1), week(2), prediction=PredictionRule(kind=Guess.NUMBER, scope=Scope.CONTEST))
    assert hidden_in(whole, whole.rounds[0], during_second)


def test_weeks_inside_a_guessed_month_are_hidden_with_it() -> None:
    month = week(1, slug="thang", closes=OPENS + 4 * WEEK, prediction=GUESS)
    inside = week(2, parent="thang")
    one = contest(month, inside)
    assert Figure.PARTICIPANTS in hidden_in(one, inside, OPENS + 3 * WEEK)


@pytest.mark.parametrize(
    ("setting", "before", "frozen", "after"),
    [
        (Live.VISIBLE, Live.VISIBLE, Live.VISIBLE, Live.VISIBLE),
        (Live.FROZEN, Live.VISIBLE, Live.FROZEN, Live.VISIBLE),
        (Live.HIDDEN, Live.HIDDEN, Live.HIDDEN, Live.VISIBLE),
    ],
)
def test_live_figures_are_seen_frozen_or_hidden(
    setting: Live, before: Live, frozen: Live, after: Live
) -> None:
    one = contest(publication=Publication(counts=setting, frozen_before=timedelta(hours=1)))
    instants = (OPENS, OPENS + WEEK - timedelta(hours=1), OPENS + WEEK)
    assert [live(one, one.rounds[0], Figure.ATTEMPTS, at) for at in instants] == [before, frozen, after]


def test_a_guessed_figure_is_hidden_whatever_the_setting() -> None:
    one = contest(prediction=GUESS)
    assert live(one, one.rounds[0], Figure.PARTICIPANTS, OPENS) is Live.HIDDEN


@pytest.mark.parametrize(
    ("when", "seen"),
    [
        (When.HAND_IN, [True, True, True]),
        (When.ROUND_END, [False, True, True]),
        (When.CONTEST_END, [False, False, True]),
        (When.NEVER, [False, False, False]),
    ],
)
def test_the_own_score_is_shown_when_the_rulebook_says(when: When, seen: list[bool]) -> None:
    one = contest(week(1), week(2), feedback=Feedback(score_at=when))
    instants = (OPENS, SETTLED + TICK, SETTLED + WEEK + TICK)
    shown = [own_result(one, one.rounds[0], at) is Shown.SCORE_AND_DURATION for at in instants]
    assert shown == seen


def test_answers_are_shown_never_before_the_last_round_that_uses_the_item() -> None:
    one = contest(week(1), week(2), feedback=Feedback(answers_at=When.ROUND_END))
    at = SETTLED + TICK
    assert answers_shown(one, one.rounds[0], at, last_use=SETTLED)
    assert not answers_shown(one, one.rounds[0], at, last_use=SETTLED + WEEK)


@pytest.mark.parametrize(
    ("setting", "shown"),
    [
        (Masking.FULL, "Nguyễn Thị Minh An"),
        (Masking.MIDDLE, "Nguyễn *** *** An"),
        (Masking.INITIALS, "N. T. M. A."),
        (Masking.CODE, "K7P2"),
    ],
)
def test_names_are_masked_as_the_rulebook_says(setting: Masking, shown: str) -> None:
    assert masked("Nguyễn Thị Minh An", setting, "K7P2") == shown


def test_short_names_and_telephones_keep_their_secret() -> None:
    assert masked("Páo", Masking.MIDDLE, "K7P2") == "P***"
    assert masked("", Masking.FULL, "K7P2") == "K7P2"
    assert masked_phone("0912345678") == "091***78"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.name)
def test_every_rulebook_reads_as_sentences_in_both_languages(file: Path) -> None:
    one = read_toml(file.read_text())
    vi, en = sentences(one, "vi"), sentences(one, "en")
    assert len(vi) == len(en)
    assert [line.split(".")[0] for line in vi] == [str(n) for n in range(1, len(vi) + 1)]
    assert not any("{" in line or "None" in line for line in (*vi, *en))


def test_sentences_say_rounds_apart_only_where_they_differ() -> None:
    one = contest(week(1), week(2, time=TimeRule(limit=None)))
    said = [line for section in sections(one, "en") for line in section.sentences]
    assert said.count("A paper has 10 questions, drawn at random from the bank.") == 1
    assert "Week 1: An attempt lasts 10 minutes; what was saved counts when time is up." in said
    assert "Week 2: There is no time limit inside the round." in said


def test_a_closing_midnight_is_said_as_the_end_of_its_day() -> None:
    one = contest(week(1, closes=OPENS + timedelta(days=6, hours=16)))
    assert (
        "Tuần 1: từ 08:00 thứ Hai 02/03/2026 đến 24:00 Chủ nhật 08/03/2026."
        in sections(one, "vi")[0].sentences
    )


def test_a_metric_is_said_in_words() -> None:
    table = Table("a", Text("Xã", "Communes"), metric="participants / headcount")
    said = [line for section in sections(contest(collectives=(table,)), "vi") for line in section.sentences]
    assert (
        "Xã: số người dự thi / số người của đơn vị (tính cả đơn vị trực thuộc; từng vòng và cả cuộc thi)."
        in said
    )
