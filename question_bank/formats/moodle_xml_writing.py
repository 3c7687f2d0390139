"""Writes Moodle XML with its pictures."""

import base64
from collections.abc import Sequence
from typing import BinaryIO

from lxml import etree

from question_bank.faults import Fault
from question_bank.items import Choice, Item, Kind, Markup
from question_bank.trees import Element

FORMATS = {Markup.PLAIN: "plain_text", Markup.HTML: "html"}


def write(items: Sequence[Item], stream: BinaryIO) -> list[Fault]:
    """Write every question, after its topic as a category."""
    quiz = etree.Element("quiz")
    topic = ""
    for item in items:
        if item.topic != topic:
            topic = item.topic
            category = etree.SubElement(quiz, "question", type="category")
            _text(category, "category", f"$course$/top/{topic.replace('/', '//')}".rstrip("/"))
        quiz.append(_question(item))
    etree.indent(quiz)
    stream.write(etree.tostring(quiz, encoding="utf-8", xml_declaration=True))
    return []


def _question(item: Item) -> Element:
    question = etree.Element("question", type="truefalse" if item.kind is Kind.TRUEFALSE else "multichoice")
    _text(question, "name", item.title or item.slug or item.text[:60])
    _pictures(_text(question, "questiontext", _addressed(item.text), FORMATS[item.markup]), item)
    _text(question, "generalfeedback", _addressed(item.explanation), FORMATS[item.markup])
    etree.SubElement(question, "defaultgrade").text = "1"
    if item.slug:
        etree.SubElement(question, "idnumber").text = item.slug
    if item.kind is not Kind.TRUEFALSE:
        etree.SubElement(question, "single").text = str(item.kind is Kind.SINGLE).lower()
        etree.SubElement(question, "shuffleanswers").text = "true"
        etree.SubElement(question, "answernumbering").text = "ABCD"
    for number, choice in enumerate(item.choices):
        _answer(question, item, number, choice)
    return question


def _answer(question: Element, item: Item, number: int, choice: Choice) -> None:
    text, style = choice.text, FORMATS[item.markup]
    if item.kind is Kind.TRUEFALSE:
        text, style = ("true", "false")[number], "moodle_auto_format"
    answer = _text(question, "answer", _addressed(text), style)
    answer.set("fraction", _fraction(item, choice))
    if choice.feedback:
        _text(answer, "feedback", _addressed(choice.feedback), FORMATS[item.markup])


def _fraction(item: Item, choice: Choice) -> str:
    if item.kind is not Kind.MULTI:
        return "100" if choice.right else "0"
    return f"{100 / len(item.right):.7g}" if choice.right else "-100"


def _addressed(text: str) -> str:
    return text.replace('src="media/', 'src="@@PLUGINFILE@@/')


def _pictures(parent: Element, item: Item) -> None:
    for picture in item.pictures:
        file = etree.SubElement(parent, "file", name=picture.name, path="/", encoding="base64")
        file.text = base64.b64encode(picture.content).decode()


def _text(parent: Element, name: str, text: str, style: str = "") -> Element:
    element = etree.SubElement(parent, name)
    if style:
        element.set("format", style)
    etree.SubElement(element, "text").text = text
    return element
