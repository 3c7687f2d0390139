"""Formulas of MathML and of Word written in one line of text: a fraction as 1/6, a power as x^2."""

import re

from question_bank import trees
from question_bank.trees import Element

NAMES = {"mfrac": "f", "msup": "sSup", "msub": "sSub", "msubsup": "sSubSup", "msqrt": "sqrt", "mroot": "root"}
SILENT = {
    "annotation",
    "annotation-xml",
    "fPr",
    "sSupPr",
    "sSubPr",
    "sSubSupPr",
    "radPr",
    "dPr",
    "naryPr",
    "rPr",
}
SILENT |= {"ctrlPr", "degHide", "oMathParaPr", "funcPr", "accPr", "mPr"}


def linear(formula: Element) -> str:
    """Write the formula in one line."""
    kind = trees.name(formula)
    if not kind or kind in SILENT:
        return ""
    parts = [linear(child) for child in formula if trees.name(child) not in SILENT]
    if not len(formula):
        return " ".join((formula.text or "").split())
    return _joined(NAMES.get(kind, kind), [part for part in parts if part])


def _joined(kind: str, parts: list[str]) -> str:
    if kind == "f" and len(parts) == 2:
        return f"{_grouped(parts[0])}/{_grouped(parts[1])}"
    if kind in ("sSup", "sSub") and len(parts) == 2:
        return f"{_grouped(parts[0])}{'^' if kind == 'sSup' else '_'}{_grouped(parts[1])}"
    if kind == "sSubSup" and len(parts) == 3:
        return f"{_grouped(parts[0])}_{_grouped(parts[1])}^{_grouped(parts[2])}"
    if kind in ("sqrt", "rad", "root"):
        return f"√({parts[-1] if kind == 'rad' else ''.join(parts)})" if parts else ""
    return f"({', '.join(parts)})" if kind in ("d", "mfenced") else "".join(parts)


def _grouped(part: str) -> str:
    return part if re.fullmatch(r"\w+|\(.*\)", part) else f"({part})"
