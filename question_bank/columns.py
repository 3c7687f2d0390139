"""What the columns of a spreadsheet mean, told by their Vietnamese or English names."""

import re
from collections.abc import Sequence

from question_bank.keys import right_choices
from question_bank.reports import Layout, Meaning
from question_bank.texts import without_marks

HEADER_WITHIN = 20
LONGEST_NAME = 60
NAMES = {
    Meaning.TEXT: "cau hoi|noi dung cau hoi|noi dung|question|questions|question text|cau hoi trac nghiem"
    "|de bai|noi dung cau hoi trac nghiem|stem|question title|ten cau hoi",
    Meaning.KEY: "dap an dung|tra loi dung|cau tra loi dung|phuong an dung|correct answer|correct answers"
    "|correct|correct ans|correct option|right answer|right|key|answer key|dap an chinh xac|lua chon dung"
    "|dap an dung nhat",
    Meaning.CHOICES: "phuong an tra loi|cac phuong an|phuong an|cac phuong an tra loi|lua chon|cac lua chon"
    "|options|choices|answers|cac dap an|phuong an lua chon|answer options",
    Meaning.KIND: "loai|loai cau hoi|type|question type|dang cau hoi|kind|kieu cau hoi",
    Meaning.DIFFICULTY: "do kho|muc do|difficulty|level|cap do|muc do kho|muc do nhan thuc",
    Meaning.TOPIC: "chu de|hang muc|chuong|linh vuc|topic|category|chuyen de|mon|subject|nhom|phan|mon hoc",
    Meaning.EXPLANATION: "giai thich|loi giai|explanation|huong dan giai|huong dan|feedback"
    "|loi giai chi tiet|giai dap",
    Meaning.SOURCE: "nguon|can cu|source|trich dan|can cu phap ly|tai lieu|reference|tham khao"
    "|tai lieu tham khao",
    Meaning.SLUG: "ma cau hoi|ma|id|code|question id|name|slug|ma so",
    Meaning.SECONDS: "time limit|time|thoi gian|time in seconds|thoi gian giay|time sec",
    Meaning.VALID_ON: "ngay kiem tra|hieu luc tu|valid on|ngay hieu luc|kiem tra ngay",
    Meaning.VALID_TO: "hieu luc den|het hieu luc|valid to|co gia tri den|ngay het hieu luc",
}
EXACT = {name: meaning for meaning, names in NAMES.items() for name in names.split("|")}
WEAK_KEYS = {"dap an", "answer", "tra loi", "cau tra loi", "ket qua", "da"}
CHOICE = re.compile(
    r"(?:(?:cau )?tra loi|dap an|phuong an|lua chon|option|answer|choice|ans|y|cau)? ?([a-j]|[1-9]|10)",
    re.ASCII,
)
ASKED = (Meaning.TEXT, Meaning.CHOICE, Meaning.CHOICES, Meaning.KEY)
LIKE_TEXT = re.compile(r"\bcau hoi$|^noi dung cau hoi\b|\bquestion$")
COUNTING = {
    "so",
    "stt",
    "tt",
    "thu",
    "diem",
    "ma",
    "loai",
    "muc",
    "tong",
    "id",
    "number",
    "danh",
    "hinh",
    "anh",
}


def find(sheet: str, rows: Sequence[Sequence[str]]) -> Layout | None:
    """Find the header among the first rows, or guess the columns of a sheet that has none."""
    for number, row in enumerate(rows[:HEADER_WITHIN], 1):
        below = rows[number] if number < len(rows) else []
        layout = _layout(sheet, number, row) or _two_rows(sheet, number, row, below)
        if layout:
            return layout
    return _without_header(sheet, rows)


def corrected(layouts: Sequence[Layout], sheet: str) -> Layout | None:
    """Answer the columns as a person corrected them for the sheet, where they are enough to read by."""
    known = (layout for layout in layouts if layout.sheet == sheet)
    return next((one for one in known if one.header_row >= 0 and is_complete(one.meanings)), None)


def outline(sheet: str, rows: Sequence[Sequence[str]]) -> Layout:
    """Describe the columns of a sheet that was not understood, so that a person can say what they mean."""
    filled = [sum(bool(cell.strip()) for cell in row) for row in rows[:HEADER_WITHIN]]
    number = filled.index(max(filled)) + 1 if filled else 0
    names = tuple(rows[number - 1]) if number else ()
    meanings = _once_each([meaning_of(name) for name in names])
    return Layout(sheet, number, names, tuple(meanings))


