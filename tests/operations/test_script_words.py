"""The script in a result pack says what it left out, and its verdict, in Vietnamese and in English."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from quiz.actions.recount import words as recount_words
from quiz.actions.recount.words import told_in_english, told_in_vietnamese

FOLDER = Path(recount_words.__file__).parent
TREES = [ast.parse(one.read_text(encoding="utf-8")) for one in sorted(FOLDER.glob("*.py"))]
REASONS = {
    "beyond",
    "turned_away",
    "unknown_prizes",
    "unknown_truth",
    "unknown_metric",
    "unknown",
    "_unknown",
}
LEFT = {"places of tuan-1": "a prize that waits", "everything of contest": "blocks"}


def worded(node: ast.expr) -> Iterator[str]:
    """The sentence of a literal, with a number where a value would stand."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
        yield node.value
    if isinstance(node, ast.JoinedStr):
        yield "".join(
            str(one.value) if isinstance(one, ast.Constant) else "1" for one in node.values
        ).replace("seals 11", "seals 1")


def things_left_out() -> Iterator[str]:
    for node in (node for tree in TREES for node in ast.walk(tree)):
        if isinstance(node, ast.Subscript) and ast.unparse(node.value).endswith("left_out"):
            yield from worded(node.slice)


def reasons() -> Iterator[str]:
    for node in (node for tree in TREES for node in ast.walk(tree)):
        if isinstance(node, ast.Assign) and "left_out[" in ast.unparse(node.targets[0]):
            yield from worded(node.value)
        if isinstance(node, ast.FunctionDef) and node.name in REASONS:
            for inner in ast.walk(node):
                if isinstance(inner, ast.Return) and inner.value is not None:
                    yield from worded(inner.value)
                if isinstance(inner, ast.Dict) and "is_known" in ast.unparse(node):
                    yield from (said for key in inner.keys if key for said in worded(key))


@pytest.mark.parametrize("said", sorted(set(things_left_out())))
def test_everything_that_may_be_left_out_has_vietnamese_words(said: str) -> None:
    if said != "left_out":
        assert recount_words.in_vietnamese(said, recount_words.WHAT) != said


@pytest.mark.parametrize("said", sorted(set(reasons())))
def test_every_reason_has_vietnamese_words(said: str) -> None:
    assert recount_words.in_vietnamese(said, recount_words.WHY) != said


def test_what_was_left_out_stands_before_the_verdict_in_each_language() -> None:
    assert told_in_vietnamese(LEFT, "agrees", (16, 12)) == (
        "không tính lại: thứ hạng của tuan-1: có giải còn chờ quyết định\n"
        "không tính lại: toàn bộ kết quả của cả cuộc thi: cuộc thi hoặc bảng chia theo khối\n"
        "khớp, trừ phần chưa tính lại (thứ hạng của tuan-1; toàn bộ kết quả của cả cuộc thi): "
        "16 lượt thi, 12 thứ hạng\n"
    )
    assert told_in_english(LEFT, "agrees", (16, 12)) == (
        "not recounted: places of tuan-1: a prize that waits\n"
        "not recounted: everything of contest: blocks\n"
        "agrees, except what was left out (places of tuan-1; everything of contest): "
        "16 attempts, 12 places\n"
    )


def test_a_pack_that_differs_never_agrees_in_any_language() -> None:
    assert told_in_vietnamese({}, "DIFFERS", (16, 12)).startswith("KHÔNG KHỚP")
    assert told_in_english(LEFT, "DIFFERS", (16, 12)).splitlines()[-1] == "DIFFERS: 16 attempts, 12 places"
