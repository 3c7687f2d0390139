"""Items as rows of our own spreadsheet template."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from question_bank import markup
from question_bank.checks import LETTERS
from question_bank.codes import Code
from question_bank.faults import Fault
from question_bank.items import Item, Kind, Markup
from question_bank.polishing import mapped

FEWEST_CHOICES = 4
BEFORE = ("Mã câu hỏi", "Loại", "Câu hỏi")
AFTER = ("Đáp án đúng", "Chủ đề", "Độ khó", "Giải thích", "Nguồn", "Kiểm tra ngày", "Hiệu lực đến")
KIND_NAMES = {Kind.SINGLE: "Một đáp án", Kind.MULTI: "Nhiều đáp án", Kind.TRUEFALSE: "Đúng/Sai"}
LEVEL_NAMES = {"de": "Dễ", "vua": "Vừa", "kho": "Khó"}


def header(width: int) -> list[str]:
    """Name the columns for questions of at most so many choices."""
    return [*BEFORE, *(f"Phương án {letter}" for letter in LETTERS[:width]), *AFTER]


def width_of(items: Sequence[Item]) -> int:
    """Answer how many columns of choices the items need."""
    return max([FEWEST_CHOICES, *(len(item.choices) for item in items)])


def row(item: Item, width: int) -> list[str]:
    """Write a plain item as the texts of one row."""
    any_one = item.kind is Kind.SINGLE and len(item.right) > 1
    choices = [choice.text for choice in item.choices]
    return [
        item.slug,
        "Một đáp án bất kỳ" if any_one else KIND_NAMES[item.kind],
        item.text,
        *choices,
        *[""] * (width - len(choices)),
        ", ".join(LETTERS[number - 1] for number in item.right),
        item.topic,
        LEVEL_NAMES.get(item.difficulty, item.difficulty),
        item.explanation,
        item.source,
        item.valid_on.isoformat() if item.valid_on else "",
        item.valid_to.isoformat() if item.valid_to else "",
    ]


def plain_items(items: Sequence[Item], format_name: str, faults: list[Fault]) -> Iterator[Item]:
    """Give the items as plain text; what cannot be plain is left out, and both are told in `faults`."""
    for item in items:
        if item.pictures:
            faults.append(Fault(item.where, Code.NOT_IN_FORMAT, {"format": format_name}))
        elif item.markup is Markup.HTML:
            faults.append(Fault(item.where, Code.LOST_MARKUP))
            yield plain_item(item)
        else:
            yield item


def plain_item(item: Item) -> Item:
    """Give an HTML item without its markup."""
    return replace(mapped(item, markup.bare), markup=Markup.PLAIN)
