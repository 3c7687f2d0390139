"""What is wrong with a rulebook: where, why, and the remedy, in both languages."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from quiz.rules.refusals.contest import Refusal
from quiz.rules.toml_lines import KeyPath, Lines


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault at a key; the line is 0 where there is no file.

    `wanted` is the type of a value that cannot be read, None for any other fault.
    """

    path: KeyPath
    vi: str
    en: str
    line: int = 0
    wanted: Any = None

    @property
    def key(self) -> str:
        """The key as a person would write it, such as rounds[2].paper.questions."""
        parts = [f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in self.path]
        return "".join(parts).lstrip(".")

    def sentence(self, lang: str) -> str:
        """Return line, key and what to do."""
        said = self.en if lang == "en" else self.vi
        word = "line" if lang == "en" else "dòng"
        where = ", ".join(part for part in (f"{word} {self.line}" if self.line else "", self.key) if part)
        return f"{where}: {said}" if where else said


class RulebookFaults(Refusal):
    """A rulebook that cannot be used as it stands, with every fault found."""

    status = 422
    vi = "Thể lệ có {number} lỗi."
    en = "The rulebook has {number} faults."

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(number=len(self.faults))

    def sentence(self, lang: str) -> str:
        """Return one line a fault."""
        return "\n".join(fault.sentence(lang) for fault in self.faults)


def placed(faults: Iterable[Fault], lines: Lines) -> list[Fault]:
    """Give every fault its line in the file, the nearest key above where the key itself is absent."""
    return [replace(fault, line=lines.of(fault.path)) for fault in faults]


def wrong_value(path: KeyPath, raw: Any, example: str, wanted: Any = None) -> Fault:
    """Say that a value cannot be read and how a right one looks."""
    shown = str(raw) if isinstance(raw, Decimal) else repr(raw)
    shown = shown if len(shown) < 60 else shown[:57] + "…"
    return Fault(
        path,
        f"giá trị {shown} không dùng được; ví dụ đúng: {example}.",
        f"{shown} cannot be used; a right example: {example}.",
        wanted=wanted,
    )
