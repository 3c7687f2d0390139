"""Text tables: the encodings and delimiters that Vietnamese offices really write, and their broken rows."""

import unicodedata
from dataclasses import replace

import pytest

from question_bank import Code, Meaning
from tests.bank.files import parsed, workbook

HEADER = "Câu hỏi,A,B,C,Đáp án"
LINES = [HEADER, "Thủ đô là gì?,Huế,Hà Nội,Đà Lạt,B"]


def cp1258(text: str) -> bytes:
    """Vietnamese in Windows-1258: base letters with marks after them."""
    written = b""
    for letter in text:
        try:
            written += letter.encode("cp1258")
        except UnicodeEncodeError:
            base, *marks = list(unicodedata.normalize("NFD", letter))
            if marks and marks[0] in "\u0302\u0306\u031b":
                base = unicodedata.normalize("NFC", base + marks.pop(0))
            elif len(marks) > 1 and marks[1] in "\u0302\u0306\u031b":
                base = unicodedata.normalize("NFC", base + marks.pop(1))
            written += (base + "".join(marks)).encode("cp1258")
    return written


@pytest.mark.parametrize(
    "content",
    [
        "\n".join(LINES).encode(),
        "\r\n".join(LINES).encode("utf-8-sig"),
        "\r".join(LINES).encode(),
        "\n".join(LINES).replace(",", ";").encode("utf-8-sig"),
        ("sep=;\r\n" + "\r\n".join(LINES).replace(",", ";")).encode("utf-8-sig"),
        "\n".join(LINES).replace(",", "\t").encode("utf-16"),
        "\n".join(LINES).replace(",", "\t").encode("utf-16-le"),
        "\n".join(LINES).replace(",", "|").encode(),
        unicodedata.normalize("NFD", "\n".join(LINES)).encode(),
        cp1258("\n".join(LINES)),
    ],
    ids=[
        "utf-8",
        "Excel",
        "old Mac",
        "semicolons",
        "sep=",
        "Unicode text",
        "no mark",
        "bars",
        "NFD",
        "cp1258",
    ],
)
def test_every_encoding_and_delimiter_gives_the_same_question(content: bytes) -> None:
    report = parsed("a.csv", content)
    item = report.items[0]
    assert (item.text, [choice.text for choice in item.choices]) == (
        "Thủ đô là gì?",
        ["Huế", "Hà Nội", "Đà Lạt"],
    )
    assert item.right == (2,)


def test_letters_typed_for_an_old_font_are_pointed_out() -> None:
    line = "Thñ ®« cña ViÖt Nam lµ thµnh phè nµo d­íi ®©y cña chóng ta?,HuÕ,Hµ Néi,§µ L¹t,B"
    report = parsed("a.csv", f"question,A,B,C,key\n{line}\n")
    assert Code.OLD_FONT in {fault.code for fault in report.warnings}


def test_a_quote_that_is_never_closed_breaks_its_own_line_only() -> None:
    lines = [*LINES, 'Ai nói "xin chào?,a,b,c,A', '"Ai nói đây?,a,b,c,A', *LINES[1:], '"Hai, ba?",a,b,c,C']
    report = parsed("a.csv", "\n".join(lines))
    assert [(fault.where.line, fault.code) for fault in report.errors] == [(4, Code.OPEN_QUOTE)]
    assert len(report.items) == 4


def test_a_row_with_too_many_cells_is_named_and_never_shifted() -> None:
    report = parsed("a.csv", "\n".join([*LINES, "Ai, và ai?,a,b,c,A", *LINES[1:]]))
    assert [(fault.where.line, fault.code) for fault in report.errors] == [(3, Code.BROKEN_ROW)]
    assert len(report.items) == 2


def test_a_quoted_cell_may_hold_lines_and_the_next_row_keeps_its_number() -> None:
    report = parsed("a.csv", "\n".join([HEADER, '"Một\nhai\nba?",a,b,c,A', "Bốn?,a,b,c,X"]))
    assert report.items[0].text == "Một\nhai\nba?"
    assert [fault.where.line for fault in report.errors] == [5]


def test_a_table_without_header_is_read_by_its_shape() -> None:
    lines = [
        f"Câu hỏi thứ {number} là gì?,x{number},y{number},z{number},{key}"
        for number, key in enumerate("ABCABC")
    ]
    assert [item.right for item in parsed("a.csv", "\n".join(lines)).items] == [(1,), (2,), (3,)] * 2


def test_columns_that_are_not_understood_can_be_named_by_a_person() -> None:
    text = "Nội dung lạ;p;q;Chốt\nThủ đô là gì?;Huế;Hà Nội;B"
    found = parsed("a.csv", text)
    assert [fault.code for fault in found.errors] == [Code.NO_HEADER]
    meanings = (Meaning.TEXT, Meaning.CHOICE, Meaning.CHOICE, Meaning.KEY)
    report = parsed("a.csv", text, [replace(found.layouts[0], meanings=meanings)])
    assert [item.right for item in report.items] == [(2,)]


def test_blank_rows_are_nothing() -> None:
    assert len(parsed("a.csv", "\n".join([HEADER, "", ",,,,", LINES[1], "", ""])).items) == 1


def test_formula_like_text_stays_text() -> None:
    report = parsed("a.csv", f"{HEADER}\nCông thức nào đúng?,=1+1,'=2+2,-3,A")
    assert [choice.text for choice in report.items[0].choices] == ["=1+1", "=2+2", "-3"]


@pytest.mark.parametrize(
    ("keys", "right"),
    [(("", "x", ""), (2,)), (("x", "", "X"), (1, 3)), (("B", "", ""), (2,)), (("", "", "đúng"), (3,))],
)
def test_options_may_stand_below_each_other(keys: tuple[str, ...], right: tuple[int, ...]) -> None:
    names = ["STT", "Câu hỏi", "Phương án", "Đáp án"]
    one: list[list[object]] = [
        [1, "Gì đây nhỉ?", "A. một", keys[0]],
        ["", "", "B. hai", keys[1]],
        ["", "", "C. ba", keys[2]],
    ]
    two: list[list[object]] = [[2, "Ai đây nhỉ?", "bốn", "x"], ["", "", "năm", ""]]
    report = parsed("a.xlsx", workbook([names, *one, *two]))
    assert [(item.right, len(item.choices)) for item in report.items] == [(right, 3), ((1,), 2)]
