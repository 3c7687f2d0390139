"""Rulebooks that organisers start from, as commented files for the command and the office's page."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from quiz.rules.text import Text

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Template:
    """A rulebook to start from; its first line says in both languages what it is."""

    name: str
    title: Text
    text: str


def templates() -> dict[str, Template]:
    """Every template by its name."""
    return {one.name: one for one in map(_template, sorted(HERE.glob("*.toml")))}


def _template(file: Path) -> Template:
    text = file.read_text(encoding="utf-8")
    vi, en = text.splitlines()[0].removeprefix("# ").split(" / ")
    return Template(file.stem, Text(vi, en), text)
