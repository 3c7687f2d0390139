"""Workbooks as organisers type them: any header row, any layout, each broken row named."""

import io
from collections.abc import Sequence
from datetime import date

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment

from question_bank import Code, Kind, Layout, Meaning, Report
from tests.bank.files import HEADER, confined, parsed, question, with_part, workbook


def read(*rows: Sequence[object]) -> Report:
    return parsed("a.xlsx", workbook(list(rows)))


def rights(report: Report) -> list[tuple[int, ...]]:
    return [item.right for item in report.items]


def test_three_broken_rows_of_two_hundred_are_named_and_the_rest_is_read() -> None:
    rows: list[Sequence[object]] = [HEADER, *(question(number) for number in range(1, 201))]
    rows[10] = [10, "Câu không có phương án", "", "", "", "", "A"]
    rows[77] = [77, "Câu có đáp án lạ", "một", "hai", "ba", "bốn", "K"]
    rows[150] = [150, "", "một", "hai", "ba", "bốn", "A"]
    report = confined("a.xlsx", workbook(rows))
    assert len(report.items) == 197
    assert [fault.where.row for fault in report.errors] == [11, 78, 151]
    assert [fault.code for fault in report.errors] == [Code.FEW_CHOICES, Code.BAD_KEY, Code.NO_TEXT]
    assert report.to_document("vi")["errors"][1]["where"] == "trang tính “Câu hỏi”, hàng 78, cột G"


def test_the_header_may_stand_below_titles_and_notes() -> None:
    report = read(["SỞ THÔNG TIN"], [], ["Danh sách câu hỏi"], ["Lưu ý: không sửa"], HEADER, question(1))
    assert (report.layouts[0].header_row, rights(report)) == (5, [(2,)])


@pytest.mark.parametrize(
    "header",
    [
        ["Question", "Option A", "Option B", "Option C", "Option D", "Correct answer"],
        ["NỘI DUNG CÂU HỎI", "Đáp án A", "Đáp án B", "Đáp án C", "Đáp án D", "ĐÁP ÁN ĐÚNG"],
        ["Câu hỏi (*)", "Phương án 1", "Phương án 2", "Phương án 3", "Phương án 4", "Đáp án"],
        ["question_text", "answer1", "answer2", "answer3", "answer4", "correct"],
        ["Câu hỏi", "Đáp án A", "B", "C", "D", "Trả lời đúng"],
        ["cau hoi", "a", "b", "c", "d", "dap an dung"],
    ],
    ids=lambda header: header[0],
)
def test_column_names_are_understood_in_both_languages(header: Sequence[object]) -> None:
    assert rights(read(header, question(1, "C")[1:])) == [(3,)]


@pytest.mark.parametrize(
    ("key", "right"),
    [
        ("b", 2),
        ("2", 2),
        (2, 2),
        ("hai", 2),
        ("B.", 2),
        ("Đáp án B", 2),
        ("B. hai", 2),
        ("(B)", 2),
        ("Hai", 2),
    ],
)
def test_a_key_may_be_a_letter_a_number_or_the_text(key: object, right: int) -> None:
    report = read(HEADER, [1, "Câu hỏi nào đây?", "một", "hai", "ba", "bốn", key])
    assert rights(report) == [(right,)]


@pytest.mark.parametrize("key", ["A,C", "A; C", "1,3", "A và C", "AC", "một; ba", "A\nC", "a c"])
def test_several_right_answers_make_a_multi(key: str) -> None:
    report = read(HEADER, [1, "Câu hỏi nào đây?", "một", "hai", "ba", "bốn", key])
    assert [(item.kind, item.right) for item in report.items] == [(Kind.MULTI, (1, 3))]


def test_a_number_that_is_both_position_and_text_is_pointed_out() -> None:
    report = read(HEADER, [1, "1 + 1 bằng mấy?", 3, 1, 2, 4, 2])
    assert rights(report) == [(2,)]
    assert [fault.code for fault in report.warnings] == [Code.AMBIGUOUS_KEY]


