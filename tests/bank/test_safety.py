"""No file can harm the one that reads it: each is answered within five seconds, with a sentence."""

import io
import os
import re
import socket
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable

import openpyxl
import pytest

from question_bank import Code, Report, asking
from tests.bank import files

BOMB = '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
SECRET = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]>'
SHEET = "xl/worksheets/sheet1.xml"
GOOD = files.workbook([files.HEADER, files.question(1)])
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def linked() -> bytes:
    """A package with a symbolic link."""
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as packed:
        entry = zipfile.ZipInfo("imsmanifest.xml")
        entry.external_attr = 0o120777 << 16
        packed.writestr(entry, "/etc/passwd")
    return into.getvalue()


@pytest.mark.filterwarnings("ignore:Duplicate name")
def doubled() -> bytes:
    """A package with two files of one name."""
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as packed:
        packed.writestr("imsmanifest.xml", "<manifest/>")
        packed.writestr("imsmanifest.xmm", "<manifest/>")
    return into.getvalue().replace(b"imsmanifest.xmm", b"imsmanifest.xml")


def lying() -> bytes:
    """A package whose directory names a smaller size than the part has."""
    content = bytearray(files.archive({"imsmanifest.xml": b"<manifest>" + b" " * 5000 + b"</manifest>"}))
    at = content.rfind(b"PK\x01\x02")
    content[at + 24 : at + 28] = struct.pack("<I", 10)
    return bytes(content)


