"""What docs/rulebook.md shows is what the platform reads."""

import re
import tomllib
from dataclasses import is_dataclass
from datetime import timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any, get_args

import pytest

from quiz.rules.codec import annotations
from quiz.rules.contest import Contest
from quiz.rules.evaluate import evaluate
from quiz.rules.keys import RankKey
from quiz.rules.mending import CLAUSES
from quiz.rules.rulebook import read_toml
from quiz.rules.text import Text
from quiz.rules.units import Tree, Unit
from tests.rules.arrange import attempt

PAGE = (Path(__file__).parent.parent.parent / "docs" / "rulebook.md").read_text()
EXAMPLES = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
SMALLEST, WRITTEN = EXAMPLES[0], EXAMPLES[-1]


def test_the_smallest_file_loads() -> None:
    assert read_toml(SMALLEST).slug == "thu-nghiem"


@pytest.mark.parametrize("table", [*CLAUSES, *annotations(Contest)])
def test_every_table_of_the_schema_has_an_example(table: str) -> None:
    stated = {key for example in EXAMPLES for key in tomllib.loads(example)}
    assert table in stated | {"clauses", "amendments"}


def values(kind: Any) -> set[Any]:
    """Every dataclass that a rulebook is made of."""
    found = {kind}
    for hint in annotations(kind).values():
        inside = [one for one in (hint, *get_args(hint)) if is_dataclass(one) and one not in (Text, RankKey)]
        for one in inside:
            found |= values(one)
    return found


def test_every_key_of_the_schema_is_explained() -> None:
    keys = {name for kind in values(Contest) for name in annotations(kind)} - {"clauses"}
    assert {key for key in keys if not re.search(rf"\b{key}\b", PAGE)} == set()


def test_the_rulebook_written_from_the_page_ranks_as_its_text_says() -> None:
    contest = read_toml(WRITTEN)
    opens = contest.rounds[0].opens
    tree = Tree.of([Unit("a", groups=("truong",)), Unit("b", groups=("truong",))])
    once = {"questions": 20, "answered": 20, "started_at": opens}
    rows = [
        attempt("an", 18, unit="a", **once),
        attempt("ba", 18, unit="b", **once),
        attempt("ba", 17, unit="b", attempt="ba-2", **once),
        attempt("ca", 15, unit="a", **once),
        attempt(
            "an", 18, unit="a", attempt="an-2", round="tuan-2", **{**once, "started_at": opens + timedelta(7)}
        ),
        attempt(
            "ba", 16, unit="b", attempt="ba-3", round="tuan-2", **{**once, "started_at": opens + timedelta(7)}
        ),
    ]
    results = evaluate(contest, rows, tree=tree)
    assert [(row.place, row.participant) for row in results.rounds[0].ranking] == [(1, "an"), (2, "ba")]
    winners = [row.participant for entry in results.rounds for row in entry.awards.winners]
    assert winners == ["an", "ba"]
    schools = results.contest.collectives[0].ranking
    assert [(row.unit, row.value, row.prize) for row in schools] == [
        ("b", Fraction(18), "cup"),
        ("a", Fraction(33, 2), ""),
    ]