@pytest.mark.parametrize(
    "cell",
    [
        "A. một\nB. hai\nC. ba",
        "A) một B) hai C) ba",
        "một\nhai\nba",
        "một | hai | ba",
        "A. một\nhơi dài\nB. hai\nC. ba",
    ],
)
def test_all_options_in_one_cell_are_told_apart(cell: str) -> None:
    report = read(["Câu hỏi", "Các phương án", "Đáp án"], ["Câu hỏi nào đây?", cell, "C"])
    assert [choice.text for choice in report.items[0].choices][1:] == ["hai", "ba"]
    assert rights(report) == [(3,)]


def test_options_that_repeat_their_letter_lose_it() -> None:
    report = read(HEADER, [1, "Câu hỏi nào đây?", "A. một", "B. hai", "C. ba", "D. bốn", "D"])
    assert report.items[0].choices[3].text == "bốn"


def test_a_header_of_two_rows_with_merged_names_is_understood() -> None:
    report = read(
        ["STT", "Câu hỏi", "Phương án", "", "", "", "Đáp án"], ["", "", "A", "B", "C", "D", ""], question(1)
    )
    assert rights(report) == [(2,)]


def test_a_sheet_without_header_is_read_by_its_shape() -> None:
    report = read(*(question(number, "ABCD"[number % 4]) for number in range(8)))
    assert len(report.items) == 8
    assert report.layouts[0].header_row == 0


def test_true_and_false_may_be_the_key_of_a_statement() -> None:
    report = read(["Câu hỏi", "Đáp án A", "Đáp án B", "Đáp án"], ["Nước sôi ở 100 độ.", "", "", "Đúng"])
    assert [(item.kind, item.right) for item in report.items] == [(Kind.TRUEFALSE, (1,))]


def test_two_options_true_and_false_are_a_true_false_question() -> None:
    report = read(HEADER, [1, "Nước sôi ở 50 độ.", "Đúng", "Sai", "", "", "B"])
    assert [(item.kind, item.right) for item in report.items] == [(Kind.TRUEFALSE, (2,))]


def test_questions_of_other_types_are_skipped_and_unknown_types_pointed_out() -> None:
    header = [*HEADER, "Question Type"]
    rows = [
        [*question(1), "Checkbox"],
        [*question(2), "Open-Ended"],
        [*question(3), "lạ"],
        [*question(4), "MCQ"],
    ]
    report = read(header, *rows)
    assert [item.kind for item in report.items] == [Kind.MULTI, Kind.SINGLE, Kind.SINGLE]
    assert [skipped.type for skipped in report.skipped] == ["open ended"]
    assert [fault.code for fault in report.warnings] == [Code.BAD_KIND, Code.BAD_KIND]


def test_details_of_a_question_are_kept() -> None:
    header = [*HEADER, "Chủ đề", "Mức độ", "Giải thích", "Nguồn", "Hiệu lực đến", "Mã câu hỏi"]
    report = read(
        header, [*question(1), "Chính phủ số", "Trung bình", "Vì thế", "Luật", "31/12/2026", "cp-1"]
    )
    item = report.items[0]
    assert (item.topic, item.difficulty, item.explanation) == ("Chính phủ số", "vua", "Vì thế")
    assert (item.source, item.valid_to, item.slug) == ("Luật", date(2026, 12, 31), "cp-1")


def test_a_date_in_a_details_column_may_be_a_real_date() -> None:
    report = read([*HEADER, "Hiệu lực đến"], [*question(1), date(2026, 12, 31)])
    assert (report.items[0].valid_to, report.warnings) == (date(2026, 12, 31), ())


def test_a_fraction_that_excel_made_a_date_is_pointed_out() -> None:
    report = read(HEADER, [1, "Một phần sáu là?", date(2026, 6, 1), "1/5", "1/4", "1/3", "A"])
    assert [(fault.code, fault.where.column) for fault in report.warnings] == [(Code.DATE_IN_CELL, "C")]


