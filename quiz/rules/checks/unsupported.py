"""Clauses that this platform does not carry out, each refused with a sentence."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from quiz.rules.faults import Fault
from quiz.rules.toml_lines import KeyPath

_PER_QUESTION = (
    "không hỗ trợ giới hạn thời gian cho từng câu; hãy đặt time.limit cho cả bài.",
    "a time limit per question is not supported; set time.limit for the whole paper.",
)
_GOING_BACK = (
    "không hỗ trợ chặn quay lại hay sửa câu đã trả lời; người thi được sửa tới khi nộp; hãy bỏ khoá này.",
    (
        "forbidding to go back or to change an answer is not supported; everybody may until hand-in. "
        "Remove this key."
    ),
)
_ESSAY = (
    "không hỗ trợ nhập bài tự luận; hãy chấm ngoài hệ thống và nhập điểm qua scoring.bonus.",
    "essay input is not supported; mark essays outside and import their points through scoring.bonus.",
)
# People name such a clause in many ways; none of these words stands in a key that the rulebook has.
REFUSED = (
    (re.compile(r"(per|each)_question|question_(time|limit|seconds|minutes)"), _PER_QUESTION),
    (re.compile(r"(^|_)(back|backwards?|backtrack(ing)?|quay_lai)(_|$)"), _GOING_BACK),
    (re.compile(r"^(may|can|allow|no|forbid|lock)_(chang|edit|revis|review|answers)"), _GOING_BACK),
    (re.compile(r"(^|_)(essays?|tu_luan)(_|$)"), _ESSAY),
)


def unsupported(raw: Any, path: KeyPath = ()) -> Iterator[Fault]:
    """Yield a fault for every clause of the document that is known but not carried out."""
    for step, below in _inside(raw):
        here = (*path, step)
        said = refused(str(step))
        if said is not None:
            yield Fault(here, *said)
        yield from unsupported(below, here)


def refused(key: str) -> tuple[str, str] | None:
    """Return what is said of a clause of this name that is not carried out, None for any other."""
    return next((said for name, said in REFUSED if name.search(key.lower().replace("-", "_"))), None)


def _inside(raw: Any) -> Iterator[tuple[str | int, Any]]:
    if isinstance(raw, Mapping):
        yield from raw.items()
    elif isinstance(raw, list):
        yield from enumerate(raw)