def locked() -> bytes:
    """A package that says it is encrypted."""
    content = bytearray(files.archive({"imsmanifest.xml": "<manifest/>"}))
    content[6] |= 1
    content[content.rfind(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def sheet(cells: str) -> bytes:
    """A workbook whose only sheet holds these raw rows."""
    return files.with_part(GOOD, SHEET, f"<worksheet {MAIN}><sheetData>{cells}</sheetData></worksheet>")


def far_cell() -> bytes:
    """A workbook with a cell in the last row and column."""
    return sheet('<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>')


def qti(manifest: str, **parts: bytes | str) -> bytes:
    """A package with this manifest."""
    return files.archive({"imsmanifest.xml": manifest, **parts})


REFUSED: dict[str, tuple[str, Callable[[], bytes], Code | tuple[Code, ...]]] = {
    "entities in XML": ("a.xml", f"{BOMB}<quiz>&c;</quiz>".encode, Code.DOCTYPE),
    "a foreign file in XML": ("a.xml", f"{SECRET}<quiz>&b;</quiz>".encode, Code.DOCTYPE),
    "a DTD in UTF-16": ("a.xml", lambda: f"{BOMB}<quiz/>".encode("utf-16"), Code.DOCTYPE),
    "200,000 nested tags": ("a.xml", lambda: b"<quiz>" + b"<a>" * 200_000, Code.BAD_XML),
    "a DTD in a workbook": ("a.xlsx", lambda: files.with_part(GOOD, SHEET, f"{BOMB}<a/>"), Code.DOCTYPE),
    "a DTD in a document": (
        "a.docx",
        lambda: files.archive({"word/document.xml": f"{SECRET}<document/>"}),
        Code.DOCTYPE,
    ),
    "a far cell": ("a.xlsx", far_cell, Code.NO_HEADER),
    "macros": ("a.xlsx", lambda: files.with_part(GOOD, "xl/vbaProject.bin", b"x"), Code.MACRO),
    "links to other workbooks": (
        "a.xlsx",
        lambda: files.with_part(GOOD, "xl/externalLinks/externalLink1.xml", b"<a/>"),
        Code.MACRO,
    ),
    "HTML named xlsx": ("a.xlsx", lambda: b"<html><table></table></html>", Code.NOT_SPREADSHEET),
    "text named xlsx": ("a.xlsx", "Câu hỏi".encode, Code.NOT_SPREADSHEET),
    "an old workbook named xlsx": (
        "a.xlsx",
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 99,
        Code.OLD_FORMAT,
    ),
    "a document named xlsx": ("a.xlsx", lambda: files.document(""), Code.OTHER_CONTENT),
    "a truncated workbook": ("a.xlsx", lambda: GOOD[:-200], Code.DAMAGED),
    "a workbook cut in a part": ("a.xlsx", lambda: GOOD[:1500] + GOOD[1700:], Code.DAMAGED),
    "an empty file": ("a.csv", lambda: b"  \n", Code.EMPTY_FILE),
    "a path out of the package": ("a.zip", lambda: qti("<manifest/>", **{"../x": b""}), Code.ARCHIVE_NAME),
    "a drive letter": ("a.zip", lambda: qti("<manifest/>", **{"C:x": b""}), Code.ARCHIVE_NAME),
    "a backslash": ("a.zip", lambda: qti("<manifest/>", **{"a\\..\\x": b""}), Code.ARCHIVE_NAME),
    "a link": ("a.zip", linked, Code.ARCHIVE_LINK),
    "two files of one name": ("a.zip", doubled, Code.ARCHIVE_TWICE),
    "a lying size": ("a.zip", lying, Code.DAMAGED),
    "an encrypted package": ("a.zip", locked, Code.ARCHIVE_ENCRYPTED),
    "a package in a package": ("a.zip", lambda: qti("<manifest/>", inner=GOOD), Code.ARCHIVE_NESTED),
    "2,001 entries": (
        "a.zip",
        lambda: qti("<manifest/>", **{f"f{number}": b"" for number in range(2_001)}),
        Code.ARCHIVE_ENTRIES,
    ),
    "a bomb by ratio": ("a.zip", lambda: qti("<manifest/>", big=b"0" * 30_000_000), Code.ARCHIVE_RATIO),
    "a cell of 60 MB": ("a.xlsx", lambda: sheet("<row>" + " " * 60_000_000 + "</row>"), Code.ARCHIVE_RATIO),
    "deep JSON": ("a.json", lambda: b'{"response_code":0,"results":' + b"[" * 200_000, Code.BAD_JSON),
    "deep JSON in H5P": (
        "a.h5p",
        lambda: files.archive({"h5p.json": "[" * 100_000, "content/content.json": "{}"}),
        Code.BAD_JSON,
    ),
    "deep TOML": ("a.toml", lambda: b"a = " + b"[" * 100_000, Code.BAD_TOML),
    "binary named csv": ("a.csv", lambda: bytes(range(256)) * 40, Code.NOT_TEXT),
    "a program": ("a.txt", lambda: b"MZ\x90\0" + bytes(999), Code.UNKNOWN_FORMAT),
    "more than 10 MB": ("a.csv", lambda: b"x" * 10_000_001, Code.TOO_BIG),
}


def spent() -> float:
    """CPU seconds of this process and of those it waited for: the same however busy the machine is."""
    return sum(os.times()[:4])


def answered(name: str, content: bytes) -> Report:
    started = spent()
    report = files.confined(name, content)
    assert spent() - started < 5
    return report


@pytest.mark.parametrize("case", REFUSED)
def test_a_hostile_file_is_refused_with_its_reason(case: str) -> None:
    name, made, code = REFUSED[case]
    report = answered(name, made())
    assert report.items == ()
    assert [fault.code for fault in report.errors] == [code]


def test_a_shared_text_named_by_many_cells_does_not_fill_the_memory() -> None:
    cell = '<c t="s"><v>0</v></c>'
    rows = f"<row>{cell * 60}</row>" * 3_000
    strings = f"<sst {MAIN}><si><t>{'x' * 19_000}</t></si></sst>"
    content = files.with_part(sheet(rows), "xl/sharedStrings.xml", strings)
    assert answered("a.xlsx", content).items == ()


def test_the_reading_process_reaches_no_network_and_writes_nothing() -> None:
    script = "from question_bank.confined import confine; confine(); {}"
    for deed in (
        "import socket; socket.create_connection(('127.0.0.1', {port}))",
        "open('/tmp/x-{port}', 'w')",
        "import os; os.open('/tmp/x-{port}', os.O_CREAT | os.O_RDWR)",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.system('true')",
    ):
        with socket.create_server(("127.0.0.1", 0)) as listening:
            told = script.format(deed.format(port=listening.getsockname()[1]))
            done = subprocess.run([sys.executable, "-c", told], capture_output=True, check=False)
        assert done.returncode == 1
        assert re.search(rb"ForbiddenError|refused|unreachable", done.stderr)


def test_the_reading_process_sees_none_of_our_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUIZ_SECRET_KEY", "invented")
    assert not [name for name in asking._environment() if name.startswith("QUIZ")]


def test_a_reading_process_that_dies_is_a_fault_and_no_exception(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "false")
    assert [fault.code for fault in files.confined("a.csv", b"x").errors] == [Code.UNSAFE_FILE]


def test_the_workbook_library_parses_without_entities() -> None:
    assert openpyxl.DEFUSEDXML
