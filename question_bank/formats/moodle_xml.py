"""Reads Moodle XML with its pictures."""

import base64
import binascii
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import unquote

from question_bank import keys, markup, trees
from question_bank.categories import topic_of
from question_bank.codes import Code
from question_bank.faults import FaultError
from question_bank.intake import Intake
from question_bank.items import Choice, Item, Kind, Markup, truth_choices
from question_bank.places import Place
from question_bank.polishing import mapped
from question_bank.source import Source
from question_bank.trees import Element
from question_bank.weights import judged

READ = ("multichoice", "truefalse")


def read(source: Source, intake: Intake) -> None:
    """Read every question; a category names the topic of those that follow."""
    topic = ""
    for number, question in enumerate(trees.children(trees.parse(source.content), "question"), 1):
        kind = question.get("type", "")
        where = Place(number=number, line=question.sourceline or 0, item=_text(question, "name").strip()[:80])
        if kind == "category":
            topic = topic_of(_text(question, "category"))
        elif kind in READ:
            _take(question, kind, topic, where, intake)
        else:
            intake.skip(where, kind or "?")


def _take(question: Element, kind: str, topic: str, where: Place, intake: Intake) -> None:
    try:
        trees.refuse_crowd(question, where)
        item = _truefalse(question, where) if kind == "truefalse" else _multichoice(question, where, intake)
    except FaultError as error:
        intake.refuse(error.fault)
        return
    item = replace(
        item,
        markup=Markup.HTML,
        topic=topic,
        title=_text(question, "name"),
        slug=trees.words(_child(question, "idnumber")),
        explanation=_html(_child(question, "generalfeedback")),
    )
    if _is_plain(question, kind):
        item = replace(mapped(item, markup.unescaped), markup=Markup.PLAIN)
    intake.take(item, _pictures(question, where, intake))


def _truefalse(question: Element, where: Place) -> Item:
    answers = trees.children(question, "answer")
    right = [number for number, answer in enumerate(answers) if _fraction(answer, where) > 0]
    if len(right) != 1:
        raise FaultError(Code.TRUEFALSE_KEY, where)
    said = keys.truth_of(_text(answers[right[0]]))
    # old exports hold a translated word; then the first answer is the true one
    is_true = right[0] == 0 if said is None else said
    return Item(Kind.TRUEFALSE, _question(question), truth_choices(is_true), where=where)


def _multichoice(question: Element, where: Place, intake: Intake) -> Item:
    single = trees.words(_child(question, "single")).strip().lower() not in ("false", "0")
    kind = Kind.SINGLE if single else Kind.MULTI
    written = [
        Choice(_html(answer), weight=_fraction(answer, where), feedback=_html(_child(answer, "feedback")))
        for answer in trees.children(question, "answer")
    ]
    choices = judged(kind, written, where, intake)
    return Item(kind, _question(question), choices, where=where)


def _question(question: Element) -> str:
    text = _html(_child(question, "questiontext"))
    image = trees.words(_child(question, "image")).strip()
    return f'{text}<p><img src="{markup.attribute(image)}" alt=""></p>' if image else text


def _is_plain(question: Element, kind: str) -> bool:
    """Answer whether no text of the question is HTML, so that spaces and signs stand as they are."""
    names = ("questiontext", "generalfeedback", *(("answer",) if kind == "multichoice" else ()))
    shown = [one for one in trees.children(question, *names) if _text(one).strip()]
    remarks = [
        one for answer in trees.children(question, "answer") for one in trees.children(answer, "feedback")
    ]
    shown += [one for one in remarks if _text(one).strip()]
    return not trees.words(_child(question, "image")) and all(
        one.get("format") == "plain_text" for one in shown
    )


def _html(element: Element | None) -> str:
    if element is None:
        return ""
    text = _text(element)
    kind = element.get("format", "html")
    if kind == "plain_text":
        return markup.escaped(text.strip())
    return markup.from_markdown(text) if kind == "markdown" else text


def _text(element: Element, *path: str) -> str:
    for step in path:
        inner = _child(element, step)
        if inner is None:
            return ""
        element = inner
    inner = _child(element, "text")
    return trees.words(inner if inner is not None else element)


def _fraction(answer: Element, where: Place) -> float:
    said = (answer.get("fraction") or trees.words(_child(answer, "fraction"))).strip().replace(",", ".")
    try:
        return float(said or 0)
    except ValueError:
        raise FaultError(Code.BAD_VALUE, where, name="fraction", value=said[:40]) from None


def _child(element: Element, name: str) -> Element | None:
    found = trees.children(element, name)
    return found[0] if found else None


def _pictures(question: Element, where: Place, intake: Intake) -> Callable[[str], bytes | None]:
    files = {trees.attribute(file, "name"): trees.words(file) for file in trees.outermost(question, "file")}
    old = trees.words(_child(question, "image")).strip()
    if old:
        files[old] = trees.words(_child(question, "image_base64"))

    def look(address: str) -> bytes | None:
        name = unquote(address.removeprefix("@@PLUGINFILE@@/")).partition("?")[0]
        if name not in files:
            return None
        try:
            return base64.b64decode("".join(files[name].split()), validate=True)
        except (binascii.Error, ValueError):
            intake.warn(where, Code.BAD_VALUE, name="base64", value=name[:80])
            return None

    return look
