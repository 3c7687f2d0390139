"""Clauses that this platform does not carry out, each refused with a sentence."""

from collections.abc import Iterator, Mapping
from typing import Any

from quiz.rules.faults import Fault
from quiz.rules.toml_lines import KeyPath

_PER_QUESTION = (
    "không hỗ trợ giới hạn thời gian cho từng câu; hãy đặt time.limit cho cả bài.",
    "a time limit per question is not supported; set time.limit for the whole paper.",
)
_NO_GOING_BACK = (
    "không hỗ trợ chặn quay lại hay sửa câu đã trả lời; người thi được sửa tới khi nộp. Hãy bỏ khoá này.",
    "forbidding to go back or to change an answer is not supported; remove this key.",
)
_ESSAY = (
    "không hỗ trợ nhập bài tự luận; hãy chấm ngoài hệ thống và nhập điểm qua scoring.bonus.",
    "essay input is not supported; mark essays outside and import their points through scoring.bonus.",
)
REFUSED = {
    ("time", "per_question"): _PER_QUESTION,
    ("time", "question_limit"): _PER_QUESTION,
    ("time", "limit_per_question"): _PER_QUESTION,
    ("time", "per_question_limit"): _PER_QUESTION,
    ("paper", "per_question"): _PER_QUESTION,
    ("paper", "seconds_per_question"): _PER_QUESTION,
    ("paper", "go_back"): _NO_GOING_BACK,
    ("paper", "may_go_back"): _NO_GOING_BACK,
    ("paper", "going_back"): _NO_GOING_BACK,
    ("paper", "no_going_back"): _NO_GOING_BACK,
    ("paper", "may_change"): _NO_GOING_BACK,
    ("paper", "essay"): _ESSAY,
    ("paper", "essays"): _ESSAY,
}


def unsupported(raw: Any, path: KeyPath = ()) -> Iterator[Fault]:
    """Yield a fault for every clause of the document that is known but not carried out."""
    for step, below in _inside(raw):
        here = (*path, step)
        said = REFUSED.get((str(path[-1]), str(step))) if path else None
        if said is not None:
            yield Fault(here, *said)
        yield from unsupported(below, here)


def _inside(raw: Any) -> Iterator[tuple[str | int, Any]]:
    if isinstance(raw, Mapping):
        yield from raw.items()
    elif isinstance(raw, list):
        yield from enumerate(raw)
