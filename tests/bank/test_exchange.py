"""Files of learning platforms: Moodle XML, H5P and the trivia database."""

import base64
import io
import json
from collections.abc import Mapping

import pytest
from PIL import Image

from question_bank import Code, Kind, Markup, Report
from tests.bank.files import archive, parsed


def picture() -> bytes:
    into = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(into, "PNG")
    return into.getvalue()


def moodle(inner: str, kind: str = "multichoice") -> Report:
    return parsed("a.xml", f'<quiz><question type="{kind}">{inner}</question></quiz>')


def answer(text: str, fraction: str, style: str = "html") -> str:
    return f'<answer fraction="{fraction}" format="{style}"><text>{text}</text></answer>'


ASKED = '<questiontext format="html"><text>&lt;p&gt;Gì &amp;amp; ai?&lt;/p&gt;</text></questiontext>'


@pytest.mark.parametrize(
    ("single", "fractions", "kind", "right"),
    [
        ("true", ("100", "0", "0"), Kind.SINGLE, (1,)),
        ("1", ("0", "100", "50"), Kind.SINGLE, (2,)),
        ("true", ("100", "100", "0"), Kind.SINGLE, (1, 2)),
        ("false", ("33.33333", "33.3333333", "-50"), Kind.MULTI, (1, 2)),
        ("0", ("100", "0", "-100"), Kind.MULTI, (1,)),
    ],
)
def test_fractions_of_moodle_say_what_is_right(
    single: str, fractions: tuple[str, ...], kind: Kind, right: tuple[int, ...]
) -> None:
    answers = "".join(answer(f"phương án {at}", fraction) for at, fraction in enumerate(fractions))
    (item,) = moodle(f"{ASKED}<single>{single}</single>{answers}").items
    assert (item.kind, item.right, item.text) == (kind, right, "Gì & ai?")


@pytest.mark.parametrize(
    ("first", "second", "right"),
    [("true", "false", 1), ("false", "true", 2), ("Đúng", "Sai", 1), ("Vrai", "Faux", 1)],
)
def test_true_and_false_of_moodle_may_be_translated(first: str, second: str, right: int) -> None:
    (item,) = moodle(ASKED + answer(first, "100") + answer(second, "0"), "truefalse").items
    assert (item.kind, item.right) == (Kind.TRUEFALSE, (right,))


def test_plain_text_of_moodle_is_not_html() -> None:
    asked = '<questiontext format="plain_text"><text>List&lt;int&gt;  là gì?</text></questiontext>'
    (item,) = moodle(asked + answer("a", "100", "plain_text") + answer("b", "0", "plain_text")).items
    assert (item.markup, item.text) == (Markup.PLAIN, "List<int>  là gì?")


def test_pictures_of_moodle_come_along_and_a_broken_one_is_named() -> None:
    text = "&lt;img src='@@PLUGINFILE@@/m%E1%BB%99t.png'&gt;&lt;img src='@@PLUGINFILE@@/hai.png'&gt; Gì?"
    files = f'<file name="một.png" encoding="base64">{base64.b64encode(picture()).decode()}</file>'
    files += '<file name="hai.png" encoding="base64">%%%</file>'
    asked = f'<questiontext format="html"><text>{text}</text>{files}</questiontext>'
    report = moodle(asked + answer("a", "100") + answer("b", "0"))
    assert [len(item.pictures) for item in report.items] == [1]
    assert Code.BAD_VALUE in {fault.code for fault in report.warnings}


def test_a_category_of_moodle_names_the_topic_of_what_follows() -> None:
    category = "<question type='category'><category><text>$course$/top/A//B/Luật</text></category></question>"
    question = f"<question type='multichoice'>{ASKED}{answer('a', '100')}{answer('b', '0')}</question>"
    (item,) = parsed("a.xml", f"<quiz>{category}{question}</quiz>").items
    assert item.topic == "Luật"


def test_xml_in_utf_16_is_read() -> None:
    text = f"<?xml version='1.0' encoding='utf-16'?><quiz><question type='multichoice'>{ASKED}"
    text += f"{answer('a', '100')}{answer('b', '0')}</question></quiz>"
    assert len(parsed("a.xml", text.encode("utf-16")).items) == 1


def h5p(library: str, content: object) -> Report:
    outline = json.dumps({"mainLibrary": library})
    return parsed("a.h5p", archive({"h5p.json": outline, "content/content.json": json.dumps(content)}))


def test_a_question_set_is_read_question_by_question() -> None:
    right, wrong = {"text": "<div>a</div>", "correct": True}, {"text": "b", "correct": False}
    report = h5p(
        "H5P.QuestionSet",
        {
            "questions": [
                {
                    "library": "H5P.MultiChoice 1.16",
                    "params": {"question": "Một?", "answers": [wrong, right]},
                },
                {"library": "H5P.TrueFalse 1.8", "params": {"question": "Hai?", "correct": "true"}},
                {"library": "H5P.DragText 1.8", "params": {}},
                {"library": "H5P.MultiChoice 1.16", "params": {"answers": 7}},
            ]
        },
    )
    assert [(item.kind, item.right) for item in report.items] == [(Kind.SINGLE, (2,)), (Kind.TRUEFALSE, (1,))]
    assert [skipped.type for skipped in report.skipped] == ["H5P.DragText"]
    assert [(fault.code, fault.where.number) for fault in report.errors] == [(Code.BAD_JSON, 4)]


def test_a_single_choice_set_has_its_right_answer_first() -> None:
    report = h5p(
        "H5P.SingleChoiceSet", {"choices": [{"question": "<p>Một?</p>", "answers": ["<p>a</p>", "b"]}]}
    )
    assert [(item.text, item.right) for item in report.items] == [("Một?", (1,))]


def trivia(result: Mapping[str, object]) -> Report:
    return parsed("a.json", json.dumps({"response_code": 0, "results": [result]}))


def test_trivia_in_base64_and_in_url_encoding_read_alike() -> None:
    plain = {"type": "multiple", "question": "A & B?", "correct_answer": "x y", "incorrect_answers": ["z"]}
    in_base64 = {
        key: [base64.b64encode(one.encode()).decode() for one in value]
        if isinstance(value, list)
        else base64.b64encode(str(value).encode()).decode()
        for key, value in plain.items()
    }
    url = plain | {"question": "A%20%26%20B%3F", "correct_answer": "x%20y"}
    entities = plain | {"question": "A &amp; B?"}
    for result in (in_base64, url, entities):
        (item,) = trivia(result).items
        assert (item.text, item.choices[item.right[0] - 1].text) == ("A & B?", "x y")
        assert "CC BY-SA" in item.source
