"""Reads a file inside the current process; everybody but the reading process calls `read` instead."""

import logging
from collections.abc import Callable
from importlib import import_module

from question_bank import decoding
from question_bank.codes import Code
from question_bank.faults import FaultError
from question_bank.intake import Intake
from question_bank.places import Place
from question_bank.recognising import recognise
from question_bank.reports import Report
from question_bank.source import Source

Reader = Callable[[Source, Intake], None]


def parse(source: Source) -> Report:
    """Answer the report of the file; whatever goes wrong becomes a fault in it."""
    intake = Intake()
    name = "unknown"
    try:
        name = recognise(source)
        # only the module of this format is loaded: the reading process starts in a third of the time
        reader: Reader = import_module(f"question_bank.formats.{name}").read
        reader(source, intake)
        if source.keys and name != "docx":
            intake.warn(Place(), Code.KEYS_NOT_USED)
        _look_at_everything(intake)
    except FaultError as error:
        intake.errors.append(error.fault)
    except RecursionError:
        intake.errors.append(FaultError(Code.UNSAFE_FILE).fault)
    except MemoryError:
        intake = Intake()
        intake.errors.append(FaultError(Code.UNSAFE_FILE).fault)
    except (
        Exception
    ):  # a foreign file found a hole in a reader: the organiser gets a sentence, we get the trace
        logging.getLogger(__name__).exception("reader %s failed", name)
        intake.errors.append(FaultError(Code.UNSAFE_FILE).fault)
    return intake.report(source.name, name)


def _look_at_everything(intake: Intake) -> None:
    if not (intake.items or intake.skipped or intake.errors):
        raise FaultError(Code.NO_QUESTIONS)
    if decoding.looks_like_old_font(" ".join(item.text for item in intake.items[:200])):
        intake.warn(Place(), Code.OLD_FONT)
