"""Which options a key means: letters, numbers, the names of columns, or the text of the options."""

import re

from question_bank.items import same_words
from question_bank.options import letter_of, without_letter
from question_bank.texts import tidy, without_marks

NAMED = re.compile(
    r"(?:cau |tra loi |dap an |phuong an |lua chon |option |choice |answer |ans |dung |correct |la )*"
    r"([a-t]|\d{1,2})"
)
SEPARATORS = re.compile(r"\s*(?:[,;/|&+\n]|\bvà\b|\band\b|\s)\s*", re.IGNORECASE)
NAMED_PREFIX = re.compile(
    r"\s*(?:đáp án|phương án|answer|option)(?:\s+đúng)?(?:\s+là)?\s*:?\s*", re.IGNORECASE
)
TRUE_WORDS = {"dung", "true", "t", "d", "yes", "co", "1"}
FALSE_WORDS = {"sai", "false", "f", "s", "no", "khong", "0"}


def right_choices(key: str, choices: list[str]) -> set[int]:
    """Answer the positions, from 0, of the options the key means; none when it is not understood."""
    key = tidy(key).strip(" .")
    if not key:
        return set()
    named = _positions(SEPARATORS.split(key), len(choices))
    if named:
        return named
    return text_choices(key, choices) or _lettered_text(key, choices) or _run_together(key, len(choices))


def is_ambiguous(key: str, choices: list[str]) -> bool:
    """Answer whether a key that is a number also is the text of another option."""
    right = right_choices(key, choices)
    return key.strip().isdigit() and any(
        number not in right and same_words(choice) == same_words(key) for number, choice in enumerate(choices)
    )


def truth_of(key: str) -> bool | None:
    """Answer whether the word means true or false, or None where it means neither."""
    word = without_marks(key)
    if word in TRUE_WORDS or word in FALSE_WORDS:
        return word in TRUE_WORDS
    return None


def truth_word(text: str) -> bool | None:
    """Answer what an option that is only the word true or false, in either language, says."""
    return {"true": True, "dung": True, "false": False, "sai": False}.get(without_marks(text))


def _positions(tokens: list[str], count: int) -> set[int]:
    positions = [_position(without_marks(token)) for token in tokens if without_marks(token)]
    fits = all(0 <= position < count for position in positions)
    return set(positions) if positions and fits else set()


def _position(token: str) -> int:
    found = NAMED.fullmatch(re.sub(r"(?<=[a-z])(?=\d)", " ", token))
    if found is None:
        return -1
    named = found.group(1)
    return int(named) - 1 if named.isdigit() else ord(named) - ord("a")


def text_choices(key: str, choices: list[str]) -> set[int]:
    """Answer the positions, from 0, of the options whose text the key repeats."""
    known = {same_words(choice): number for number, choice in reversed(list(enumerate(choices)))}
    if same_words(key) in known:
        return {known[same_words(key)]}
    parts = [same_words(part) for part in re.split(r"[;|\n]", key) if part.strip()]
    return {known[part] for part in parts} if parts and all(part in known for part in parts) else set()


def _lettered_text(key: str, choices: list[str]) -> set[int]:
    position = ord(letter_of(key) or "@") - ord("A")
    if not 0 <= position < len(choices):
        return _positions([NAMED_PREFIX.sub("", key)], len(choices)) if NAMED_PREFIX.match(key) else set()
    said = same_words(without_letter(key))
    others = [same_words(choice) for number, choice in enumerate(choices) if number != position]
    return {position} if said not in others else set()


def _run_together(key: str, count: int) -> set[int]:
    letters = without_marks(key)
    if not 2 <= len(letters) <= count or not letters.isalpha() or not key.isupper():
        return set()
    positions = {ord(letter) - ord("a") for letter in letters}
    return positions if len(positions) == len(letters) and max(positions) < count else set()
