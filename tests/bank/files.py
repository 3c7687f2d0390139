"""Makes question files of every kind for the tests, good ones and hostile ones."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence

from openpyxl import Workbook

import question_bank
from question_bank import Layout, Report
from question_bank.parsing import parse
from question_bank.source import Source

HEADER = ["STT", "Câu hỏi", "A", "B", "C", "D", "Đáp án đúng"]
CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def parsed(name: str, content: bytes | str, layouts: Sequence[Layout] = ()) -> Report:
    """Read in this process: quick, for everything that is not about safety."""
    raw = content.encode() if isinstance(content, str) else content
    return parse(Source(name, raw, tuple(layouts)))


def confined(name: str, content: bytes) -> Report:
    """Read as the web does, in a process of its own."""
    return question_bank.read(name, io.BytesIO(content))


def question(number: int, key: str = "B") -> list[object]:
    """One good row under HEADER."""
    return [number, f"Câu hỏi số {number} là gì?", "một", "hai", "ba", "bốn", key]


def workbook(rows: Sequence[Sequence[object]], title: str = "Câu hỏi") -> bytes:
    """A workbook with one sheet."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    into = io.BytesIO()
    book.save(into)
    return into.getvalue()


def archive(parts: Mapping[str, bytes | str]) -> bytes:
    """A ZIP of the parts."""
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, part in parts.items():
            packed.writestr(name, part)
    return into.getvalue()


def with_part(package: bytes, name: str, part: bytes | str) -> bytes:
    """The package with one part replaced or added."""
    with zipfile.ZipFile(io.BytesIO(package)) as packed:
        parts: dict[str, bytes | str] = {entry: packed.read(entry) for entry in packed.namelist()}
    return archive(parts | {name: part})


def document(body: str, numbering: str = "", extra: Mapping[str, bytes | str] | None = None) -> bytes:
    """A Word document with this body, in WordprocessingML without prefixes of its own."""
    names = f'xmlns:w="{W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    names += ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    names += ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": CONTENT_TYPES,
        "word/document.xml": f"<w:document {names}><w:body>{body}</w:body></w:document>",
    }
    if numbering:
        parts["word/numbering.xml"] = f"<w:numbering {names}>{numbering}</w:numbering>"
    return archive(parts | dict(extra or {}))


def paragraph(text: str, marks: str = "", properties: str = "") -> str:
    """One paragraph; `marks` are the run's properties."""
    run = f'<w:r><w:rPr>{marks}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'
    return f"<w:p><w:pPr>{properties}</w:pPr>{run}</w:p>"


def paragraphs(*lines: str) -> str:
    """Plain paragraphs."""
    return "".join(paragraph(line) for line in lines)


def png(width: int, height: int) -> bytes:
    """A picture that only claims its size: a header without pixels."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = (b"IHDR" + header, b"IDAT", b"IEND")
    framed = [struct.pack(">I", len(one) - 4) + one + struct.pack(">I", zlib.crc32(one)) for one in chunks]
    return b"\x89PNG\r\n\x1a\n" + b"".join(framed)


def part_of(package: bytes, name: str) -> bytes:
    """One part of a package."""
    with zipfile.ZipFile(io.BytesIO(package)) as packed:
        return packed.read(name)
