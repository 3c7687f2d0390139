"""How a field of the rulebook's form is called and what it wants, in both languages."""

from __future__ import annotations

from dataclasses import dataclass

from quiz.rules.text import NO_TEXT, Text


@dataclass(frozen=True, slots=True)
class Word:
    """A label and, where it does not say enough, a hint with an example."""

    label: Text
    hint: Text = NO_TEXT


def word(vi: str, en: str, hint_vi: str = "", hint_en: str = "") -> Word:
    """A label with its hint."""
    return Word(Text(vi, en), Text(hint_vi, hint_en))


# Beside the boxes of TOML; both work as they stand, which a test tries.
EXAMPLES = {
    "Round.other": """[prizes]
tiers = [{ slug = "nhat", title = "Giải Nhất", count = 2, amount = 5000000 }]

[ranking]
still_tied = "split"
""",
    "Block.other": """[prizes]
tiers = [{ slug = "nhat", title = "Giải Nhất", count = 1, amount = 2000000 }]

[eligibility]
age_min = 18
""",
}
