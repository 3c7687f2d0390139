"""Broken and invented files of every format: nothing but reported faults, and never over five seconds.

The inputs run in this process, where an exception that a reader did not expect is logged: the log is empty.
"""

import io
import logging
import random
import time
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from question_bank import Choice, Item, Kind, Report, write
from question_bank.inspection import inspect
from question_bank.items import truth_choices
from question_bank.reports import documents
from question_bank.writing import SUFFIXES
from tests.bank import files

LONGEST = 5.0
ITEMS = [
    Item(Kind.SINGLE, "Thủ đô là gì?", (Choice("Huế"), Choice("Hà Nội", right=True)), topic="Địa lý"),
    Item(Kind.MULTI, "Chọn hai?", (Choice("a", right=True), Choice("b", right=True), Choice("c"))),
    Item(Kind.TRUEFALSE, "Nước sôi ở 100 độ.", truth_choices(True), explanation="Vì."),
]
WORD = files.paragraphs(
    "Câu 1: Một?", "A. x\tB. y", "*C. z", "Đáp án: C", "Giải thích: vì", "BẢNG ĐÁP ÁN", "1.B 2.C"
)
QTI_ONE = """<questestinterop><item ident="i"><presentation><material><mattext>Gì?</mattext></material>
<response_lid ident="R" rcardinality="Single"><render_choice>
<response_label ident="a"><material><mattext>x</mattext></material></response_label>
<response_label ident="b"><material><mattext>y</mattext></material></response_label>
</render_choice></response_lid></presentation><resprocessing><respcondition>
<conditionvar><varequal respident="R">a</varequal></conditionvar><setvar>1</setvar>
</respcondition></resprocessing></item></questestinterop>"""
QTI_TWO = """<assessmentItem identifier="i"><responseDeclaration identifier="R" cardinality="single">
<correctResponse><value>a</value></correctResponse></responseDeclaration>
<itemBody><p>Gì <math><mfrac><mn>1</mn><mn>2</mn></mfrac></math>?</p>
<choiceInteraction responseIdentifier="R"><simpleChoice identifier="a">x</simpleChoice>
<simpleChoice identifier="b">y</simpleChoice></choiceInteraction></itemBody></assessmentItem>"""
MANIFEST = '<manifest><resources><resource type="imsqti_item_xmlv2p1" href="i.xml"/></resources></manifest>'
H5P = {
    "h5p.json": '{"mainLibrary": "H5P.MultiChoice"}',
    "content/content.json": '{"question": "Gì?", "answers": [{"text": "a", "correct": true}, {"text": "b"}]}',
}
TRIVIA = '{"response_code":0,"results":[{"type":"boolean","question":"Gì?","correct_answer":"True"}]}'
TOML = """topic = "t"
[[item]]
slug = "a"
text = "Gì?"
choices = ["x", "y"]
right = [1]
valid_on = 2026-11-01
"""
SIGNS = b'{ } " < > </p> & \0 \xff\xfe = ~ %50% #### A. ANSWER: :: \\ <![CDATA[ <!DOCTYPE 1e999 , ; |'
SPLICES = [
    *SIGNS.split(b" "),
    *(b"\n\n", b"\xcc\x81", b"\xf0\x9f\x98\x80", b"\t", b'="', b"PK\x03\x04", b",,,,", b"9" * 30, b"[" * 300),
]


def written(format_name: str) -> bytes:
    into = io.BytesIO()
    write(ITEMS, format_name, into)
    return into.getvalue()


def seeds() -> dict[str, bytes]:
    """One good file of each format, by its name."""
    made = {f"{name}{suffix}": written(name) for name, suffix in SUFFIXES.items()}
    return made | {
        "word.docx": files.document(WORD),
        "one.xml": QTI_ONE.encode(),
        "two.xml": QTI_TWO.encode(),
        "package.zip": files.archive({"imsmanifest.xml": MANIFEST, "i.xml": QTI_TWO}),
        "set.h5p": files.archive(H5P),
        "trivia.json": TRIVIA.encode(),
        "bank.toml": TOML.encode(),
    }


SEEDS = seeds()
INNER: dict[str, Callable[[bytes], bytes]] = {
    # inside a ZIP a changed byte mostly breaks the checksum; so the parts are changed and packed again
    "xlsx.xlsx": lambda part: files.with_part(SEEDS["xlsx.xlsx"], "xl/worksheets/sheet1.xml", part),
    "word.docx": lambda part: files.with_part(SEEDS["word.docx"], "word/document.xml", part),
    "package.zip": lambda part: files.archive({"imsmanifest.xml": MANIFEST, "i.xml": part}),
    "set.h5p": lambda part: files.archive(H5P | {"content/content.json": part}),
}
PARTS = {
    "xlsx.xlsx": "xl/worksheets/sheet1.xml",
    "word.docx": "word/document.xml",
    "package.zip": "i.xml",
    "set.h5p": "content/content.json",
}


def test_the_seeds_themselves_are_read() -> None:
    for name, content in SEEDS.items():
        assert files.parsed(name, content).items, name


def survives(name: str, content: bytes) -> Report:
    started = time.process_time()
    report = files.parsed(name, content)
    assert time.process_time() - started < LONGEST, (name, content[:200])
    assert list(documents(report))
    inspect(report.items, today=date(2026, 11, 22))
    for fault in (*report.errors, *report.warnings):
        assert fault.sentence("vi")
    return report


def changed(content: bytes, dice: random.Random) -> bytes:
    """The content with a few bytes struck out, turned, doubled or put in."""
    made = bytearray(content)
    for _ in range(dice.randint(1, 6)):
        at = dice.randrange(len(made) + 1)
        deed = dice.randrange(5)
        if deed == 0:
            del made[at : at + dice.randint(1, 20)]
        elif deed == 1 and at < len(made):
            made[at] = dice.randrange(256)
        elif deed == 2:
            made[at:at] = dice.choice(SPLICES)
        elif deed == 3:
            made[at:at] = made[at : at + dice.randint(1, 200)]
        else:
            del made[at:]
    return bytes(made)


def mutations(count: int) -> Iterator[tuple[str, bytes]]:
    """As many changed files, the same on every run."""
    inner = {name: files.part_of(SEEDS[name], part) for name, part in PARTS.items()}
    for number in range(count):
        dice = random.Random(number)
        name = dice.choice(sorted(SEEDS))
        if name in INNER and dice.random() < 0.8:
            yield name, INNER[name](changed(inner[name], dice))
        else:
            yield name, changed(SEEDS[name], dice)


@pytest.mark.timeout(3600)
def test_changed_files_give_faults_and_nothing_else(
    scaled: Callable[[int, int], int], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR, logger="question_bank")
    for name, content in mutations(scaled(2_000, 40_000)):
        survives(name, content)
        assert caplog.records == [], (name, content)


@pytest.mark.parametrize("name", ["a.gift", "a.txt", "a.csv", "a.xml", "a.json", "a.toml"])
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(max_size=300)
    | st.lists(st.sampled_from([s.decode("latin-1") for s in SPLICES])).map("".join)
)
def test_invented_texts_give_faults_and_nothing_else(
    name: str, text: str, caplog: pytest.LogCaptureFixture
) -> None:
    survives(name, text.encode("utf-8", "replace"))
    assert caplog.records == []
