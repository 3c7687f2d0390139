"""Plain texts as they should be kept: composed, without hidden characters, trimmed."""

import re
import unicodedata

HIDDEN = re.compile("[\u200b-\u200d\u2060-\u2064\ufeff\u00ad]")
# bidirectional overrides can make a right answer look like another; lone surrogates cannot be stored
DANGEROUS = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
SPACES = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000]")


def tidy(text: str) -> str:
    """Compose the text, drop what cannot be seen and trim it; inner line breaks stay."""
    text = SPACES.sub(" ", BREAKS.sub("\n", DANGEROUS.sub("", HIDDEN.sub("", text))))
    lines = [line.rstrip() for line in unicodedata.normalize("NFC", text).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def has_dangerous(text: str) -> bool:
    """Answer whether control or direction characters will be dropped from the text."""
    return DANGEROUS.search(text) is not None


def one_line(text: str) -> str:
    """Tidy the text and join its lines."""
    return " ".join(tidy(text).split())


def without_marks(text: str) -> str:
    """Reduce a text to lower-case letters without diacritics, for comparing names of columns."""
    parts = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    kept = "".join(letter for letter in parts if not unicodedata.combining(letter))
    return " ".join(re.findall(r"[^\W_]+", kept))
