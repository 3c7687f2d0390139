"""A backup of a running system and its way back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from quiz.store import tables
from quiz.store.engine import make_engine, reading, writing
from quiz.store.migrating import differences
from tests import make
from tests.command import Command, command
from tests.play import Play
from tests.provision.server import Clock, settings_of


@pytest.fixture
def played(engine: Engine) -> Engine:
    """A contest in which somebody is in the middle of an attempt."""
    with writing(engine) as db:
        play = Play(make.running(db))
        play.start(db, make.participant(db, play.state).token)
    return engine


@pytest.fixture
def elsewhere(store_kind: str, engine: Engine, tmp_path: Path) -> Iterator[str]:
    """The address of another database, which is empty."""
    if store_kind == "sqlite":
        yield f"sqlite:///{tmp_path / 'elsewhere.sqlite'}"
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
        db.exec_driver_sql("CREATE DATABASE quiz_elsewhere")
    yield engine.url.set(database="quiz_elsewhere").render_as_string(hide_password=False)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
        db.exec_driver_sql("DROP DATABASE quiz_elsewhere WITH (FORCE)")


@pytest.fixture
def quiz_elsewhere(elsewhere: str, test_clock: Clock) -> Command:
    """The command on that other database."""
    return command(settings_of(elsewhere, test_clock.file, {"pool_size": 2}))


def attempts(engine: Engine) -> int:
    with reading(engine) as db:
        return db.execute(select(func.count()).select_from(tables.attempts)).scalar_one()


def test_what_was_backed_up_is_there_again(
    played: Engine, quiz: Command, quiz_elsewhere: Command, elsewhere: str, tmp_path: Path
) -> None:
    quiz("backup", "--out", tmp_path / "copy")
    quiz_elsewhere("restore", tmp_path / "copy")
    there = make_engine(elsewhere)
    assert attempts(there) == attempts(played) == 1
    with reading(there) as db:
        assert differences(db) == []
    there.dispose()


def test_a_backup_does_not_wait_for_somebody_who_writes(
    played: Engine, quiz: Command, tmp_path: Path
) -> None:
    with writing(played) as db:
        make.items(db, 1)
        quiz("backup", "--out", tmp_path / "copy")


def test_a_backup_is_for_its_owner_only_and_overwrites_nothing(
    played: Engine, quiz: Command, tmp_path: Path
) -> None:
    quiz("backup", "--out", tmp_path / "copy")
    assert (tmp_path / "copy").stat().st_mode & 0o777 == 0o600
    assert "is there already" in quiz("backup", "--out", tmp_path / "copy", fails=True).told
    assert [path.name for path in tmp_path.glob("copy*")] == ["copy"]


def test_a_folder_that_is_not_there_is_one_line(played: Engine, quiz: Command, tmp_path: Path) -> None:
    told = quiz("backup", "--out", tmp_path / "nowhere" / "copy", fails=True).told
    assert "nowhere" in told
    assert len(told.splitlines()) == 1


def test_a_restore_touches_no_database_that_holds_something(
    played: Engine, quiz: Command, tmp_path: Path
) -> None:
    quiz("backup", "--out", tmp_path / "copy")
    assert "not empty" in quiz("restore", tmp_path / "copy", fails=True).told
    assert attempts(played) == 1


def test_half_a_backup_is_refused(
    played: Engine, quiz: Command, quiz_elsewhere: Command, elsewhere: str, tmp_path: Path
) -> None:
    quiz("backup", "--out", tmp_path / "copy")
    whole = (tmp_path / "copy").read_bytes()
    (tmp_path / "copy").write_bytes(whole[: len(whole) // 2])
    quiz_elsewhere("restore", tmp_path / "copy", fails=True)
    (tmp_path / "copy").write_bytes(b"something else")
    assert "no whole backup" in quiz_elsewhere("restore", tmp_path / "copy", fails=True).told


@pytest.mark.parametrize("store_kind", ["postgresql"], indirect=True)
def test_a_machine_without_the_client_says_what_to_install(
    database_url: str, test_clock: Clock, tmp_path: Path
) -> None:
    settings = settings_of(database_url, test_clock.file, {"pool_size": 2})
    bare = command(settings | {"PATH": str(tmp_path)})
    assert "postgresql-client" in bare("backup", "--out", tmp_path / "copy", fails=True).told
