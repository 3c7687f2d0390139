"""The expression by which a table orders collectives, such as `0.7 * ratio + 0.3 * mean_score`."""

import ast
from collections.abc import Callable, Mapping
from fractions import Fraction
from operator import add, mul, sub, truediv

NAMES = frozenset({
    "participants", "attempts", "valid_attempts", "headcount", "population", "target", "ratio",
    "mean_score", "winners", "weighted_winners", "jury",
})  # fmt: skip
SHARE, JURY = "share_at", "jury"
DONE = NAMES - {"headcount", "population", "target", JURY}
MOST_TERMS, LONGEST = 200, 60
# What an expression is long or deep by; the parser itself bounds how deep brackets nest.
TERMS = (ast.Name, ast.Constant, ast.UnaryOp)
SMALLER = {"min": min, "max": max}
SIGNS: dict[type[ast.operator], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: add, ast.Sub: sub, ast.Mult: mul, ast.Div: truediv,
}  # fmt: skip

Values = Mapping[str, Fraction | None]


class MetricError(ValueError):
    """An expression that is none, or longer than anybody reads; `said` names it in Vietnamese and English."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(en)
        self.said = (vi, en)


class Missing(Exception):  # noqa: N818 - a unit without this number is listed apart, nothing failed
    """A number of the expression that this unit does not have."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def parse(expression: str) -> ast.expr:
    """Read an expression of names, numbers, + - * /, min, max, brackets and share_at(points)."""
    said = expression.strip()
    try:
        tree = ast.parse(said, mode="eval").body
    except (RecursionError, MemoryError) as fault:
        raise _too_long() from fault
    except (SyntaxError, ValueError) as fault:
        raise _unknown(said) from fault
    if sum(isinstance(node, TERMS) for node in ast.walk(tree)) > MOST_TERMS:
        raise _too_long()
    _check(tree, said)
    return tree


def marks(tree: ast.expr) -> tuple[Fraction, ...]:
    """Return the points asked for by share_at."""
    return tuple(sorted({_mark(node) for node in ast.walk(tree) if _is_share(node)}))


def names(tree: ast.expr) -> frozenset[str]:
    """Return the numbers of a unit that the expression uses."""
    return frozenset(node.id for node in ast.walk(tree) if isinstance(node, ast.Name)) & NAMES


def is_by_jury(tree: ast.expr) -> bool:
    """Does the expression ask for the jury's points, and for nothing that people of the unit did?"""
    return JURY in names(tree) and not names(tree) & DONE and not marks(tree)


def largest_number(tree: ast.expr) -> float:
    """Return the largest number that the expression writes, 0 where it writes none."""
    written = [one.value for one in ast.walk(tree) if isinstance(one, ast.Constant)]
    return max((one for one in written if isinstance(one, int | float)), default=0)


def divides_by_nothing(tree: ast.expr) -> bool:
    """Does the expression divide by numbers that make 0, whatever the unit?"""
    divisors = [
        one.right for one in ast.walk(tree) if isinstance(one, ast.BinOp) and isinstance(one.op, ast.Div)
    ]
    return any(_is_nothing(one) for one in divisors)


def value(tree: ast.expr, values: Values) -> Fraction:
    """Return the exact value; Missing where the unit lacks a number or would divide by nothing."""
    match tree:
        case ast.Constant(value=number):
            return Fraction(str(number))
        case ast.Name(id=name):
            return _known(values, name)
        case ast.UnaryOp(operand=operand):
            return -value(operand, values)
        case ast.BinOp(left=left, op=op, right=right):
            return _joined(op, value(left, values), value(right, values))
    return _called(tree, values)


def share_name(mark: Fraction) -> str:
    """Return the name under which the share at or above a mark stands among the values."""
    return f"{SHARE}({mark})"


def _too_long() -> MetricError:
    return MetricError(
        f"biểu thức quá dài; nhiều nhất {MOST_TERMS} số hạng, hãy viết gọn lại.",
        f"the expression is too long; at most {MOST_TERMS} terms, write it shorter.",
    )


def _unknown(part: str) -> MetricError:
    shown, known = part if len(part) <= LONGEST else part[:LONGEST] + "…", ", ".join(sorted(NAMES))
    return MetricError(
        f"không hiểu “{shown}”; hãy dùng: {known}, share_at(điểm).",
        f"“{shown}” is not understood; use: {known}, share_at(points).",
    )


def _is_nothing(tree: ast.expr) -> bool:
    try:
        return value(tree, {}) == 0
    except Missing:
        return False


def _called(tree: ast.expr, values: Values) -> Fraction:
    assert isinstance(tree, ast.Call)
    assert isinstance(tree.func, ast.Name)
    if tree.func.id == SHARE:
        return _known(values, share_name(_mark(tree)))
    return SMALLER[tree.func.id](value(one, values) for one in tree.args)


def _known(values: Values, name: str) -> Fraction:
    found = values.get(name)
    if found is None:
        raise Missing(name)
    return found


def _joined(op: ast.operator, left: Fraction, right: Fraction) -> Fraction:
    if isinstance(op, ast.Div) and right == 0:
        raise Missing("/ 0")
    return SIGNS[type(op)](left, right)


def _check(node: ast.expr, said: str) -> None:
    match node:
        case ast.Constant(value=int() | float()) if not isinstance(node.value, bool):
            return
        case ast.Name(id=name) if name in NAMES:
            return
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            _check(operand, said)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in SIGNS:
            _check(left, said)
            _check(right, said)
        case ast.Call(func=ast.Name(id=name), args=[_, *_] as args, keywords=[]) if name in SMALLER:
            for one in args:
                _check(one, said)
        case ast.Call(func=ast.Name(id="share_at"), args=[ast.Constant(value=int() | float())], keywords=[]):
            return
        case _:
            raise _unknown(ast.get_source_segment(said, node) or said)


def _is_share(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == SHARE


def _mark(node: ast.AST) -> Fraction:
    assert isinstance(node, ast.Call)
    assert isinstance(node.args[0], ast.Constant)
    return Fraction(str(node.args[0].value))
