"""Questions, faults and reports survive being kept and sent, and speak both languages."""

import json
import re
from dataclasses import replace
from datetime import date

import pytest

from question_bank import (
    Choice,
    Code,
    Fault,
    Item,
    Kind,
    Layout,
    Markup,
    Meaning,
    Picture,
    Place,
    Report,
    Skipped,
    fingerprint,
    item_document,
    item_from_document,
)
from question_bank.reports import documents, items_of, notes_of, report_from

PLAIN = Item(Kind.SINGLE, "Gì?", (Choice("a", right=True), Choice("b")))
FULL = Item(
    kind=Kind.MULTI,
    text="<b>Gì</b>?",
    choices=(Choice("a", right=True, weight=50.0, feedback="tốt"), Choice("b", weight=-50.0)),
    markup=Markup.HTML,
    topic="t",
    difficulty="de",
    explanation="vì",
    source="s",
    valid_on=date(2026, 1, 1),
    valid_to=date(2026, 2, 2),
    slug="x",
    title="T",
    facts=("CP001",),
    situation=True,
    asks_number=True,
    seconds=30,
    pictures=(Picture("p.png", "image/png", b"\x00\xff"),),
    where=Place(sheet="S", row=3),
)


@pytest.mark.parametrize("item", [PLAIN, FULL], ids=["plain", "full"])
def test_an_item_is_the_same_after_being_kept_as_json(item: Item) -> None:
    assert item_from_document(json.loads(json.dumps(item_document(item)))) == item


def test_a_document_says_nothing_that_is_a_default() -> None:
    choices = [{"text": "a", "right": True}, {"text": "b", "right": False}]
    assert item_document(PLAIN) == {"choices": choices, "kind": "single", "markup": "plain", "text": "Gì?"}


def test_a_fingerprint_overlooks_order_case_and_spacing_but_not_diacritics() -> None:
    turned = replace(PLAIN, text=" GÌ ? ", choices=PLAIN.choices[::-1])
    other = replace(PLAIN, text="Gi?")
    assert fingerprint(turned) == fingerprint(PLAIN) != fingerprint(other)


def test_a_report_is_the_same_after_leaving_the_reading_process() -> None:
    fault = Fault(Place(line=3), Code.TWIN, {"first": Place(line=1)}, (Fault(Place(), Code.NO_KEY),))
    layout = Layout("S", 1, ("a", "b"), (Meaning.TEXT, Meaning.KEY))
    report = Report(
        "f", "csv", (FULL,) * 51, (Skipped("essay", fault),), (fault,), (fault,), (layout,), (fault,)
    )
    head, *pages = json.loads(json.dumps(list(documents(report))))
    assert report_from(head, pages) == report
    assert [len(list(items_of(page))) for page in pages] == [50, 1]
    assert next(items_of(pages[1])).where == FULL.where


def test_what_was_noticed_travels_with_the_question_it_is_about() -> None:
    here = Fault(replace(FULL.where, column="C"), Code.BAD_KIND, {"kind": "x"})
    there = Fault(Place(sheet="S", row=4), Code.NO_SOURCE)
    _head, page = documents(Report("f", "xlsx", (FULL,), warnings=(here,), remarks=(there,)))
    assert [notes_of(entry) for entry in page] == [[here]]


def test_a_report_prints_the_promised_document() -> None:
    fault = Fault(Place(line=3), Code.NO_KEY)
    report = Report("f.csv", "csv", (PLAIN, FULL), (Skipped("essay", fault),), (fault,), ())
    assert report.to_document("en") == {
        "file": "f.csv",
        "format": "csv",
        "imported": {"single": 1, "multi": 1, "truefalse": 0},
        "skipped": [{"where": "line 3", "type": "essay", "reason": "No right answer is given."}],
        "errors": [{"where": "line 3", "reason": "No right answer is given."}],
        "warnings": [],
        "remarks": [],
    }


@pytest.mark.parametrize("code", Code, ids=lambda code: code.name)
def test_every_fault_has_a_sentence_with_the_same_values_in_both_languages(code: Code) -> None:
    vietnamese, english = code.value
    assert sorted(re.findall(r"\{(\w+)\}", vietnamese)) == sorted(re.findall(r"\{(\w+)\}", english))
    assert vietnamese != english
    assert {vietnamese[-1], english[-1]} <= set(".?}")


def test_no_two_codes_are_one() -> None:
    # an enumeration silently merges members of equal value
    assert len(Code) == len(Code.__members__)


def test_a_place_is_said_in_both_languages() -> None:
    place = Place(sheet="Đề 1", row=12, column="C")
    assert place.sentence("vi") == "trang tính “Đề 1”, hàng 12, cột C"
    assert place.sentence("en") == "sheet “Đề 1”, row 12, column C"
    assert Place().sentence("vi") == "cả tệp"
