"""Writes items in the formats that others read."""

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import BinaryIO

from question_bank.faults import Fault
from question_bank.items import Item

Writer = Callable[[Sequence[Item], BinaryIO], list[Fault]]
SUFFIXES = {"xlsx": ".xlsx", "csv": ".csv", "gift": ".gift", "aiken": ".txt", "moodle_xml": ".xml"}


def write(items: Sequence[Item], format_name: str, stream: BinaryIO) -> list[Fault]:
    """Write the items in a format of SUFFIXES; the faults name those that it cannot hold as they are."""
    if format_name not in SUFFIXES:
        raise ValueError(format_name)
    # only the module of this format is loaded, as in reading
    writer: Writer = import_module(f"question_bank.formats.{format_name}_writing").write
    return writer(items, stream)


def write_template(stream: BinaryIO) -> None:
    """Write our spreadsheet template with one example of each kind of question."""
    import_module("question_bank.formats.xlsx_writing").write_template(stream)
