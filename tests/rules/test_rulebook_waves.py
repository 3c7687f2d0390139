"""What stands in for a faulty key while the rest is judged brings no fault of its own."""

import tomllib
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from quiz.rules.rulebook import RulebookFaults, from_form
from quiz.rules.toml_lines import KeyPath

BOOKS = {
    one.parent.name: tomllib.loads(one.read_text("utf-8"))
    for one in [Path("tests/rules/every_clause.toml"), *Path("tests/rulebooks").glob("*/rulebook.toml")]
}


def keys(stated: Any, path: KeyPath = ()) -> Iterator[KeyPath]:
    """Every key of a rulebook that holds no table."""
    if isinstance(stated, dict):
        for key, one in stated.items():
            yield from keys(one, (*path, key))
    elif isinstance(stated, list):
        for number, one in enumerate(stated):
            yield from keys(one, (*path, number))
    else:
        yield path


def spoilt(book: dict[str, Any], path: KeyPath) -> dict[str, Any]:
    """The rulebook with something unreadable at this key."""
    at = copy = deepcopy(book)
    for step in path[:-1]:
        at = at[step]  # type: ignore[index]  # steps into lists are numbers
    at[path[-1]] = {"x": {"y": 1}}  # type: ignore[index]
    return copy


@pytest.mark.parametrize("name", sorted(BOOKS))
def test_a_key_that_cannot_be_read_is_told_alone(name: str) -> None:
    for path in keys(BOOKS[name]):
        with pytest.raises(RulebookFaults) as refused:
            from_form(spoilt(BOOKS[name], path))
        # A sentence with a language that cannot be read is told as a whole.
        told = [one.path for one in refused.value.faults]
        assert all(one[: len(path)] == path or one == path[: len(one)] for one in told), path
