"""Files of questions: `read` any of them, `write` some of them, and the values they hold."""

from question_bank.codes import Code
from question_bank.faults import Fault, FaultError
from question_bank.items import (
    Choice,
    Item,
    Kind,
    Markup,
    Picture,
    fingerprint,
    item_document,
    item_from_document,
)
from question_bank.places import Place
from question_bank.reading import read, read_pages
from question_bank.reports import Layout, Meaning, Report, Skipped
from question_bank.writing import write, write_template

__all__ = [
    "Choice",
    "Code",
    "Fault",
    "FaultError",
    "Item",
    "Kind",
    "Layout",
    "Markup",
    "Meaning",
    "Picture",
    "Place",
    "Report",
    "Skipped",
    "fingerprint",
    "item_document",
    "item_from_document",
    "read",
    "read_pages",
    "write",
    "write_template",
]
