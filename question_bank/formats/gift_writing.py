"""Writes GIFT."""

from collections.abc import Sequence
from typing import BinaryIO

from question_bank.codes import Code
from question_bank.faults import Fault
from question_bank.formats.gift import ESCAPES
from question_bank.items import Choice, Item, Kind, Markup


def write(items: Sequence[Item], stream: BinaryIO) -> list[Fault]:
    """Write the questions; those with pictures are left out and told."""
    faults = []
    topic = ""
    for item in items:
        if item.pictures:
            faults.append(Fault(item.where, Code.NOT_IN_FORMAT, {"format": "GIFT"}))
            continue
        if item.topic != topic:
            topic = item.topic
            stream.write(f"$CATEGORY: {topic.replace('/', '//') or 'top'}\n\n".encode())
        stream.write(_block(item).encode())
    return faults


def _block(item: Item) -> str:
    lines = [f"// [id:{item.slug}]"] if item.slug else []
    title = f"::{_escaped(item.title)}::" if item.title else ""
    kind = "[html]" if item.markup is Markup.HTML else "[plain]"
    remark = f"####{_formatted(item.explanation)}" if item.explanation else ""
    lines.append(f"{title}{kind}{_escaped(item.text)}{{{_answers(item)}{remark}}}")
    return "\n".join([*lines, "", ""])


def _answers(item: Item) -> str:
    if item.kind is Kind.TRUEFALSE:
        return "T" if item.right == (1,) else "F"
    share = 100 / len(item.right)
    return (
        "".join(f"\n\t{_sign(item.kind, choice, share)}{_choice(choice)}" for choice in item.choices) + "\n"
    )


def _sign(kind: Kind, choice: Choice, share: float) -> str:
    if kind is Kind.SINGLE:
        return "=" if choice.right else "~"
    return f"~%{share:.5g}%" if choice.right else "~%-100%"


def _choice(choice: Choice) -> str:
    feedback = f"#{_formatted(choice.feedback)}" if choice.feedback else ""
    return _formatted(choice.text) + feedback


def _formatted(text: str) -> str:
    # a text that begins like a weight or a format is protected by saying its own format
    return f"[plain]{_escaped(text)}" if text.startswith(("%", "[")) else _escaped(text)


def _escaped(text: str) -> str:
    for sign in ESCAPES:
        text = text.replace("\n" if sign == "\\n" else sign[1], sign)
    return text
