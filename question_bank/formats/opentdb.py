"""Reads the JSON of the Open Trivia Database; its questions are CC BY-SA 4.0."""

import base64
import binascii
import hashlib
import html
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote, unquote_plus

from question_bank.codes import Code
from question_bank.decoding import decode
from question_bank.faults import FaultError
from question_bank.intake import Intake
from question_bank.items import Choice, Item, Kind, truth_choices
from question_bank.places import Place
from question_bank.rows import level_of
from question_bank.source import Source

ORIGIN = "Open Trivia Database (opentdb.com), CC BY-SA 4.0"


def read(source: Source, intake: Intake) -> None:
    """Read every result, whatever encoding the server was asked for."""
    results = _results(source)
    decoded = _decoding(results)
    for number, result in enumerate(results, 1):
        where = Place(number=number)
        try:
            _take(result, decoded, where, intake)
        except (KeyError, TypeError, AttributeError, ValueError, binascii.Error):
            intake.error(where, Code.BAD_JSON)


def _results(source: Source) -> list[Any]:
    try:
        document = json.loads(decode(source.content)[0].lstrip("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise FaultError(Code.BAD_JSON) from error
    if not isinstance(document, dict) or "results" not in document:
        raise FaultError(Code.UNKNOWN_FORMAT)
    if document.get("response_code", 0) != 0:
        raise FaultError(Code.NOTHING_DELIVERED, status=str(document["response_code"])[:10])
    if not isinstance(document["results"], list):
        raise FaultError(Code.BAD_JSON)
    return document["results"]


def _decoding(results: list[Any]) -> Callable[[str], str]:
    kinds = {result.get("type") for result in results if isinstance(result, dict)}
    if not kinds & {"boolean", "multiple"}:
        return lambda text: base64.b64decode(text, validate=True).decode()
    words = " ".join(str(result.get("question")) for result in results)
    if "%20" in words:
        return unquote
    return unquote_plus if "+" in words and " " not in words.replace("' '", "") else html.unescape


def _take(result: dict[str, Any], decoded: Callable[[str], str], where: Place, intake: Intake) -> None:
    kind, right = decoded(result["type"]), decoded(result["correct_answer"])
    if kind not in ("boolean", "multiple"):
        intake.skip(where, kind[:40])
        return
    choices = truth_choices(right.lower() == "true")
    if kind == "multiple":
        wrong = [Choice(decoded(text)) for text in result["incorrect_answers"]]
        # the right answer always stands apart; an order by hash hides it and is the same every time
        choices = tuple(sorted([Choice(right, right=True), *wrong], key=_lot))
    intake.take(
        Item(
            kind=Kind.TRUEFALSE if kind == "boolean" else Kind.SINGLE,
            text=decoded(result["question"]),
            choices=choices,
            topic=decoded(result.get("category", "")),
            difficulty=level_of(decoded(result.get("difficulty", ""))),
            source=ORIGIN,
            where=where,
        )
    )


def _lot(choice: Choice) -> str:
    return hashlib.sha256(choice.text.encode(errors="replace")).hexdigest()
