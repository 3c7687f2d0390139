"""What may stand in a workbook that people open in an office program."""

from __future__ import annotations

import pytest

from quiz.actions.cells import cell, sheet_name


@pytest.mark.parametrize("text", ["=1+1", "+84", "-2", "@here", "\tx", "＝1", "|x", "%x"])
def test_a_text_that_a_program_would_run_is_disarmed(text: str) -> None:
    assert cell(text) == f"'{text}"


def test_sheet_names_are_short_plain_and_different() -> None:
    taken: set[str] = set()
    for wanted in ("Xã [A]: 1/2", "Xã  A   1 2", "x" * 40, "X" * 40, "", "'quoted'"):
        name = sheet_name(wanted, taken)
        assert name
        assert len(name) <= 31
        assert not set(name) & set("[]:*?/\\")
        assert name.casefold() not in taken
        taken.add(name.casefold())