def meaning_of(name: str) -> Meaning:
    """Answer what one column name means by itself."""
    words = _words(name)
    if not words:
        return Meaning.IGNORED
    if {"nb", "th", "vd"} <= set(without_marks(name).split()):
        return Meaning.DIFFICULTY  # the four levels of thinking that school templates number
    first, _, rest = words.partition(" ")
    meaning = _exactly(words)
    if meaning or first in COUNTING:
        return meaning or Meaning.IGNORED
    if " " in rest or rest in EXACT:
        meaning = _exactly(rest)  # a program's own prefix, as in lt_AnsA
    return meaning or (Meaning.TEXT if LIKE_TEXT.search(words) else Meaning.IGNORED)


def _exactly(words: str) -> Meaning | None:
    if words in EXACT:
        return EXACT[words]
    if words in WEAK_KEYS:
        return Meaning.KEY
    return Meaning.CHOICE if CHOICE.fullmatch(words) else None


def is_complete(meanings: Sequence[Meaning]) -> bool:
    """Answer whether the columns are enough to read questions."""
    has_choices = meanings.count(Meaning.CHOICE) >= 2 or Meaning.CHOICES in meanings
    return Meaning.TEXT in meanings and (Meaning.KEY in meanings or has_choices)


def _layout(sheet: str, number: int, row: Sequence[str]) -> Layout | None:
    meanings = _settled([meaning_of(name) for name in row], row)
    answers = {Meaning.KEY, Meaning.CHOICE, Meaning.CHOICES} & set(meanings)
    if not answers or not is_complete(meanings):
        return None
    return Layout(sheet, number, tuple(row), tuple(meanings))


def _two_rows(sheet: str, number: int, row: Sequence[str], below: Sequence[str]) -> Layout | None:
    letters = [meaning_of(name) is Meaning.CHOICE for name in below]
    if letters.count(True) < 2 or any(len(name) > LONGEST_NAME for name in below):
        return None
    width = max(len(row), len(below))
    upper, lower = _padded(row, width), _padded(below, width)
    joined = [
        low if meaning_of(low) is Meaning.CHOICE else up or low for up, low in zip(upper, lower, strict=True)
    ]
    return _layout(sheet, number + 1, joined)


def _settled(meanings: list[Meaning], row: Sequence[str]) -> list[Meaning]:
    strong = any(EXACT.get(_words(name)) is Meaning.KEY for name in row)
    has_choices = Meaning.CHOICE in meanings
    for number, name in enumerate(row):
        if has_choices and meanings[number] is Meaning.CHOICES:
            meanings[number] = Meaning.IGNORED
        if strong and meanings[number] is Meaning.KEY and _words(name) in WEAK_KEYS:
            meanings[number] = Meaning.IGNORED if has_choices else Meaning.CHOICES
    _spread(meanings, row)
    return _once_each(meanings)


def _spread(meanings: list[Meaning], row: Sequence[str]) -> None:
    # “Phương án” merged over four columns leaves three of them without a name
    for number in range(len(row) - 1):
        is_open = meanings[number] in (Meaning.CHOICES, Meaning.CHOICE) and not row[number + 1].strip()
        if is_open and any(name.strip() for name in row[number + 1 :]):
            meanings[number] = meanings[number + 1] = Meaning.CHOICE


def _once_each(meanings: list[Meaning]) -> list[Meaning]:
    seen: set[Meaning] = set()
    settled = []
    for meaning in meanings:
        again = meaning in seen and meaning is not Meaning.CHOICE
        settled.append(Meaning.IGNORED if again else meaning)
        seen.add(meaning)
    return settled


def _without_header(sheet: str, rows: Sequence[Sequence[str]]) -> Layout | None:
    filled = [row for row in rows[:200] if sum(bool(cell.strip()) for cell in row) >= 4]
    width = min((len(row) for row in filled), default=0)
    for key in range(width - 1, 2, -1):
        for text in (0, 1):
            if key - text >= 3 and _looks_right(filled, text, key):
                meanings = [Meaning.IGNORED] * width
                meanings[text : key + 1] = [Meaning.TEXT, *[Meaning.CHOICE] * (key - text - 1), Meaning.KEY]
                return Layout(sheet, 0, (), tuple(meanings))
    return None


def _looks_right(rows: Sequence[Sequence[str]], text: int, key: int) -> bool:
    fitting = [row for row in rows if right_choices(row[key], list(row[text + 1 : key]))]
    wordy = [row for row in rows if len(row[text].split()) >= 3]
    return len(fitting) >= 0.8 * len(rows) and len(wordy) >= 0.8 * len(rows)


def _words(name: str) -> str:
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z0-9])", " ", name.strip())
    brief = re.split(r"[(\n:：]| [-–—] ", spaced)[0]
    return without_marks(brief) if len(brief) <= LONGEST_NAME else ""


def _padded(row: Sequence[str], width: int) -> list[str]:
    return [*row, *[""] * (width - len(row))]
