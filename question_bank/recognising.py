"""Which format a file is, by its content first and its name second."""

import json
import re
import zipfile
from io import BytesIO

from question_bank.codes import Code
from question_bank.decoding import decode
from question_bank.faults import FaultError
from question_bank.packages import BROKEN
from question_bank.source import Source

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
BINARIES = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x7fELF",
    b"MZ\x90",
    b"{\\rtf",
)
PARTS = {"xl/workbook.xml": "xlsx", "word/document.xml": "docx", "h5p.json": "h5p", "imsmanifest.xml": "qti"}
SUFFIXES = {
    "xlsx": (".xlsx",),
    "docx": (".docx",),
    "h5p": (".h5p", ".zip"),
    "qti": (".zip", ".imscc", ".qti"),
}
BY_SUFFIX = {
    ".xlsx": Code.NOT_SPREADSHEET,
    ".xls": Code.NOT_SPREADSHEET,
    ".xlsm": Code.NOT_SPREADSHEET,
    ".docx": Code.OTHER_CONTENT,
}
MODERN = {".doc": ".docx", ".docx": ".docx", ".dot": ".docx"}
KEY_LINE = re.compile(
    r"^[ \t]*\**(ANSWER|Correct Answer|Đáp án( đúng)?|ĐÁP ÁN( ĐÚNG)?)\s*[:：]\s*\(?[A-Za-z\d]\b",
    re.MULTILINE | re.IGNORECASE,
)
FIRST_OPTION = re.compile(r"^[ \t]*\(?\*?A[ \t]*[.):/]", re.MULTILINE | re.IGNORECASE)
SECOND_OPTION = re.compile(r"(?:^|[ \t])\(?\*?B[ \t]*[.):/]", re.MULTILINE | re.IGNORECASE)
BRACES = re.compile(r"(?<!\\)\{[^{}]*\}")
ROOT = re.compile(r"<(?:[\w.-]+:)?([A-Za-z][\w.-]*)[\s>/]")
ROOTS = {
    "quiz": "moodle_xml",
    "questestinterop": "qti",
    "item": "qti",
    "assessmentItem": "qti",
    "qti-assessment-item": "qti",
}


def recognise(source: Source) -> str:
    """Answer the name of the reader; a FaultError says that there is none."""
    content, suffix = source.content, source.suffix
    if not content.strip():
        raise FaultError(Code.EMPTY_FILE)
    if content.startswith(OLE):
        raise FaultError(Code.OLD_FORMAT, suffix=MODERN.get(suffix, ".xlsx"))
    if content.startswith(ZIP):
        return _package(source)
    if suffix in BY_SUFFIX:
        raise FaultError(BY_SUFFIX[suffix], suffix=suffix)
    if suffix in (".h5p", ".zip", ".imscc"):
        raise FaultError(Code.DAMAGED)
    if content.startswith(BINARIES):
        raise FaultError(Code.UNKNOWN_FORMAT)
    return _text(source)


def _package(source: Source) -> str:
    try:
        names = zipfile.ZipFile(BytesIO(source.content)).namelist()
    except BROKEN as error:
        raise FaultError(Code.DAMAGED) from error
    found = [kind for part, kind in PARTS.items() if any(name.split("/", 1)[-1] == part for name in names)]
    found = [kind for part, kind in PARTS.items() if part in names] or found
    if "mimetype" in names or "xl/workbook.bin" in names:
        raise FaultError(Code.OLD_FORMAT, suffix=".xlsx")
    if not found:
        raise FaultError(Code.UNKNOWN_FORMAT)
    if source.suffix not in (*SUFFIXES[found[0]], "", ".xlsm", ".docm"):
        raise FaultError(Code.OTHER_CONTENT, suffix=source.suffix)
    return found[0]


def _text(source: Source) -> str:
    text = decode(source.content)[0].replace("\r", "\n").lstrip("\ufeff \t\n")
    if source.suffix in (".csv", ".tsv"):
        return _unless_page(text, "csv")
    if source.suffix == ".toml" or text.startswith("[[item]]"):
        return "bank_toml"
    if text.startswith("<"):
        return _xml(text)
    if source.suffix == ".json" or _is_json(text):
        return "opentdb"
    if source.suffix == ".gift":
        return "gift"
    return _loose_text(text)


def _loose_text(text: str) -> str:
    if KEY_LINE.search(text):
        return "aiken"
    if BRACES.search(text) or text.startswith(("::", "//", "$CATEGORY")):
        return "gift"
    if FIRST_OPTION.search(text) and SECOND_OPTION.search(text):
        return "aiken"
    if re.search(r"[\t;,]", text.split("\n", 1)[0]):
        return "csv"
    raise FaultError(Code.UNKNOWN_FORMAT)


def _unless_page(text: str, kind: str) -> str:
    if re.match(r"<(!doctype|html|\?xml)", text, re.IGNORECASE):
        raise FaultError(Code.OTHER_CONTENT, suffix="." + kind)
    return kind


def _xml(text: str) -> str:
    root = ROOT.search(re.sub(r"<!--.*?-->|<\?.*?\?>", "", text[:20_000], flags=re.DOTALL))
    if root is None or root.group(1) not in ROOTS:
        raise FaultError(Code.DOCTYPE if "<!DOCTYPE" in text[:4096] else Code.UNKNOWN_FORMAT)
    return ROOTS[root.group(1)]


def _is_json(text: str) -> bool:
    if not text.startswith(("{", "[")):
        return False
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return re.match(r'\{\s*"response_code"', text) is not None
    return True
