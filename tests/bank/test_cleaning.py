"""What is unsafe in an otherwise good file is cleaned away with a warning, and the rest is read."""

import html
import json
import time

import pytest

from question_bank import Code
from question_bank.markup import clean
from tests.bank import files


def test_script_in_a_question_is_cleaned_with_a_warning() -> None:
    text = '<p onclick="x()">Chọn?<script>x()</script><a href="javascript:x()">đây</a></p><svg/onload=x()>'
    answers = '<answer fraction="100"><text>a</text></answer><answer fraction="0"><text>b</text></answer>'
    body = f'<question type="multichoice"><questiontext format="html"><text><![CDATA[{text}]]></text>'
    report = files.confined("a.xml", f"<quiz>{body}</questiontext>{answers}</question></quiz>".encode())
    assert report.items[0].text == "Chọn?đây"
    assert [fault.code for fault in report.warnings] == [Code.CLEANED]


def test_control_and_direction_characters_go_with_a_warning() -> None:
    report = files.confined("a.csv", "question,A,B,key\nGì\u202e đây?\x07,x\u200b,y,A\n".encode())
    assert (report.items[0].text, report.items[0].choices[0].text) == ("Gì đây?", "x")
    assert [fault.code for fault in report.warnings] == [Code.CONTROL_CHARACTERS]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (files.png(60_000, 60_000), Code.PICTURE_SIZE),
        (b"MZ\x90\0" + bytes(99), Code.PICTURE_KIND),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", Code.PICTURE_KIND),
    ],
    ids=["a picture bomb", "a program as a picture", "SVG"],
)
def test_a_bad_picture_is_dropped_and_the_question_kept(content: bytes, code: Code) -> None:
    document = {
        "question": "Hình gì?",
        "media": {"type": {"params": {"file": {"path": "images/x.png"}}}},
        "answers": [{"text": "a", "correct": True}, {"text": "b", "correct": False}],
    }
    parts = {"h5p.json": '{"mainLibrary": "H5P.MultiChoice"}', "content/content.json": json.dumps(document)}
    report = files.confined("a.h5p", files.archive({**parts, "content/images/x.png": content}))
    assert [fault.code for fault in report.warnings] == [code]
    assert report.items[0].pictures == ()
    assert "<img" not in report.items[0].text


def test_a_picture_from_elsewhere_is_dropped_because_it_tells_who_reads_it() -> None:
    for address in ("https://example.vn/x.png", "//example.vn/x.png", "data:image/png;base64,AAAA"):
        assert "<img" not in clean(
            f'<p>x<img src="{address}"></p>', lambda source: None if source else source
        )


def test_a_resource_outside_the_package_is_named_and_the_rest_is_read() -> None:
    item = (
        '<assessmentItem identifier="i"><responseDeclaration identifier="R" cardinality="single">'
        "<correctResponse><value>a</value></correctResponse></responseDeclaration><itemBody><p>Gì?</p>"
        '<choiceInteraction responseIdentifier="R"><simpleChoice identifier="a">x</simpleChoice>'
        '<simpleChoice identifier="b">y</simpleChoice></choiceInteraction></itemBody></assessmentItem>'
    )
    resources = "".join(
        f'<resource type="imsqti_item_xmlv2p1" href="{href}"/>'
        for href in ("../../etc/passwd", "no.xml", "i.xml")
    )
    report = files.confined(
        "a.zip",
        files.archive(
            {"imsmanifest.xml": f"<manifest><resources>{resources}</resources></manifest>", "i.xml": item}
        ),
    )
    assert [fault.code for fault in report.errors] == [Code.OUTSIDE_PACKAGE, Code.MISSING_PART]
    assert len(report.items) == 1


def test_nested_markup_does_not_slow_the_cleaning_down() -> None:
    started = time.process_time()
    for part in ("<b><p>", "<table><tr><td>", "<a><b>", "<math><mi>", "<!--", "<img src=x alt='", "<ul><li>"):
        for length in (9_000, 100_000):
            text = html.escape(part * (length // len(part)))
            answers = "<answer fraction='100'><text>a</text></answer><answer><text>b</text></answer>"
            asked = f"<questiontext format='html'><text>{text}</text></questiontext>{answers}"
            files.parsed("a.xml", f"<quiz><question type='multichoice'>{asked}</question></quiz>")
    assert time.process_time() - started < 5
