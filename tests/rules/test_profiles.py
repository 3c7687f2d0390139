"""Ten real rulebooks rank as worked out by hand, and no clause can change unnoticed."""

import tomllib
from collections.abc import Iterator, Mapping
from copy import deepcopy
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from quiz.rules.contest import Contest
from quiz.rules.evaluate import evaluate
from quiz.rules.lists.attempts import read_attempts
from quiz.rules.lists.overlimit import within_limits
from quiz.rules.lists.people import read_people
from quiz.rules.lists.units import read_units
from quiz.rules.results import results_document
from quiz.rules.rulebook import from_document, read_toml
from quiz.rules.units import NO_TREE, Tree

PROFILES = sorted(
    file.parent for file in (Path(__file__).parent.parent / "rulebooks").glob("*/expected.toml")
)
Document = dict[str, Any]


def ranked(contest: Contest, folder: Path) -> Document:
    """Rank a profile's files and say the result in the short words of its expected.toml."""
    tree, people = NO_TREE, []
    if (folder / "units.csv").exists():
        tree = Tree.of(read_units((folder / "units.csv").read_text(), contest.zone).units)
    if (folder / "participants.csv").exists():
        found = read_people(lines(folder / "participants.csv"), contest, tree)
        assert not found.faults
        people = list(found.people.values())
    read = read_attempts(lines(folder / "attempts.csv"), contest, tree)
    assert not read.faults
    rows = within_limits(contest, read.rows, read.warnings)
    document = results_document(evaluate(contest, rows, people, tree))
    return {
        "warnings": {str(one["warning"]): one["attempts"] for one in read.warnings.document()},
        "left_out": document["left_out"],
        "rounds": [short(one) for one in document["rounds"]],
        "contest": short(document["contest"]),
    }


def lines(file: Path) -> list[str]:
    return file.read_text().splitlines()


def short(entry: Document) -> Document:
    return {
        "round": entry["round"],
        "block": entry["block"],
        "truth": entry["truth"],
        "ranking": [f"{row['place']} {row['participant']} {row['score']}" for row in entry["ranking"]],
        "winners": [winner(row) for row in entry["winners"]],
        "undecided": [" ".join(tie["participants"]) for tie in entry["undecided"]],
        "collectives": {table["table"]: list(units(table)) for table in entry["collectives"]},
    }


def winner(row: Document) -> str:
    money = f" {row['amount']}" if row["amount"] else ""
    return f"{row['prize']} {row['participant']}{money}{' shared' if row['shared'] else ''}"


def units(table: Document) -> Iterator[str]:
    for row in table["ranking"]:
        yield f"{row['place']} {row['unit']} {row['value']}"
    for row in table["apart"]:
        yield f"- {row['unit']}"


def agrees(found: Document, expected: Mapping[str, Any]) -> bool:
    """Is everything as expected? What a profile does not tell is not compared."""
    entries = {(one["round"], one["block"]): one for one in found["rounds"]}
    told = [(entries.get((one["round"], one.get("block"))), one) for one in expected["rounds"]]
    told.append((found["contest"], expected.get("contest", {})))
    if any(entry is None for entry, _ in told):
        return False
    same = all(_said(entry[key], key, said) for entry, one in told if entry for key, said in one.items())
    return same and found["warnings"] == expected.get("warnings", {}) and _left_out(found, expected)


def _said(found: Any, key: str, expected: Any) -> bool:
    if key == "winners" and not any(name.split()[-1].isdigit() for name in expected):
        found = [" ".join(part for part in one.split() if not part.isdigit()) for one in found]
    return bool(found == expected)


def _left_out(found: Document, expected: Mapping[str, Any]) -> bool:
    return "left_out" not in expected or found["left_out"] == expected["left_out"]


def expected_of(folder: Path) -> Document:
    return tomllib.loads((folder / "expected.toml").read_text())


def mutations() -> Iterator[Any]:
    for folder in PROFILES:
        for key, value in expected_of(folder)["mutations"].items():
            yield pytest.param(folder, key, value, id=f"{folder.name}: {key} = {value}")


def changed(raw: Document, key: str, value: Any) -> Document:
    """Return the rulebook with one clause alone changed."""
    document = deepcopy(raw)
    *above, last = [int(part) if part.isdigit() else part for part in key.split(".")]
    at: Any = document
    for part in above:
        at = at[part] if isinstance(part, int) else at.setdefault(part, {})
    at[last] = value
    return document


@pytest.mark.parametrize("folder", PROFILES, ids=lambda folder: folder.name)
def test_a_real_rulebook_gives_the_result_worked_out_by_hand(folder: Path) -> None:
    found = ranked(read_toml((folder / "rulebook.toml").read_text()), folder)
    expected = expected_of(folder)
    assert agrees(found, expected), found


@pytest.mark.parametrize(("folder", "key", "value"), list(mutations()))
def test_changing_one_clause_alone_is_noticed(folder: Path, key: str, value: Any) -> None:
    raw = tomllib.loads((folder / "rulebook.toml").read_text(), parse_float=Decimal)
    mutant = from_document({"format": 1, **changed(raw, key, value)})
    assert not agrees(ranked(mutant, folder), expected_of(folder))


def test_all_ten_profiles_are_here() -> None:
    assert {folder.name for folder in PROFILES} >= {
        "vcnet-2020", "hue-2025", "daklak-2025", "binhtan-2019", "quangninh-2023",
        "moj-2021", "coastguard-2021", "officials-2025", "mygov-2022", "draw-2013",
    }  # fmt: skip
