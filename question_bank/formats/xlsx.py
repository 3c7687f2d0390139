"""Reads Excel workbooks: any header row, options in columns or in one cell, Kahoot's template."""

import io
import re
import warnings
from collections.abc import Iterator
from itertools import chain, islice
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from python_calamine import CalamineError, CalamineWorkbook

from question_bank import columns, rows
from question_bank.cells import written
from question_bank.codes import Code
from question_bank.faults import Fault, FaultError
from question_bank.intake import Intake
from question_bank.packages import Package
from question_bank.places import Place
from question_bank.reports import Layout
from question_bank.rows import Row
from question_bank.source import Source
from question_bank.stacked import unstacked

MAX_ROWS = 25_000
MAX_COLUMNS = 60
HEAD = 200

# openpyxl lets through whatever its parser and its conversions meet in a damaged part
BROKEN = (
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    ArithmeticError,
    BadZipFile,
    OSError,
)
FAR = re.compile(rb'\br="(?:[A-Z]{3,}\d*|[A-Z]*\d{6,})"')

Rows = Iterator[tuple[Row, list[Fault]]]


def read(source: Source, intake: Intake) -> None:
    """Read every visible sheet that has questions."""
    package = Package(source.content)
    package.refuse_office_dangers()
    sheets = list(_sheets(source, package, intake))
    found = [_read_sheet(name, lines, source, intake) for name, lines in sheets]
    if any(name.startswith("xl/media/") for name in package.names):
        intake.warn(Place(), Code.SHEET_PICTURES)
    if not any(found):
        raise FaultError(Code.NO_HEADER)


def _sheets(source: Source, package: Package, intake: Intake) -> Iterator[tuple[str, Rows]]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            shown = load_workbook(
                io.BytesIO(source.content), read_only=True, data_only=True, keep_links=False
            )
            typed = _typed(source, package)
    except BROKEN:
        # some programs write styles that openpyxl does not know; nothing but the values is needed here
        _refuse_far_cells(package)
        yield from _by_calamine(source)
        return
    for sheet in shown.worksheets:
        if sheet.sheet_state != "visible":
            intake.warn(Place(sheet=sheet.title), Code.HIDDEN_SHEET)
            continue
        yield sheet.title, _by_openpyxl(shown, typed, sheet.title)


def _refuse_far_cells(package: Package) -> None:
    """Keep from calamine what ends its process: one cell far out costs the memory of all before it."""
    for name in package.names:
        if name.startswith("xl/worksheets/") and FAR.search(package.read(name)):
            raise FaultError(Code.TOO_MANY, limit=MAX_ROWS)


def _typed(source: Source, package: Package) -> Workbook | None:
    # formulas are looked at only where there are some: it costs a second pass
    parts = (package.read(name) for name in package.names if name.startswith("xl/worksheets/sheet"))
    if not any(b"<f>" in part or b"<f " in part for part in parts):
        return None
    return load_workbook(io.BytesIO(source.content), read_only=True, keep_links=False)


def _by_openpyxl(shown: Workbook, typed: Workbook | None, title: str) -> Rows:
    formulas = typed[title].iter_rows(1, MAX_ROWS + 1, 1, MAX_COLUMNS, values_only=True) if typed else None
    for number, line in enumerate(shown[title].iter_rows(1, MAX_ROWS + 1, 1, MAX_COLUMNS), 1):
        where = Place(sheet=title, row=number)
        if number > MAX_ROWS and any(cell.value is not None for cell in line):
            raise FaultError(Code.TOO_MANY, where, limit=MAX_ROWS)
        made = next(formulas, ()) if formulas else ()
        yield written(where, line, made)


def _by_calamine(source: Source) -> Iterator[tuple[str, Rows]]:
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(source.content))
        sheets = [workbook.get_sheet_by_name(name) for name in workbook.sheet_names]
        written_out = [sheet.to_python(skip_empty_area=False, nrows=MAX_ROWS) for sheet in sheets]
    except (CalamineError, *BROKEN) as error:
        raise FaultError(Code.DAMAGED) from error
    for sheet, lines in zip(sheets, written_out, strict=True):
        places = (Place(sheet=sheet.name, row=number) for number in range(1, len(lines) + 1))
        rows_of = (written(place, line[:MAX_COLUMNS], ()) for place, line in zip(places, lines, strict=True))
        yield sheet.name, rows_of


def _read_sheet(name: str, lines: Rows, source: Source, intake: Intake) -> bool:
    try:
        first = list(islice(lines, HEAD))
        layout = _layout(name, [row for row, _ in first], source)
        if layout is None:
            if any(any(row.cells) for row, _ in first):
                intake.warn(Place(sheet=name), Code.IGNORED_SHEET)
                intake.layouts.append(columns.outline(name, [row.cells for row, _ in first]))
            return False
        intake.layouts.append(layout)
        for row, faults in unstacked(chain(first[layout.header_row :], lines), layout):
            _take(row, faults, layout, intake)
    except BROKEN as error:
        raise FaultError(Code.DAMAGED, Place(sheet=name)) from error
    return True


def _take(row: Row, faults: list[Fault], layout: Layout, intake: Intake) -> None:
    used = [fault for fault in faults if _is_used(fault, layout)]
    broken = [fault for fault in used if fault.code is not Code.DATE_IN_CELL]
    if broken:
        intake.refuse(broken[0])
        return
    intake.warnings += used
    rows.take(row, layout, intake)


def _is_used(fault: Fault, layout: Layout) -> bool:
    names = [
        rows.column_name(number) for number, meaning in enumerate(layout.meanings) if meaning in columns.ASKED
    ]
    return fault.where.column in names


def _layout(name: str, lines: list[Row], source: Source) -> Layout | None:
    corrected = columns.corrected(source.layouts, name)
    return corrected or columns.find(name, [row.cells for row in lines])
