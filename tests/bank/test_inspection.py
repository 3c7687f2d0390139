"""A whole bank is looked over as a careful editor would."""

from dataclasses import replace
from datetime import date

import pytest

from question_bank import Choice, Code, Item, Kind
from question_bank.inspection import enough_for, inspect

TODAY = date(2026, 11, 22)


def item(text: str, right: int = 1, **details: str) -> Item:
    choices = tuple(Choice(f"{letter} của {text}", right=at == right) for at, letter in enumerate("abcd", 1))
    return Item(Kind.SINGLE, text, choices, topic="t", difficulty="de", source="s", **details)  # type: ignore[arg-type] # texts only


def codes(*items: Item) -> list[Code]:
    return [fault.code for fault in inspect(items, today=TODAY)]


def test_a_good_question_is_not_flagged() -> None:
    assert codes(item("Cơ quan nào cấp căn cước?")) == []


def test_the_same_question_twice_is_named_with_the_first() -> None:
    one = item("Cơ quan nào cấp căn cước?")
    assert codes(one, replace(one, text="Cơ quan nào cấp căn cước ?")) == [Code.TWIN]


def test_nearly_the_same_question_is_named_and_another_is_not() -> None:
    one = item("Cơ quan nào có thẩm quyền cấp thẻ căn cước cho công dân Việt Nam hiện nay?")
    near = item("Cơ quan nào có thẩm quyền cấp thẻ căn cước cho công dân Việt Nam?")
    other = item("Phí làm thẻ căn cước lần đầu cho công dân là bao nhiêu?")
    assert codes(one, near, other) == [Code.NEAR_TWIN]


@pytest.mark.parametrize(
    "text", ["Tất cả các phương án trên", "Cả A và B", "Cả ba ý trên đều đúng", "All of the above"]
)
def test_all_of_the_above_does_not_go_with_shuffling(text: str) -> None:
    one = item("Việc nào đúng?")
    assert codes(replace(one, choices=(*one.choices[:3], Choice(text)))) == [Code.ALL_OF_ABOVE]


def test_a_right_choice_that_is_far_longer_gives_itself_away() -> None:
    long = Choice("Gọi ngay đường dây nóng của ngân hàng và đề nghị khoá thẻ", right=True)
    assert codes(replace(item("Làm gì?"), choices=(long, Choice("Bỏ qua"), Choice("Chờ")))) == [
        Code.LONG_RIGHT
    ]


@pytest.mark.parametrize(
    ("missing", "code"),
    [("source", Code.NO_SOURCE), ("topic", Code.NO_TOPIC), ("difficulty", Code.NO_DIFFICULTY)],
)
def test_missing_details_are_named(missing: str, code: Code) -> None:
    one = item("Cơ quan nào?")
    blank = {
        "source": replace(one, source=""),
        "topic": replace(one, topic=""),
        "difficulty": replace(one, difficulty=""),
    }
    assert codes(blank[missing]) == [code]


def test_a_question_is_out_of_date_the_day_after_its_last() -> None:
    one = item("Cơ quan nào?")
    assert codes(replace(one, valid_to=TODAY)) == []
    assert codes(replace(one, valid_to=date(2026, 11, 21))) == [Code.OUT_OF_DATE]


def test_a_letter_that_is_right_too_often_is_named() -> None:
    numbers = ("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")
    many = [item(f"{one} {two}") for one in numbers[:4] for two in numbers]
    assert codes(*many) == [Code.KEY_BIAS]
    spread = [replace(one, choices=item(one.text, at % 4 + 1).choices) for at, one in enumerate(many)]
    assert codes(*spread) == []


def test_too_few_questions_for_a_draw_are_counted() -> None:
    (fault,) = enough_for([item("Một?")], 3)
    assert fault.sentence("en") == "Only 1 questions; the draw needs 3."
    assert enough_for([item("Một?")], 1) == []
