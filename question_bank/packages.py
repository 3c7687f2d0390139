"""ZIP packages, looked through for tricks before anything in them is believed."""

import io
import re
import stat
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator

from question_bank.codes import Code
from question_bank.faults import FaultError

MAX_ENTRIES = 2_000
MAX_TOTAL = 200_000_000
MAX_PART = 50_000_000
MAX_RATIO = 100
RATIO_FROM = 1_000_000
CHUNK = 1 << 16
ARCHIVES = (b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, struct.error)
BAD_NAME = re.compile(r"^/|\\|\x00|(^|/)\.\.(/|$)|^[A-Za-z]:")
OFFICE_DANGERS = re.compile(
    r"vbaProject|/externalLinks/|/activeX/|/embeddings/(?!oleObject\d*\.bin$|[^/]+\.(png|jpe?g|gif)$)",
    re.IGNORECASE,
)
DOCTYPES = tuple("<!DOCTYPE".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))


class Package:
    """A ZIP file whose every entry was read once to its end within the limits."""

    def __init__(self, content: bytes, max_entries: int = MAX_ENTRIES) -> None:
        """Look through the package; a FaultError says why it is refused."""
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
            self._entries = [entry for entry in self._archive.infolist() if not entry.is_dir()]
        except BROKEN as error:
            raise FaultError(Code.DAMAGED) from error
        if len(self._entries) > max_entries:
            raise FaultError(Code.ARCHIVE_ENTRIES, limit=max_entries)
        self._check_names()
        self._check_sizes()

    @property
    def names(self) -> list[str]:
        """List the names of the files inside."""
        return [entry.filename for entry in self._entries if "__MACOSX/" not in entry.filename]

    def read(self, name: str) -> bytes:
        """Read one file; a FaultError says that it is missing."""
        try:
            return self._archive.read(name)
        except KeyError:
            raise FaultError(Code.MISSING_PART, name=name) from None

    def refuse_office_dangers(self) -> None:
        """Refuse macros, embedded objects and declared DTDs, which office files never need."""
        for entry in self._entries:
            if OFFICE_DANGERS.search("/" + entry.filename):
                raise FaultError(Code.MACRO)
            if entry.filename.endswith((".xml", ".rels", ".vml")):
                self._refuse_doctype(entry)

    def _check_names(self) -> None:
        twice = [
            name for name, count in Counter(entry.filename for entry in self._entries).items() if count > 1
        ]
        if twice:
            raise FaultError(Code.ARCHIVE_TWICE, name=twice[0][:80])
        for entry in self._entries:
            if BAD_NAME.search(entry.orig_filename):
                raise FaultError(Code.ARCHIVE_NAME, name=entry.filename[:80])
            if stat.S_ISLNK(entry.external_attr >> 16):
                raise FaultError(Code.ARCHIVE_LINK, name=entry.filename[:80])
            if entry.flag_bits & 1:
                raise FaultError(Code.ARCHIVE_ENCRYPTED)

    def _check_sizes(self) -> None:
        total = 0
        for entry in self._entries:
            size = 0
            for chunk in self._chunks(entry):
                if size == 0 and chunk.startswith(ARCHIVES):
                    raise FaultError(Code.ARCHIVE_NESTED, name=entry.filename[:80])
                size += len(chunk)
                if size > MAX_PART or total + size > MAX_TOTAL:
                    raise FaultError(Code.ARCHIVE_SIZE, name=entry.filename[:80])
                if size > RATIO_FROM and size > MAX_RATIO * max(entry.compress_size, 1):
                    raise FaultError(Code.ARCHIVE_RATIO, name=entry.filename[:80])
            total += size

    def _refuse_doctype(self, entry: zipfile.ZipInfo) -> None:
        tail = b""
        for chunk in self._chunks(entry):
            seen = tail + chunk
            if any(doctype in seen for doctype in DOCTYPES):
                raise FaultError(Code.DOCTYPE)
            tail = chunk[-20:]

    def _chunks(self, entry: zipfile.ZipInfo) -> Iterator[bytes]:
        try:
            with self._archive.open(entry) as part:
                while chunk := part.read(CHUNK):
                    yield chunk
        except BROKEN as error:
            raise FaultError(Code.DAMAGED) from error
