"""The database as an operator first meets it: made for its owner only, migrated once, asked what it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from quiz.cli import main
from quiz.store.migrating import head
from tests.command import Command, command
from tests.provision.server import settings_of


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where a database shall be; neither file nor folder is there."""
    return tmp_path / "new" / "quiz.sqlite"


@pytest.fixture
def fresh(file: Path, tmp_path: Path) -> Command:
    return command(settings_of(f"sqlite:///{file}", tmp_path / "clock", {}))


def test_a_new_database_belongs_to_its_owner_only(fresh: Command, file: Path) -> None:
    fresh("db", "upgrade")
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700


def test_an_upgrade_tells_from_where_to_where_and_may_be_repeated(fresh: Command) -> None:
    assert fresh("db", "upgrade", "--json").document == {"before": None, "version": head()}
    assert fresh("db", "upgrade", "--json").document == {"before": head(), "version": head()}


def test_an_empty_database_is_told_to_be_upgraded(fresh: Command) -> None:
    told = fresh("db", "check", fails=True).told
    assert "quiz db upgrade" in told
    assert "None" not in told


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    there = command(settings_of(f"sqlite:///{tmp_path / 'taken' / 'quiz.sqlite'}", tmp_path / "clock", {}))
    told = there("db", "upgrade", fails=True).told
    assert str(tmp_path / "taken") in told
    assert len(told.splitlines()) == 1


def test_a_migrated_database_has_no_differences(quiz: Command) -> None:
    assert quiz("db", "check", "--json").document == {"version": head(), "wanted": head(), "differences": []}


def test_a_demonstration_stays_out_of_a_database_with_staff(
    fresh: Command, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh("db", "upgrade")
    fresh("people", "add", "--role", "operator", "mai")
    # The command itself sets these for what it starts.
    for name in ("QUIZ_ENVIRONMENT", "QUIZ_INSECURE_COOKIES", "QUIZ_BIND", "QUIZ_PUBLIC_URL"):
        monkeypatch.setenv(name, "")
    monkeypatch.chdir(tmp_path)
    here = command(settings_of(f"sqlite:///{file}", tmp_path / "clock", {}) | {"QUIZ_TEST_CLOCK": ""})
    assert "contests or staff" in here("demo", "--no-serve", fails=True).told


@pytest.mark.parametrize("login", ["", "  ", "a", "a b", "<script>", "mai\nlan"])
def test_a_login_that_nobody_can_type_is_wrong_usage(
    fresh: Command, file: Path, tmp_path: Path, login: str
) -> None:
    settings = settings_of(f"sqlite:///{file}", tmp_path / "clock", {})
    fresh("db", "upgrade")
    done = CliRunner().invoke(main, ["people", "add", "--role", "editor", login], env=settings)
    assert done.exit_code == 2
    assert "letters" in done.stderr
