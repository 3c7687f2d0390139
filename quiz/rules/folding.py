"""One spelling for searching: what people type without diacritics finds what was written with them."""

import unicodedata

# đ is a letter of its own, so decomposition leaves it alone.
_STROKES = str.maketrans({"đ": "d", "Đ": "d"})


def folded(text: str) -> str:
    """Return the text in lower case without diacritics, words parted by single spaces."""
    parts = unicodedata.normalize("NFKD", text.translate(_STROKES).casefold())
    plain = "".join(char for char in parts if not unicodedata.combining(char))
    return " ".join("".join(char if char.isalnum() else " " for char in plain).split())
