"""One row of a spreadsheet made into a question."""

import re
from dataclasses import dataclass, replace
from datetime import date

from question_bank import columns, keys, options, texts
from question_bank.codes import Code
from question_bank.faults import FaultError
from question_bank.intake import Intake, kind_of
from question_bank.items import Choice, Item, Kind, truth_choices
from question_bank.places import Place
from question_bank.reports import Layout, Meaning

LEVELS = {
    "de": "de|easy|nhan biet|nb|1|muc 1|thap",
    "vua": "trung binh|tb|vua|medium|thong hieu|th|2|muc 2|tb kha",
    "kho": "kho|hard|difficult|van dung|vd|van dung cao|vdc|vc|3|4|muc 3|muc 4|cao|rat kho",
}
DIFFICULTIES = {name: level for level, names in LEVELS.items() for name in names.split("|")}
KINDS = {
    Kind.SINGLE: "single|mot dap an|1 dap an|mot lua chon|trac nghiem|multiple choice|mc|don|radio"
    "|single choice|mot dap an dung",
    Kind.MULTI: "multi|nhieu dap an|nhieu lua chon|multiple|checkbox|multiple response|multiple answers"
    "|multi select|nhieu dap an dung|multiple select",
    Kind.TRUEFALSE: "truefalse|true false|dung sai|tf|boolean|t f|true or false",
}
KIND_NAMES = {name: kind for kind, names in KINDS.items() for name in names.split("|")}
ANY_ONE = "mot dap an bat ky"  # several right answers, of which one is to be chosen
OTHER_KINDS = re.compile(
    r"fill|blank|open ended|poll|essay|short ?answer|match|order|sort|puzzle|slide|numeri|cloud|drag|draw"
    r"|tu luan|dien |noi |ghep|sap xep|tra loi ngan"
)
TRUE_FALSE = ({"dung", "sai"}, {"true", "false"})


@dataclass(frozen=True, slots=True)
class Row:
    """The texts of one row, and where it stands in the file."""

    where: Place
    cells: tuple[str, ...]
    had_dangerous: bool = False  # control or direction characters were dropped from it

    def __getitem__(self, column: int) -> str:
        """Answer the text of a column, counted from 0; beyond the row there is nothing."""
        return self.cells[column] if column < len(self.cells) else ""


def take(row: Row, layout: Layout, intake: Intake) -> None:
    """Take the row in as a question, or note what is wrong with it; a row without words is nothing."""
    if is_blank(row, layout) or _repeats_header(row, layout):
        return
    kind = texts.without_marks(_cell(row, layout, Meaning.KIND))
    if OTHER_KINDS.search(kind):
        intake.skip(row.where, kind[:40])
        return
    if kind and kind not in KIND_NAMES and kind != ANY_ONE:
        intake.warn(_place(row, layout, Meaning.KIND), Code.BAD_KIND, kind=kind[:40])
    try:
        item = _item(row, layout)
    except FaultError as error:
        intake.refuse(error.fault)
        return
    if row.had_dangerous:
        intake.warn(row.where, Code.CONTROL_CHARACTERS)
    written = _choices(row, layout)
    if keys.is_ambiguous(_cell(row, layout, Meaning.KEY), written):
        intake.warn(item.where, Code.AMBIGUOUS_KEY, key=_cell(row, layout, Meaning.KEY))
    intake.take(item)


def is_blank(row: Row, layout: Layout) -> bool:
    """Answer whether the row holds neither question nor options nor key."""
    return not any(row[column] for column, meaning in enumerate(layout.meanings) if meaning in columns.ASKED)


def level_of(word: str) -> str:
    """Answer de, vua or kho for a word that says so, else the word itself."""
    return DIFFICULTIES.get(texts.without_marks(word), word)


def _item(row: Row, layout: Layout) -> Item:
    kind, choices = _answered(row, layout)
    text = _cell(row, layout, Meaning.TEXT)
    item = Item(
        kind, text, choices, where=row.where, difficulty=level_of(_cell(row, layout, Meaning.DIFFICULTY))
    )
    return replace(
        item,
        topic=_cell(row, layout, Meaning.TOPIC),
        explanation=_cell(row, layout, Meaning.EXPLANATION),
        source=_cell(row, layout, Meaning.SOURCE),
        slug=_cell(row, layout, Meaning.SLUG),
        seconds=_seconds(_cell(row, layout, Meaning.SECONDS)),
        valid_on=_day(row, layout, Meaning.VALID_ON),
        valid_to=_day(row, layout, Meaning.VALID_TO),
    )


def _answered(row: Row, layout: Layout) -> tuple[Kind, tuple[Choice, ...]]:
    key = _cell(row, layout, Meaning.KEY)
    said = _kind(row, layout)
    written = _choices(row, layout)
    if not written and keys.truth_of(key) is not None:
        return Kind.TRUEFALSE, truth_choices(keys.truth_of(key) is True)
    right = keys.right_choices(key, written)
    if key and written and not right:
        raise FaultError(Code.BAD_KEY, _place(row, layout, Meaning.KEY), key=key[:80])
    choices = tuple(Choice(text, right=number in right) for number, text in enumerate(written))
    if said is None and {texts.without_marks(text) for text in written} in TRUE_FALSE:
        said = Kind.TRUEFALSE
    return said or kind_of(choices), choices


def _choices(row: Row, layout: Layout) -> list[str]:
    together = _cell(row, layout, Meaning.CHOICES)
    if together:
        return options.split_cell(together)
    cells = [row[column] for column, meaning in enumerate(layout.meanings) if meaning is Meaning.CHOICE]
    while cells and not cells[-1]:
        cells.pop()
    return options.without_repeated_letters(cells)


def _kind(row: Row, layout: Layout) -> Kind | None:
    said = _cell(row, layout, Meaning.KIND)
    if not said:
        return None
    if texts.without_marks(said) == ANY_ONE:
        return Kind.SINGLE
    known = KIND_NAMES.get(texts.without_marks(said))
    # “multiple choice” is said of a question with several right answers as well
    return None if known is Kind.SINGLE else known


def _day(row: Row, layout: Layout, meaning: Meaning) -> date | None:
    said = _cell(row, layout, meaning)
    if not said:
        return None
    found = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", said)
    numbers = [int(part) for part in found.groups()] if found else _day_first(said)
    try:
        return date(*numbers)
    except (TypeError, ValueError) as error:
        where = _place(row, layout, meaning)
        raise FaultError(Code.BAD_VALUE, where, name=meaning.value, value=said[:80]) from error


def _day_first(said: str) -> list[int]:
    found = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", said)
    return [int(part) for part in reversed(found.groups())] if found else []


def _seconds(said: str) -> int:
    return int(said) if re.fullmatch(r"\d{1,5}", said, re.ASCII) else 0


def _cell(row: Row, layout: Layout, meaning: Meaning) -> str:
    return row[layout.meanings.index(meaning)] if meaning in layout.meanings else ""


def _place(row: Row, layout: Layout, meaning: Meaning) -> Place:
    return replace(row.where, column=column_name(layout.meanings.index(meaning)))


def column_name(column: int) -> str:
    """Answer the letters of a column counted from 0, as spreadsheets show them."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _repeats_header(row: Row, layout: Layout) -> bool:
    return layout.header_row > 0 and row.cells == layout.headers
