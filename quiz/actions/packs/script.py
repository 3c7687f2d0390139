"""The script in a result pack: one file, put together of parts that know nothing of this program."""

from __future__ import annotations

import re
from pathlib import Path

NAME = "recount.py"
PARTS = (
    "reading",
    "marking",
    "places",
    "tables",
    "prizes",
    "public",
    "attempts",
    "absent",
    "results",
    "words",
    "script",
)
# In one file the parts find each other's names without asking for them.
EACH_OTHER = re.compile(r"^from quiz[.]actions[.]recount[.]\w+ import (\([^)]*\)|[^(\n]*)\n", re.MULTILINE)


def source() -> bytes:
    """The script as it lies in a pack."""
    here = Path(__file__).parents[1] / "recount"
    texts = [(here / f"{part}.py").read_text(encoding="utf-8") for part in PARTS]
    return "\n\n".join(EACH_OTHER.sub("", text) for text in texts).encode()
