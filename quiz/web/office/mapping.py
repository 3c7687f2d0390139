"""The columns of an uploaded table as the preview's form corrects them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from flask import request

from question_bank import Layout, Meaning


def corrected(layouts: Iterable[Layout]) -> list[Layout]:
    """The columns as they were found, with what the form says otherwise."""
    return [_corrected(sheet, layout) for sheet, layout in enumerate(layouts)]


def _corrected(sheet: int, layout: Layout) -> Layout:
    row = request.form.get(f"header-{sheet}", "")
    header = int(row) if row.isascii() and row.isdigit() and len(row) <= MAX_DIGITS else layout.header_row
    chosen = (request.form.get(f"column-{sheet}-{number}", "") for number in range(len(layout.meanings)))
    meanings = tuple(
        Meaning(one) if one in tuple(Meaning) else kept
        for one, kept in zip(chosen, layout.meanings, strict=True)
    )
    return replace(layout, header_row=header, meanings=meanings)


MAX_DIGITS = 2  # a header below the hundredth row is none
