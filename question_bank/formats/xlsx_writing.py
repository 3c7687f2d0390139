"""Writes our own spreadsheet template, with items or empty with examples."""

from collections.abc import Sequence
from datetime import date
from typing import BinaryIO

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from question_bank import sheets
from question_bank.faults import Fault
from question_bank.items import Choice, Item, Kind

WIDTHS = {"Câu hỏi": 60, "Giải thích": 50, "Nguồn": 40, "Mã câu hỏi": 14, "Loại": 18}
HELP = {
    "Mã câu hỏi": "Không bắt buộc. Nhập lại cùng mã thì câu cũ có thêm một phiên bản mới.",
    "Loại": "Một đáp án, Nhiều đáp án hoặc Đúng/Sai. Để trống thì đoán theo số đáp án đúng.",
    "Câu hỏi": "Bắt buộc. Xuống dòng trong ô bằng Alt+Enter.",
    "Phương án A": "Cần ít nhất hai phương án, không để trống ở giữa.",
    "Đáp án đúng": "Chữ cái của phương án đúng; nhiều đáp án thì viết A, C.",
    "Độ khó": "Dễ, Vừa hoặc Khó.",
    "Nguồn": "Văn bản hoặc địa chỉ trang mà câu hỏi dựa vào.",
    "Kiểm tra ngày": "Ngày kiểm tra lại nội dung lần cuối, viết 2026-11-01 hoặc 01/11/2026.",
    "Hiệu lực đến": "Sau ngày này câu hỏi bị coi là lỗi thời.",
}


def write(items: Sequence[Item], stream: BinaryIO) -> list[Fault]:
    """Write the items as rows of the template."""
    faults: list[Fault] = []
    plain = list(sheets.plain_items(items, "XLSX", faults))
    width = sheets.width_of(plain)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Câu hỏi")
    _outline(sheet, sheets.header(width))
    for item in plain:
        sheet.append([_text_cell(sheet, text) for text in sheets.row(item, width)])
    book.save(stream)
    return faults


def write_template(stream: BinaryIO) -> None:
    """Write the template with one example of each kind of question."""
    write(EXAMPLES, stream)


def _outline(sheet: WriteOnlyWorksheet, names: list[str]) -> None:
    sheet.freeze_panes = "A2"
    for number, name in enumerate(names, 1):
        widths = sheet.column_dimensions  # type: ignore[attr-defined] # the stubs do not know it
        widths[get_column_letter(number)].width = WIDTHS.get(name, 24)
    cells = []
    for name in names:
        cell = WriteOnlyCell(sheet, value=name)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="DDEBF7")
        if name in HELP:
            cell.comment = Comment(HELP[name], "Mẫu câu hỏi", height=90, width=260)
        cells.append(cell)
    sheet.append(cells)


def _text_cell(sheet: WriteOnlyWorksheet, text: str) -> Cell:
    cell = WriteOnlyCell(sheet, value=text or None)
    if text:
        cell.data_type = "s"  # a text that begins with = stays a text
    cell.number_format = "@"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


EXAMPLES = (
    Item(
        Kind.SINGLE,
        "Cổng Dịch vụ công quốc gia có địa chỉ nào?",
        (
            Choice("dichvucong.gov.vn", right=True),
            Choice("dichvucong.com"),
            Choice("dichvu.vn"),
            Choice("cong.vn"),
        ),
        slug="vi-du-1",
        topic="Dịch vụ công",
        difficulty="de",
        explanation="Địa chỉ của cơ quan nhà nước kết thúc bằng .gov.vn.",
        source="https://dichvucong.gov.vn",
        valid_on=date(2026, 11, 1),
    ),
    Item(
        Kind.MULTI,
        "Những việc nào giúp giữ an toàn cho tài khoản?",
        (
            Choice("Bật xác thực hai bước", right=True),
            Choice("Dùng chung một mật khẩu"),
            Choice("Không đưa mã OTP cho ai", right=True),
            Choice("Ghi mật khẩu lên màn hình"),
        ),
        slug="vi-du-2",
        topic="An toàn số",
        difficulty="vua",
    ),
    Item(
        Kind.TRUEFALSE,
        "Cán bộ ngân hàng có quyền hỏi mã OTP của khách hàng qua điện thoại.",
        (Choice("Đúng"), Choice("Sai", right=True)),
        slug="vi-du-3",
        topic="An toàn số",
        difficulty="de",
    ),
)
