"""Scaled or full sizes: `--full` runs everything at the sizes that the contest is promised for."""

from __future__ import annotations

import platform
import sqlite3
from collections.abc import Callable
from importlib.metadata import version

import pytest
from hypothesis import settings

# How long an example takes says how busy the machine is, not whether a rule holds.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
SIZES = {
    False: "scaled; tests marked `full` stay out (make test-full runs them)",
    True: "full, with the tests marked `full`",
}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--full`."""
    parser.addoption("--full", action="store_true", help="full sizes, and the tests marked `full` too")


def pytest_report_header(config: pytest.Config) -> list[str]:
    """Say what this run is worth."""
    versions = f"Python {platform.python_version()}, SQLAlchemy {version('sqlalchemy')}"
    return [
        f"sizes: {SIZES[config.getoption('full')]}",
        f"stores: SQLite {sqlite3.sqlite_version} and a throwaway PostgreSQL; {versions}",
    ]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the tests marked `full` to `--full`."""
    if config.getoption("full"):
        return
    left_out = [item for item in items if item.get_closest_marker("full")]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


@pytest.fixture(scope="session")
def scaled(request: pytest.FixtureRequest) -> Callable[[int, int], int]:
    """`scaled(40, 4000)` answers 40, or 4000 under `--full`."""
    full: bool = request.config.getoption("full")
    return lambda small, large: large if full else small
