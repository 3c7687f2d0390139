"""One spelling for searching: what people type without diacritics finds what was written with them."""

import unicodedata

# đ is a letter of its own, so decomposition leaves it alone.
_STROKES = str.maketrans({"đ": "d", "Đ": "d"})


# Letters of one's own script are asked for again and again; a stranger's must not fill the memory.
_KEPT_BELOW = 0x2000


class _Plain(dict[int, str]):
    """What remains of a decomposed character: itself, a space, or nothing of a diacritic."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        plain = "" if unicodedata.combining(char) else char if char.isalnum() else " "
        if code < _KEPT_BELOW:
            self[code] = plain
        return plain


_PLAIN = _Plain()


def folded(text: str) -> str:
    """Return the text in lower case without diacritics, words parted by single spaces."""
    parts = unicodedata.normalize("NFKD", text.translate(_STROKES).casefold())
    return " ".join(parts.translate(_PLAIN).split())