def test_leading_zeros_and_percentages_read_as_shown() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEADER)
    sheet.append([1, "Số nào?", 7, 0.25, 2.5, 1_000_000, "A"])
    sheet["C2"].number_format = "000"
    sheet["D2"].number_format = "0%"
    into = io.BytesIO()
    book.save(into)
    report = parsed("a.xlsx", into.getvalue())
    assert [choice.text for choice in report.items[0].choices] == ["007", "25%", "2.5", "1000000"]


def test_a_formula_without_a_stored_value_is_an_error_of_its_row() -> None:
    report = read(HEADER, [1, "Câu hỏi nào?", "=1+1", "b", "c", "d", "A"], question(2))
    assert [(fault.code, fault.where.row) for fault in report.errors] == [(Code.NO_STORED_VALUE, 2)]
    assert len(report.items) == 1


def test_a_hidden_sheet_is_left_out_with_a_warning() -> None:
    book = load_workbook(io.BytesIO(workbook([HEADER, question(1)])))
    hidden = book.create_sheet("Nháp")
    hidden.append(HEADER)
    hidden.append(question(2))
    hidden.sheet_state = "hidden"
    into = io.BytesIO()
    book.save(into)
    report = parsed("a.xlsx", into.getvalue())
    assert len(report.items) == 1
    assert [fault.code for fault in report.warnings] == [Code.HIDDEN_SHEET]


def test_comments_and_several_sheets_do_no_harm() -> None:
    book = load_workbook(io.BytesIO(workbook([HEADER, question(1)])))
    sheet = book.create_sheet("Khối 9")
    sheet.append(HEADER)
    sheet.append(question(2))
    sheet["A1"].comment = Comment("ghi chú", "ai đó")
    into = io.BytesIO()
    book.save(into)
    assert [item.where.sheet for item in parsed("a.xlsx", into.getvalue()).items] == ["Câu hỏi", "Khối 9"]


def test_styles_that_one_library_cannot_read_are_left_to_another() -> None:
    broken = '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fills><fill>'
    broken += "<extLst/></fill></fills></styleSheet>"
    report = parsed("a.xlsx", with_part(workbook([HEADER, question(1)]), "xl/styles.xml", broken))
    assert rights(report) == [(2,)]


def test_empty_numbered_rows_are_no_questions() -> None:
    rows = [[number, "", "", "", "", "", ""] for number in range(2, 101)]
    assert len(read(HEADER, question(1), *rows).items) == 1


def test_a_workbook_without_columns_we_know_says_so_once() -> None:
    report = read(["Họ tên", "Điểm"], ["A", 9])
    assert [fault.code for fault in report.errors] == [Code.NO_HEADER]
    assert report.layouts[0].headers == ("Họ tên", "Điểm")  # so that a person can say what they mean


def test_a_mapping_corrected_by_a_person_is_used() -> None:
    rows = [["Nội dung lạ", "x", "y", "z"], ["Câu hỏi nào đây?", "B", "một", "hai"]]
    corrected = Layout(
        "Câu hỏi", 1, ("", "", "", ""), (Meaning.TEXT, Meaning.KEY, Meaning.CHOICE, Meaning.CHOICE)
    )
    report = parsed("a.xlsx", workbook(rows), [corrected])
    assert rights(report) == [(2,)]


def test_the_mapping_that_was_found_survives_the_way_out_of_the_reading_process() -> None:
    report = confined("a.xlsx", workbook([HEADER, question(1)]))
    assert report.layouts[0].headers == tuple(HEADER)
    assert report.layouts[0].meanings[1:3] == (Meaning.TEXT, Meaning.CHOICE)


def test_a_twin_is_taken_in_and_pointed_out() -> None:
    report = read(HEADER, question(1), question(1))
    assert (len(report.items), [fault.code for fault in report.warnings]) == (2, [Code.TWIN])


def test_all_faults_of_one_row_are_said_at_once() -> None:
    report = read(HEADER, [1, "", "một", "một", "hai", "hai", "A"])
    assert len(report.errors) == 1
    assert len(report.errors[0].also) == 2
