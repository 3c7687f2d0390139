"""Reads a result pack back into the values that the rules judge; asks no database."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from quiz.actions.packs import files as pack_files
from quiz.actions.packs import reading as pack_reading
from quiz.actions.packs.reading import Line, line_understood, understood
from quiz.rules.contest import Contest
from quiz.rules.drawing import Drawer
from quiz.rules.lists.units import read_units
from quiz.rules.paper import AnswerKey, key_from_document, paper_from_document
from quiz.rules.records import AttemptRow, Person
from quiz.rules.refusals.packs import NoPack
from quiz.rules.rulebook import from_document
from quiz.rules.text import Text
from quiz.rules.units import Tree

COLUMNS = {
    pack_files.UNITS: pack_files.UNIT_COLUMNS,
    pack_files.PARTICIPANTS: pack_files.PARTICIPANT_COLUMNS,
    pack_files.ATTEMPTS: pack_files.ATTEMPT_COLUMNS,
}
FORMS = (pack_files.FULL, pack_files.PUBLIC)


@dataclass(frozen=True)
class Pack:
    """A folder with a result pack."""

    folder: Path

    @cached_property
    def manifest(self) -> Any:
        """What the pack says of itself; raises NoPack, or PackFileBroken and PackFileOdd."""
        if not (self.folder / pack_files.MANIFEST).is_file():
            raise NoPack(folder=self.folder, why=pack_files.MANIFEST)
        manifest = self.document(pack_files.MANIFEST)
        if not isinstance(manifest, dict) or manifest.get("format") != pack_files.FORMAT:
            raise NoPack(folder=self.folder, why=f"{pack_files.MANIFEST}: format ≠ {pack_files.FORMAT}")
        with understood(pack_files.MANIFEST):
            {name: one["sha256"] for name, one in manifest["files"].items()}
        if manifest.get("form", pack_files.FULL) not in FORMS:
            raise NoPack(folder=self.folder, why=f"{pack_files.MANIFEST}: form")
        return manifest

    @property
    def is_public(self) -> bool:
        """Is this the form for everybody, without anything that leads to a person?"""
        return bool(self.manifest.get("form") == pack_files.PUBLIC)

    def left_out(self, kind: str) -> list[str] | None:
        """The "rounds" or "seals" that the pack says it leaves out; None where it is too old to say."""
        with understood(pack_files.MANIFEST):
            told = self.manifest.get("left_out")
            return None if told is None else [str(one) for one in told[kind]]

    @cached_property
    def rulebooks(self) -> dict[int, Contest]:
        """The rulebook by version."""
        found: dict[int, Contest] = {}
        for name in self.named("rulebooks/"):
            one = self.document(name)
            with understood(name):
                found[one["number"]] = from_document(one["document"])
        return found

    @cached_property
    def rounds(self) -> list[Any]:
        """The rounds of the pack."""
        with understood(pack_files.ROUNDS):
            return [one | {"slug": one["slug"]} for one in self.document(pack_files.ROUNDS)]

    @cached_property
    def papers(self) -> dict[tuple[str, str, int], tuple[Drawer, AnswerKey]]:
        """Every paper with its newest key, by round, block and version."""
        found: dict[tuple[str, str, int], tuple[Drawer, AnswerKey]] = {}
        for name in self.named("papers/"):
            one = self.document(name)
            with understood(name):
                paper = paper_from_document(one["document"])
                newest = max(one["keys"], key=lambda key: int(key["version"]))
                key = key_from_document(newest["document"], paper)
                found[paper.round, paper.block or "", paper.version] = (Drawer.of(paper), key)
        return found

    def tree(self) -> Tree:
        """The units with their moves and mergers; raises NoPack where they make no tree."""
        read = read_units(pack_reading.text(self.folder, pack_files.UNITS), ZoneInfo("UTC"))
        if read.faults:
            fault = read.faults[0]
            where = f"{pack_files.UNITS}:{fault.line}"
            raise NoPack(folder=self.folder, why=Text(f"{where}: {fault.vi}", f"{where}: {fault.en}"))
        return Tree.of(read.units)

    def people(self) -> list[Person]:
        """Everybody who played, by public code."""
        people: list[Person] = []
        for number, line in enumerate(self.lines(pack_files.PARTICIPANTS), 2):
            with line_understood(pack_files.PARTICIPANTS, number):
                people.append(_person(line))
        return people

    def attempts(self) -> Iterator[Line]:
        """Every finished attempt as it stands in the file."""
        return self.lines(pack_files.ATTEMPTS)

    def document(self, name: str) -> Any:
        """A JSON file of the pack."""
        return pack_reading.document(self.folder, name)

    def named(self, folder: str) -> list[str]:
        """The files that the manifest lists in a folder of the pack."""
        return sorted(name for name in self.manifest["files"] if name.startswith(folder))

    def lines(self, name: str) -> Iterator[Line]:
        """The lines of a CSV file of the pack."""
        needed = COLUMNS.get(name, pack_files.RANKING_COLUMNS)
        if self.is_public and name == pack_files.ATTEMPTS:
            needed = pack_files.PUBLIC_COLUMNS
        return pack_reading.lines(self.folder, name, needed)

    def found(self) -> dict[str, str]:
        """SHA-256 of every file that is really there, but of the manifest."""
        there = (path for path in self.folder.rglob("*") if path.is_file())
        names = {path.relative_to(self.folder).as_posix(): path for path in there}
        names.pop(pack_files.MANIFEST, None)
        return {name: _sha256(path) for name, path in sorted(names.items())}


def attempt_row(line: Line, *, score: float, correct: int, answered: int) -> AttemptRow:
    """An attempt as the rules judge it, with the marks that it got anew."""
    return AttemptRow(
        attempt=line["attempt"],
        participant=line["participant"],
        round=line["round"],
        block=line["block"] or None,
        unit=line["unit"] or None,
        started_at=datetime.fromisoformat(line["started_at"]),
        submitted_at=datetime.fromisoformat(line["submitted_at"]),
        score=score,
        correct=correct,
        answered=answered,
        questions=int(line["questions"]),
        last_edit_at=datetime.fromisoformat(line["last_edit_at"]) if line["last_edit_at"] else None,
        bonus=float(line["bonus"] or 0),
        prediction=_whole(line["prediction"]),
        extra=float(line["extra"]) if line["extra"] else None,
        valid=line["status"] == "valid",
    )


def _person(line: Line) -> Person:
    return Person(
        participant=line["participant"],
        unit=line["unit"] or None,
        block=line["block"] or None,
        birth_date=date.fromisoformat(line["birth_date"]) if line["birth_date"] else None,
        may_win=line["prize"] == "yes",
        nationality=line["nationality"] or None,
    )


def _whole(cell: str) -> int | None:
    return int(cell) if cell else None


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
