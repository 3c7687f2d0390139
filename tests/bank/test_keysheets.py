"""Keys that come in a second file beside a Word file without any."""

import io

import pytest

import question_bank
from question_bank import Code, Report
from question_bank.parsing import parse
from question_bank.source import Source
from tests.bank import files

PAPER = files.document(
    files.paragraphs(
        "Câu 1: Một cộng một?", "A. Hai", "B. Ba", "Câu 2: Hai cộng hai?", "A. Ba", "B. Bốn", "C. Năm"
    )
)


def told(keys: bytes | str, paper: bytes = PAPER, name: str = "de.docx") -> Report:
    """What the paper gives with this file of keys."""
    return parse(Source(name, paper, (), keys.encode() if isinstance(keys, str) else keys))


def cells(*row: str) -> str:
    return "<w:tr>" + "".join(f"<w:tc>{files.paragraph(cell)}</w:tc>" for cell in row) + "</w:tr>"


@pytest.mark.parametrize(
    "keys",
    [
        "1. A\n2. B\n",
        "ĐÁP ÁN\nCâu 1: A\nCâu 2: Đáp án B (vì 2 + 2 = 4)",
        files.document(files.paragraphs("BẢNG ĐÁP ÁN", "1.A 2.B")),
        files.document(f"<w:tbl>{cells('Câu', '1', '2')}{cells('Đáp án', 'A', 'B')}</w:tbl>"),
    ],
    ids=["one a line", "with words", "a line in Word", "a table in Word"],
)
def test_the_keys_of_a_second_file_answer_the_questions_of_the_first(keys: bytes | str) -> None:
    report = told(keys)
    assert [item.right for item in report.items] == [(1,), (2,)]
    assert report.errors == ()


def test_without_its_keys_the_paper_gives_errors_and_no_questions() -> None:
    assert [fault.code for fault in told(b"").errors] == [Code.NO_KEY, Code.NO_KEY]


@pytest.mark.parametrize(
    ("keys", "code"),
    [
        ("Không có gì ở đây", Code.NO_KEYS_IN_FILE),
        ("1. A\n2. B\n1. C", Code.TWO_KEYS_OF_NUMBER),
        (files.workbook([files.HEADER]), Code.NO_KEYS_IN_FILE),
        (b"PK\x03\x04 broken", Code.DAMAGED),
    ],
    ids=["none", "two papers", "a workbook", "damaged"],
)
def test_a_file_of_keys_that_is_none_refuses_both(keys: bytes | str, code: Code) -> None:
    report = told(keys)
    assert [fault.code for fault in report.errors] == [code]
    assert report.items == ()


def test_keys_beside_another_kind_of_file_are_named_as_unused() -> None:
    report = told("1. A", files.workbook([files.HEADER, files.question(1)]), "de.xlsx")
    assert [fault.code for fault in report.warnings] == [Code.KEYS_NOT_USED]


def test_both_files_reach_the_closed_process() -> None:
    report = question_bank.read("de.docx", io.BytesIO(PAPER), keys=io.BytesIO(b"1. A\n2. B"))
    assert [item.right for item in report.items] == [(1,), (2,)]
