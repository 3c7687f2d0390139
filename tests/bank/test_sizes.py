"""Large banks are read in time, and no file makes the reading endless."""

import io
import resource
import time
import tracemalloc
from collections.abc import Iterator, Sequence

import pytest

from question_bank import Choice, Code, Item, Kind, read_pages, write
from tests.bank import files

MANY = 20_000


@pytest.mark.full
def test_twenty_thousand_questions_of_a_workbook_are_checked_within_fifteen_seconds() -> None:
    items = [
        Item(
            Kind.SINGLE,
            f"Câu hỏi số {at} là gì?",
            tuple(Choice(f"{at} {one}", right=one == 2) for one in range(4)),
        )
        for at in range(MANY)
    ]
    into = io.BytesIO()
    write(items, "xlsx", into)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    report = files.confined("a.xlsx", into.getvalue())
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    # the processor's seconds: what else the machine does meanwhile is not the reader's fault
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 15
    assert len(report.items) == MANY


def test_a_large_file_passes_through_the_one_who_asks_page_by_page() -> None:
    rows: list[Sequence[object]] = [files.HEADER, *(files.question(number) for number in range(3_000))]
    stream = io.BytesIO(files.workbook(rows))
    next(read_pages("a.xlsx", io.BytesIO(files.workbook(rows[:2]))))
    tracemalloc.start()
    counted = sum(len(page) for page in pages_of(stream))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert counted == 3_000
    assert peak < 1_500_000  # all of it at once would take fifteen million


def pages_of(stream: io.BytesIO) -> Iterator[list[object]]:
    """The pages that reading gives after its head."""
    pages = read_pages("a.xlsx", stream)
    next(pages)
    return pages


def test_what_is_too_much_ends_the_reading_with_one_error() -> None:
    text = "Gì?{=a ~b}\n\n" * 25_010
    report = files.parsed("a.gift", text)
    assert [fault.code for fault in report.errors] == [Code.TOO_MANY]
    assert len(report.items) == 25_000


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", b"x" + b"\n" * 2_000_000 + b"y"),
        ("a.gift", b"Gi?{" + b"~a" * 300_000 + b"}"),
        ("a.csv", b"," * 2_000_000),
        ("a.csv", b"question,A,B,key\n" + (b'"' + b"a" * 50_000 + b"\n") * 60),
        ("a.docx", files.document("<w:tbl><w:tr><w:tc>" * 80 + "</w:tc></w:tr></w:tbl>" * 80)),
        (
            "a.xml",
            b"<questestinterop>"
            + b"<item>" * 200
            + b"<a/>" * 200_000
            + b"</item>" * 200
            + b"</questestinterop>",
        ),
        ("a.xml", b"<quiz><question type='multichoice'>" + b"<file>" * 200 + b"<a>x</a>" * 200_000),
    ],
    ids=[
        "blank lines",
        "answers",
        "cells",
        "open quotes",
        "tables in tables",
        "items in items",
        "files in files",
    ],
)
def test_repeated_or_nested_parts_do_not_multiply_work(name: str, content: bytes) -> None:
    started = time.process_time()
    assert files.parsed(name, content).items == ()
    assert time.process_time() - started < 5
