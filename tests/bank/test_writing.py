"""What is written is read again as it was, and no spreadsheet computes what a question says."""

import io
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from question_bank import Choice, Code, Item, Kind, Markup, Picture, write, write_template
from question_bank.items import truth_choices
from question_bank.texts import one_line, tidy
from question_bank.writing import SUFFIXES
from tests.bank.files import parsed

LETTERS = "aáàảãạăâbcdđeêghiklmnoôơpqrstuưvxyABCĐ 0123456789?!,;\"'%&<>/*+-=@#~{}\\_^|$\n"
# what people write in running text begins questions and options: Aiken has no way to say that it is text
RUNNING = "aáàảãạăâbcdđeêghiklmnoôơpqrstuưvxy 0123456789?!,;\"'%&<>+-=@#~{}\\_^|$"
WHOLE = ("xlsx", "csv", "gift", "moodle_xml")


def texts(letters: str = LETTERS) -> st.SearchStrategy[str]:
    return (
        st.text(letters, min_size=1, max_size=60).map(tidy).filter(lambda text: any(map(str.isalnum, text)))
    )


@st.composite
def items(draw: st.DrawFn, letters: str = LETTERS) -> Item:
    kind = draw(st.sampled_from(Kind))
    if kind is Kind.TRUEFALSE:
        choices = truth_choices(draw(st.booleans()))
    else:
        written = draw(
            st.lists(texts(letters), min_size=2, max_size=6, unique_by=lambda text: " ".join(text.split()))
        )
        most = len(written) - 1 if kind is Kind.SINGLE else None
        right = draw(st.sets(st.integers(0, len(written) - 1), min_size=1, max_size=most))
        choices = tuple(Choice(text, right=at in right) for at, text in enumerate(written))
    topic = draw(st.sampled_from(["", "Chính phủ số", "An toàn"]))
    return Item(
        kind, draw(texts(letters)), choices, topic=topic, explanation=draw(st.just("") | texts(letters))
    )


def again(written: list[Item], format_name: str) -> list[Item]:
    into = io.BytesIO()
    assert write(written, format_name, into) == []
    report = parsed("a" + SUFFIXES[format_name], into.getvalue())
    assert report.errors == ()
    return list(report.items)


def content(item: Item) -> tuple[object, ...]:
    choices = [(choice.text, choice.right) for choice in item.choices]
    return item.kind, item.text, choices, item.topic, item.explanation


@pytest.mark.parametrize("format_name", WHOLE)
@settings(deadline=None, max_examples=30)
@given(written=st.lists(items(), min_size=1, max_size=4))
def test_questions_come_back_as_they_were_written(format_name: str, written: list[Item]) -> None:
    assert [content(item) for item in again(written, format_name)] == [content(item) for item in written]


@settings(deadline=None, max_examples=30)
@given(item=items(RUNNING).filter(lambda item: len(item.right) == 1 and item.kind is not Kind.MULTI))
def test_aiken_brings_back_text_choices_and_key(item: Item) -> None:
    (read,) = again([replace(item, text=f"Hỏi {one_line(item.text)}", explanation="")], "aiken")
    assert read.text == f"Hỏi {one_line(item.text)}"
    assert (read.kind, read.right) == (item.kind, item.right)


@pytest.mark.parametrize("format_name", ["xlsx", "csv"])
def test_our_template_keeps_every_detail(format_name: str) -> None:
    item = Item(
        Kind.SINGLE,
        "Gì?",
        (Choice("a", right=True), Choice("b")),
        topic="Luật",
        difficulty="kho",
        explanation="Vì thế.",
        source="https://example.vn",
        valid_on=date(2026, 11, 1),
        valid_to=date(2026, 12, 31),
        slug="cp-1",
    )
    assert again([item], format_name) == [item]


@pytest.mark.parametrize("format_name", WHOLE)
def test_a_single_that_accepts_any_of_several_stays_one(format_name: str) -> None:
    item = Item(Kind.SINGLE, "Gì?", (Choice("a", right=True), Choice("b", right=True), Choice("c")))
    assert [(read.kind, read.right) for read in again([item], format_name)] == [(Kind.SINGLE, (1, 2))]


def test_no_cell_of_a_csv_is_computed() -> None:
    item = Item(Kind.SINGLE, "=1+1", (Choice("@a", right=True), Choice("-b")))
    into = io.BytesIO()
    write([item], "csv", into)
    assert "'=1+1,'@a,'-b" in into.getvalue().decode("utf-8-sig")


def test_no_cell_of_a_workbook_is_computed() -> None:
    into = io.BytesIO()
    write([Item(Kind.SINGLE, "=1+1", (Choice("#N/A", right=True), Choice("b")))], "xlsx", into)
    sheet = load_workbook(into).worksheets[0]
    assert [sheet[name].data_type for name in ("C2", "D2")] == ["s", "s"]


def test_what_a_format_cannot_hold_is_told_and_left_out() -> None:
    plain = Item(Kind.MULTI, "Gì?", (Choice("a", right=True), Choice("b", right=True), Choice("c")))
    drawn = replace(plain, markup=Markup.HTML, pictures=(Picture("x.png", "image/png", b""),))
    bold = replace(plain, text="<b>Gì</b>?", markup=Markup.HTML)
    into = io.BytesIO()
    assert [fault.code for fault in write([plain], "aiken", into)] == [Code.NOT_IN_FORMAT]
    assert [fault.code for fault in write([drawn], "csv", into)] == [Code.NOT_IN_FORMAT]
    assert [fault.code for fault in write([bold], "csv", into)] == [Code.LOST_MARKUP]
    assert "Gì?" in into.getvalue().decode("utf-8-sig")


def test_the_template_explains_itself_and_reads_without_a_fault() -> None:
    into = io.BytesIO()
    write_template(into)
    report = parsed("a.xlsx", into.getvalue())
    assert ([item.kind for item in report.items], report.errors, report.warnings) == (list(Kind), (), ())
    assert all(load_workbook(into).worksheets[0][f"{column}1"].comment for column in "ABC")
