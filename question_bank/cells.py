"""The cells of a spreadsheet row as a person sees them."""

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from question_bank import texts
from question_bank.codes import Code
from question_bank.faults import Fault
from question_bank.places import Place
from question_bank.rows import Row, column_name


def written(where: Place, cells: Sequence[Any], formulas: Sequence[Any]) -> tuple[Row, list[Fault]]:
    """Answer the row as texts, and the cells whose value cannot be trusted; cells may be bare values."""
    faults: list[Fault] = []
    shown = []
    for number, cell in enumerate(cells):
        value = getattr(cell, "value", cell)
        made = formulas[number] if number < len(formulas) else None
        if value is None and made is None:
            shown.append("")
            continue
        is_text = getattr(cell, "data_type", "") in ("s", "inlineStr", "str")
        code = None if is_text else _doubt(value, made)
        if code:
            column = column_name(number)
            values = {"column": column, "value": shown_as(value, "")[:40]}
            faults.append(Fault(replace(where, column=column), code, values))
        shown.append(shown_as(value, getattr(cell, "number_format", "")))
    while shown and not shown[-1]:
        shown.pop()
    dangerous = any(texts.has_dangerous(str(getattr(cell, "value", cell))) for cell in cells)
    return Row(where, tuple(shown), dangerous), faults


def shown_as(value: object, number_format: str) -> str:
    """Write a value the way the sheet shows it: 2 and not 2.0, leading zeros, day before month."""
    if value is None:
        return ""
    if isinstance(value, str):
        return texts.tidy(value.replace("_x000D_", ""))
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return _number(value, number_format)
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y}" if value.time() == time() else f"{value:%d/%m/%Y %H:%M}"
    return value.strftime("%d/%m/%Y") if isinstance(value, date) else str(value)


def _number(value: float, number_format: str) -> str:
    if not math.isfinite(value):
        return str(value)
    if number_format and set(number_format) == {"0"} and value == int(value):
        return f"{int(value):0{len(number_format)}d}"
    if number_format in ("0%", "0.0%", "0.00%"):
        return f"{value:.{max(len(number_format) - 3, 0)}%}".replace(".", ",")
    return format(value, ".15g") if value != int(value) or abs(value) > 1e15 else str(int(value))


def _doubt(value: object, made: object) -> Code | None:
    if value is None and isinstance(made, str) and made.startswith("="):
        return Code.NO_STORED_VALUE
    if isinstance(value, str) and value.startswith("#") and value.rstrip("!?").isupper() and len(value) < 10:
        return Code.CELL_ERROR
    return Code.DATE_IN_CELL if isinstance(value, date | time) else None
