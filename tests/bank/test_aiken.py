"""Aiken as Moodle writes it, and as people type it."""

import pytest

from question_bank import Code, Kind, Report
from tests.bank.files import parsed


def read(text: str) -> Report:
    return parsed("a.txt", text)


@pytest.mark.parametrize(
    ("line", "right"),
    [
        ("ANSWER: B", (2,)),
        ("Answer: b", (2,)),
        ("ĐÁP ÁN: B", (2,)),
        ("Đáp án đúng: B", (2,)),
        ("Correct Answer: B", (2,)),
        ("Đáp án B", (2,)),
        ("ANSWER: A, C", (1, 3)),
    ],
)
def test_the_key_line_is_understood_in_both_languages(line: str, right: tuple[int, ...]) -> None:
    report = read(f"Gì đây?\nA. một\nB) hai\nC. ba\n{line}\n")
    assert [item.right for item in report.items] == [right]


def test_lower_case_letters_are_accepted_with_a_warning() -> None:
    report = read("Gì đây?\na) một\nb) hai\nANSWER: a\n")
    assert [item.right for item in report.items] == [(1,)]
    assert [fault.code for fault in report.warnings] == [Code.LOWER_CASE_LETTER]


def test_a_wrapped_question_is_joined_with_a_warning() -> None:
    report = read("Một câu rất dài\nxuống dòng?\nA. một\nB. hai\nANSWER: A\n\nHai?\nA. x\nB. y\nANSWER: B")
    assert [item.text for item in report.items] == ["Một câu rất dài xuống dòng?", "Hai?"]
    assert [fault.code for fault in report.warnings] == [Code.WRAPPED_LINE]


def test_a_key_beyond_the_last_option_is_an_error_of_its_question() -> None:
    report = read("Một?\nA. x\nB. y\nANSWER: D\n\nHai?\nA. x\nB. y\nANSWER: B")
    assert [(fault.code, fault.where.line) for fault in report.errors] == [(Code.BAD_KEY, 4)]
    assert len(report.items) == 1


def test_blank_lines_inside_and_old_line_ends_do_no_harm() -> None:
    assert [item.right for item in read("Gì?\r\rA. x\r\rB. y\r\rANSWER: B").items] == [(2,)]


def test_a_sentence_may_begin_like_an_option() -> None:
    (item,) = read("A. Einstein sinh năm nào?\nA. 1879\nB. 1900\nANSWER: A").items
    assert (item.text, len(item.choices)) == ("A. Einstein sinh năm nào?", 2)


def test_numbers_and_levels_before_a_question_are_not_its_text() -> None:
    first, second = read("Câu 1: Một?\nA. x\nB. y\nANSWER: A\n\n[2] Hai?\nA. x\nB. y\nANSWER: A").items
    assert (first.text, second.text, second.difficulty) == ("Một?", "Hai?", "vua")


def test_an_explanation_and_a_source_after_the_key_are_kept() -> None:
    report = read(
        "Một?\nA. x\nB. y\nĐáp án: A\nGiải thích: vì luật.\nCăn cứ: Điều 5\n\nHai?\nA. x\nB. y\nĐáp án: B"
    )
    assert [(item.explanation, item.source) for item in report.items] == [("vì luật.", "Điều 5"), ("", "")]


def test_keys_in_a_list_at_the_end_are_joined_by_number() -> None:
    text = "Câu 1: Một?\nA. x\nB. y\n\nCâu 2: Hai?\nA. x\nB. y\n\nBẢNG ĐÁP ÁN\n1.B 2.A\nANSWER: see above"
    assert [item.right for item in parsed("a.txt", text).items] == [(2,), (1,)]


def test_options_true_and_false_in_vietnamese_are_a_true_false_question() -> None:
    assert [item.kind for item in read("Một?\nA. Đúng\nB. Sai\nANSWER: B").items] == [Kind.TRUEFALSE]


def test_options_may_bear_numbers_instead_of_letters() -> None:
    text = "Câu 1: Khái niệm nào đúng?\n1. Một\n2. Hai\n3. Ba\nĐáp án: 2\n\nCâu 2: Hãy nêu:\n1. Một\n2. Hai"
    report = read(text)
    assert [(item.text, item.right, len(item.choices)) for item in report.items] == [
        ("Khái niệm nào đúng?", (2,), 3)
    ]
    assert [skipped.type for skipped in report.skipped] == ["essay"]


EXAM = """SỞ GIÁO DỤC VÀ ĐÀO TẠO
ĐỀ KIỂM TRA

PHẦN I. TRẮC NGHIỆM
Câu 1. Phát biểu nào sau đây đúng về chuyển đổi số?
A. Là mua máy tính.		B. Là thay đổi cách làm.
C. Là số hóa giấy tờ.		D. Là lập trang web.
Câu 2. Ngày Chuyển đổi số quốc gia là
A. 10/10.    B. 2/9.    C. 30/4.    D. 1/5.
Câu 3: Cho các phát biểu sau:
(1) Một.
(2) Hai.
Số phát biểu đúng là
A. 1. B. 2. C. 3. D. 0.
PHẦN II. TỰ LUẬN
Câu 4. Hãy nêu lợi ích của chuyển đổi số.

-----HẾT-----
ĐÁP ÁN
1.B  2.A
3.C
"""


def test_a_whole_exam_paper_is_read_with_its_parts_and_its_keys() -> None:
    report = read(EXAM)
    assert [(item.right, len(item.choices)) for item in report.items] == [((2,), 4), ((1,), 4), ((3,), 4)]
    assert report.items[2].text == "Cho các phát biểu sau: (1) Một. (2) Hai. Số phát biểu đúng là"
    assert [skipped.type for skipped in report.skipped] == ["essay"]
    assert report.errors == ()
    assert {fault.code for fault in report.warnings} == {Code.WRAPPED_LINE}


def test_letters_may_be_followed_by_a_dash() -> None:
    (item,) = read("Gì đây?\nA - một\nB – hai\nĐáp án: B").items
    assert ([choice.text for choice in item.choices], item.right) == (["một", "hai"], (2,))
