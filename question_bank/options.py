"""Options that stand together in one text, told apart by their letters."""

import re

# Cyrillic and full-width capitals that look like ours turn up in typed lists
LOOKALIKES = str.maketrans("АВСЕАＢＣＤＥＦＡ", "ABCEABCDEFA")
LINE_LETTER = re.compile(
    r"^\s*(?:[-•·+–]\s*)?\(?\*{0,2}\s*([A-Za-zАВСЕＡ-Ｆ])(?:\s*[.):/\]]|\s+[-–](?=\s))\s*"
)
INLINE = re.compile(r"(?:(?<=\s)|^)\(?\*?([A-Za-zАВСЕＡ-Ｆ])\s*[.):/](?![/\\])\s*")


def letter_of(text: str) -> str:
    """Answer the option letter, in upper case, with which the line begins, or nothing."""
    found = LINE_LETTER.match(text)
    return found.group(1).translate(LOOKALIKES).upper() if found else ""


def without_letter(text: str) -> str:
    """Drop the option letter at the beginning of the line."""
    return LINE_LETTER.sub("", text, count=1)


def split_cell(text: str) -> list[str]:
    """Answer the options that stand in one cell: lettered lines, letters in a line, or plain lines."""
    lines = [line for line in text.split("\n") if line.strip()]
    starts = in_order([letter_of(line) for line in lines])
    if len(starts) >= 2 and starts[0] == 0:
        return [
            without_letter("\n".join(lines[begin:end])).strip()
            for begin, end in zip(starts, [*starts[1:], len(lines)], strict=True)
        ]
    if len(lines) == 1:
        return split_inline(lines[0])[1] or re.split(r"\s*[|;]\s*", lines[0].strip(" |;"))
    return [line.strip() for line in lines]


def split_inline(line: str) -> tuple[str, list[str]]:
    """Split “… A. one B. two C. three” into the text before A and the options; fewer than two are none."""
    starts = [start for start, _ in inline_starts(line)]
    if len(starts) < 2:
        return line, []
    parts = [line[begin:end] for begin, end in zip(starts, [*starts[1:], len(line)], strict=True)]
    return line[: starts[0]].strip(), [without_letter(part).strip() for part in parts]


def inline_starts(text: str, first: str = "A") -> list[tuple[int, str]]:
    """Answer where, and with which letters, options follow each other in a line from a first letter on."""
    hits = [(hit.start(), hit.group(1).translate(LOOKALIKES).upper()) for hit in INLINE.finditer(text)]
    shifted = [chr(ord(letter) - ord(first) + ord("A")) if letter >= first else "" for _, letter in hits]
    return [hits[number] for number in in_order(shifted)]


def in_order(letters: list[str]) -> list[int]:
    """Answer the positions at which A, B, C … come one after the other."""
    positions: list[int] = []
    for position, letter in enumerate(letters):
        if letter == chr(ord("A") + len(positions)):
            positions.append(position)
    return positions


def without_repeated_letters(options: list[str]) -> list[str]:
    """Drop “A.”, “B.” … from options that repeat the letter of their own column."""
    letters = [letter_of(option) for option in options]
    if len(options) >= 2 and in_order(letters) == list(range(len(options))):
        return [without_letter(option) for option in options]
    return options
