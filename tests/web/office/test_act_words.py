"""Every act that is written down has words for people."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

from quiz.web.office.act_words import ACT_WORDS

SOURCE = Path(__file__).parents[3] / "quiz"
NOTING = ("note", "_note", "record", "_record")


def written(tree: ast.AST, constants: Mapping[str, str]) -> Iterator[str]:
    """The acts that a module writes into the audit chain, in every form in which one is named."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name(node.func) in NOTING:
            given = [one.value for one in node.keywords if one.arg == "act"]
            yield from _texts([*node.args, *given])
            yield from (constants[_name(one)] for one in given if _name(one) in constants)
        elif isinstance(node, ast.Assign) and _name(node.targets[0]) in ("act", "ACT"):
            yield from _texts([node.value])
        elif isinstance(node, ast.Dict):
            pairs = zip(node.keys, node.values, strict=True)
            yield from _texts(
                [value for key, value in pairs if isinstance(key, ast.Constant) and key.value == "act"]
            )


def _constants(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and _name(node.targets[0]).isupper():
            yield from ((_name(node.targets[0]), text) for text in _texts([node.value]))


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _texts(nodes: list[ast.expr]) -> Iterator[str]:
    for node in nodes:
        parts = [node.body, node.orelse] if isinstance(node, ast.IfExp) else [node]
        for part in parts:
            if isinstance(part, ast.Constant) and isinstance(part.value, str) and "." in part.value:
                yield part.value


def test_every_act_that_is_written_anywhere_has_words_and_no_word_is_left_over() -> None:
    modules = [ast.parse(path.read_text(encoding="utf-8")) for path in SOURCE.rglob("*.py")]
    constants = dict(pair for module in modules for pair in _constants(module))
    acts = {act for module in modules for act in written(module, constants)}
    assert acts == set(ACT_WORDS)
