"""The files of `quiz rank`: read together, with every fault named by file and line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from quiz.cli.asked import not_utf8, text_of
from quiz.rules.contest import Contest
from quiz.rules.lists.attempts import AttemptLines, read_attempts
from quiz.rules.lists.faults import LineFault, Warnings
from quiz.rules.lists.overlimit import within_limits
from quiz.rules.lists.people import PeopleLines, read_people
from quiz.rules.lists.units import UnitLines, read_units
from quiz.rules.records import AttemptRow, Person
from quiz.rules.units import NO_TREE, Tree

UNREAD = LineFault(1, "lưu ý: cột không dùng đến", "note: a column that is not read")


@dataclass(frozen=True, slots=True)
class RankFiles:
    """What is ranked, what is wrong with the files, what deserves a look, and which columns are unread."""

    rows: Sequence[AttemptRow]
    people: Sequence[Person]
    tree: Tree
    faults: tuple[tuple[str, LineFault], ...]
    warnings: Warnings
    unread: tuple[tuple[str, str], ...] = ()

    @property
    def headless(self) -> bool:
        """Is the header of a file faulty, so that no line of it can be read?"""
        return any(fault.line == 1 for _name, fault in self.faults)

    def told(self, lang: str | None) -> Iterator[str]:
        """Name every fault by file and line, after the columns that are not read; None: in both languages."""
        yield from (f"{name}:1: {_said(UNREAD, lang)}: {column}" for name, column in self.unread)
        yield from (f"{name}:{fault.line}: {_said(fault, lang)}" for name, fault in self.faults)

    def faults_document(self) -> list[dict[str, object]]:
        """Return every fault with its file and line."""
        return [
            {"file": name, "line": fault.line, "vi": fault.vi, "en": fault.en} for name, fault in self.faults
        ]


def read_files(contest: Contest, attempts: Path, participants: Path | None, units: Path | None) -> RankFiles:
    """Read all files; faults of one do not hide those of another."""
    tree_lines = read_units(text_of(units), contest.zone, contest.rounds) if units else UnitLines()
    tree = NO_TREE if tree_lines.faults else Tree.of(tree_lines.units)
    people = _people(participants, contest, tree) if participants else PeopleLines()
    read = _attempts(attempts, contest, tree, people)
    return RankFiles(
        rows=within_limits(contest, read.rows, read.warnings),
        people=tuple(people.people.values()),
        tree=tree,
        faults=(
            *((str(units), fault) for fault in tree_lines.faults),
            *((str(participants), fault) for fault in people.faults),
            *((str(attempts), fault) for fault in read.faults),
        ),
        warnings=read.warnings,
        unread=(
            *((str(participants), column) for column in people.unread),
            *((str(attempts), column) for column in read.unread),
        ),
    )


def _said(fault: LineFault, lang: str | None) -> str:
    return f"{fault.vi} / {fault.en}" if lang is None else fault.sentence(lang)


def _people(file: Path, contest: Contest, tree: Tree) -> PeopleLines:
    with _text(file) as lines:
        return read_people(lines, contest, tree)


def _attempts(file: Path, contest: Contest, tree: Tree, people: PeopleLines) -> AttemptLines:
    with _text(file) as lines:
        return read_attempts(lines, contest, tree, people.people)


@contextmanager
def _text(file: Path) -> Iterator[TextIO]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            yield lines
    except UnicodeDecodeError:
        raise not_utf8(file) from None
