"""Writes Aiken, which holds one question text, lettered options and one right letter."""

from collections.abc import Sequence
from typing import BinaryIO

from question_bank import sheets
from question_bank.checks import LETTERS
from question_bank.codes import Code
from question_bank.faults import Fault
from question_bank.items import Item
from question_bank.texts import one_line


def write(items: Sequence[Item], stream: BinaryIO) -> list[Fault]:
    """Write the questions with one right answer; the others are left out and told."""
    faults: list[Fault] = []
    for item in sheets.plain_items(items, "Aiken", faults):
        if len(item.right) == 1 and item.kind != "multi":
            stream.write(_block(item).encode())
        else:
            faults.append(Fault(item.where, Code.NOT_IN_FORMAT, {"format": "Aiken"}))
    return faults


def _block(item: Item) -> str:
    options = [
        f"{letter}. {one_line(choice.text)}" for letter, choice in zip(LETTERS, item.choices, strict=False)
    ]
    return "\n".join([one_line(item.text), *options, f"ANSWER: {LETTERS[item.right[0] - 1]}", "", ""])
