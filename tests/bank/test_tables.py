"""Lists of people or units from a spreadsheet or a text table."""

from __future__ import annotations

import io
from datetime import date

import pytest
from openpyxl import Workbook

from question_bank import Code
from question_bank.tables import read_table


def test_a_workbook_gives_dates_day_first_and_keeps_leading_zeros() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(("Họ và tên", "Ngày sinh", "Điện thoại"))
    sheet.append(("Vàng Thị Thử", date(1990, 2, 1), "0900000001"))
    stream = io.BytesIO()
    book.save(stream)
    stream.seek(0)
    assert read_table("lop-9a.xlsx", stream).rows[1] == (2, ("Vàng Thị Thử", "01/02/1990", "0900000001"))


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_text_table_counts_lines_as_the_file_has_them(separator: str) -> None:
    text = f"tên{separator}năm\n\nThử{separator}1990\n"
    read = read_table("ds.csv", io.BytesIO(text.encode("utf-8-sig")))
    assert read.rows == ((1, ("tên", "năm")), (3, ("Thử", "1990")))


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("anh.xlsx", b"\x89PNG not a sheet", Code.NOT_SPREADSHEET),
        ("rong.csv", b"\n\n", Code.EMPTY_FILE),
        ("hong.xlsx", b"PK\x03\x04 broken", Code.DAMAGED),
    ],
)
def test_a_file_that_is_no_table_gets_one_fault(name: str, content: bytes, code: Code) -> None:
    fault = read_table(name, io.BytesIO(content)).fault
    assert fault is not None
    assert fault.code is code
