"""GIFT is read by the rules of Moodle's own importer."""

import pytest

from question_bank import Code, Kind, Report
from tests.bank.files import parsed


def read(text: str) -> Report:
    return parsed("a.gift", text)


def only(text: str) -> tuple[Kind, tuple[int, ...]]:
    (item,) = read(text).items
    return item.kind, item.right


@pytest.mark.parametrize(
    ("text", "kind", "right"),
    [
        ("Gì?{~a =b ~c}", Kind.SINGLE, (2,)),
        ("Gì?{~%100%a ~b}", Kind.MULTI, (1,)),
        ("Gì?{~%50%a ~%50%b ~%-100%c}", Kind.MULTI, (1, 2)),
        ("Gì?{~%33.33333%a ~%33.33333%b ~%33.33333%c ~d}", Kind.MULTI, (1, 2, 3)),
        ("Gì?{=a ~%50%b ~c}", Kind.SINGLE, (1,)),
        ("Gì?{=a =b ~c}", Kind.SINGLE, (1, 2)),
        ("Gì?{=%100%a ~b}", Kind.SINGLE, (1,)),
        ("Gì?{T}", Kind.TRUEFALSE, (1,)),
        ("Gì?{FALSE#sai#đúng}", Kind.TRUEFALSE, (2,)),
        ("Gì?{TRUE####vì thế}", Kind.TRUEFALSE, (1,)),
    ],
)
def test_the_kind_follows_from_signs_and_weights(text: str, kind: Kind, right: tuple[int, ...]) -> None:
    assert only(text) == (kind, right)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Chỉ là lời dẫn", "description"),
        ("Hãy viết.{}", "essay"),
        ("Bao nhiêu?{#4:1}", "numerical"),
        ("Gì?{=a =b}", "shortanswer"),
        ("Gì?{true}", "shortanswer"),
        ("Nối.{=a -> b =c -> d}", "matching"),
    ],
)
def test_other_types_are_skipped_by_name(text: str, kind: str) -> None:
    assert [skipped.type for skipped in read(text).skipped] == [kind]


def test_a_missing_word_leaves_a_gap() -> None:
    assert read("Hà Nội là {~xã =thủ đô} của nước ta.").items[0].text == "Hà Nội là _____ của nước ta."


def test_escaped_signs_are_text() -> None:
    (item,) = read(r"::Tên\: 1::2 \= 2 \{ \} \# \~?\nHai dòng{=\=1\#\\ ~\~2}").items
    assert (item.title, item.text) == ("Tên: 1", "2 = 2 { } # ~?\nHai dòng")
    assert [choice.text for choice in item.choices] == ["=1#\\", "~2"]


def test_comments_names_and_categories_are_understood() -> None:
    report = read("$CATEGORY: $course$/top/Chính phủ số\n\n// [id:cp-1]\n::Một::Gì?{\n// lời ghi\n=a\n~b}")
    item = report.items[0]
    assert (item.topic, item.slug, item.title, len(item.choices)) == ("Chính phủ số", "cp-1", "Một", 2)


def test_a_blank_line_inside_braces_is_an_unclosed_brace_and_the_rest_is_read() -> None:
    report = read("Gì?{~a\n\n=b}\n\nSau?{=a ~b}")
    assert [(fault.code, fault.where.line) for fault in report.errors] == [(Code.BRACES, 1), (Code.BRACES, 3)]
    assert len(report.items) == 1


def test_a_line_with_a_backslash_keeps_a_question_together() -> None:
    assert only("Gì?{~a\n\\\n=b}") == (Kind.SINGLE, (2,))


def test_unescaped_latex_is_pointed_out() -> None:
    report = read(r"Tính $\frac{a}{b}$ {T}")
    assert report.items == ()
    assert Code.SEVERAL_BRACES in {fault.code for fault in report.warnings}


def test_backslash_n_inside_latex_is_pointed_out() -> None:
    assert Code.BACKSLASH_N in {fault.code for fault in read(r"Gì là $\nabla$?{=a ~b}").warnings}


def test_formats_are_cleaned_and_plain_text_is_left_alone() -> None:
    html, markdown, plain = read(
        "[html]<b>Gì</b> \\= 1?{=<p>a</p> ~b}\n\n[markdown]**Gì**?{=a ~b}\n\nList<int> là gì?{=a ~b}"
    ).items
    assert (html.text, html.choices[0].text) == ("<b>Gì</b> = 1?", "<p>a</p>")
    assert markdown.text == "<p><strong>Gì</strong>?</p>"
    assert plain.text == "List<int> là gì?"


def test_feedback_and_general_feedback_are_kept() -> None:
    (item,) = read("Gì?{=a#đúng rồi ~b#chưa####Vì luật nói thế}").items
    assert [choice.feedback for choice in item.choices] == ["đúng rồi", "chưa"]
    assert item.explanation == "Vì luật nói thế"
