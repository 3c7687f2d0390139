"""Bytes of a text file turned into letters: the encodings that Vietnamese files really have."""

import re
import unicodedata

from question_bank.codes import Code
from question_bank.faults import FaultError

MARKS = (("utf-8-sig", b"\xef\xbb\xbf"), ("utf-16", b"\xff\xfe"), ("utf-16", b"\xfe\xff"))
VIETNAMESE = re.compile("[ăâđêôơưĂÂĐÊÔƠƯ\u1ea0-\u1ef9]")
# TCVN3 puts signs where Unicode has letters
TCVN3 = re.compile("[A-Za-z®§][©®¨µ¸¹¶·»¾¼½ª«]|[®§][A-Za-zµ«¹]")
SAMPLE = 20_000


def decode(content: bytes) -> tuple[str, str]:
    """Answer the text and the name of the encoding that was found."""
    for encoding, mark in MARKS:
        if content.startswith(mark):
            return _strictly(content, encoding), encoding
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return _older(content)
    return _sixteen(content) if "\x00" in text else (text, "utf-8")


def looks_like_old_font(text: str) -> bool:
    """Answer whether the letters were typed for a TCVN3 font and only look right in it."""
    sample = text[:SAMPLE]
    return len(TCVN3.findall(sample)) > 3 and len(VIETNAMESE.findall(sample)) * 4 < len(TCVN3.findall(sample))


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise FaultError(Code.NOT_TEXT) from error


def _older(content: bytes) -> tuple[str, str]:
    if b"\x00" in content:
        return _sixteen(content)
    read = {}
    for encoding in ("cp1258", "cp1252"):
        try:
            read[encoding] = unicodedata.normalize("NFC", content.decode(encoding))
        except UnicodeDecodeError:
            continue
    if not read:
        raise FaultError(Code.NOT_TEXT)
    best = max(read, key=lambda encoding: len(VIETNAMESE.findall(read[encoding][:SAMPLE])))
    return read[best], best


def _sixteen(content: bytes) -> tuple[str, str]:
    even, odd = content[0:4096:2].count(0), content[1:4096:2].count(0)
    if max(even, odd) < 3 * min(even, odd) or len(content) % 2:
        raise FaultError(Code.NOT_TEXT)
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    return _strictly(content, encoding), encoding
