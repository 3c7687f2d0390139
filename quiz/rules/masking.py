"""How much of a name public lists show."""

from quiz.rules.display import Masking

STARS = "***"


def masked(name: str, setting: Masking, code: str) -> str:
    """Return the name as public lists may show it; the code stands where names are not shown."""
    words = name.split()
    if setting is Masking.CODE or not words:
        return code
    if setting is Masking.FULL:
        return name
    if setting is Masking.INITIALS:
        return " ".join(f"{word[0]}." for word in words)
    return _middle(words)


def masked_phone(phone: str) -> str:
    """Return a telephone with its middle hidden, for the person's own pages."""
    return f"{phone[:3]}{STARS}{phone[-2:]}" if len(phone) > len(STARS) + 2 else STARS


def _middle(words: list[str]) -> str:
    first, *middle = words
    if not middle:
        return f"{first[0]}{STARS}"
    return " ".join([first, *(STARS for _ in middle[:-1]), middle[-1]])
