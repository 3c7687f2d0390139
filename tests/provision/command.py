"""Fixture with the `quiz` command on the test's database."""

from __future__ import annotations

import pytest

from tests.command import Command, command
from tests.provision.server import Clock, settings_of


@pytest.fixture
def quiz(database_url: str, test_clock: Clock) -> Command:
    """`quiz("round", "close", "thu", "tuan-1").said`; `fails=True` expects exit status 1."""
    return command(settings_of(database_url, test_clock.file, {"pool_size": 2}))
