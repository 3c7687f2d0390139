"""Writers of one SQLite file, in one process or several, follow each other and nobody waits for ever."""

from __future__ import annotations

import fcntl
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import TimeoutError as PoolTimeout

from quiz.store.engine import make_engine, reading, writing
from quiz.store.file_turn import FileTurn

SOON, LONG = 0.05, 30.0
HOLDING = """
import fcntl, sys
held = open(sys.argv[1])
fcntl.flock(held, fcntl.LOCK_EX)
print("held", flush=True)
input()
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "quiz.db"


@pytest.fixture
def engine(file: Path) -> Engine:
    made = make_engine(f"sqlite:///{file}")
    with writing(made) as db:
        db.execute(text("CREATE TABLE told (what TEXT)"))
    return made


def tell(engine: Engine) -> None:
    with writing(engine) as db:
        db.execute(text("INSERT INTO told VALUES ('x')"))


def told(engine: Engine) -> int:
    with reading(engine) as db:
        return int(db.execute(text("SELECT count(*) FROM told")).scalar_one())


def test_a_writer_waits_for_the_one_of_another_process_and_readers_do_not(engine: Engine, file: Path) -> None:
    with Path(f"{file}-turn").open() as other, ThreadPoolExecutor(1) as threads:
        fcntl.flock(other, fcntl.LOCK_EX)
        written = threads.submit(tell, engine)
        with pytest.raises(TimeoutError):
            written.result(SOON)
        assert told(engine) == 0
        fcntl.flock(other, fcntl.LOCK_UN)
        written.result(LONG)
    assert told(engine) == 1


def test_the_turn_of_a_process_that_was_killed_is_free(engine: Engine, file: Path) -> None:
    command = [sys.executable, "-c", HOLDING, f"{file}-turn"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout
        assert other.stdout.readline() == "held\n"
        other.kill()
    tell(engine)
    assert told(engine) == 1


def test_the_second_writer_of_a_process_is_told_that_it_is_busy_after_its_patience(file: Path) -> None:
    turn = FileTurn(str(file), patience_seconds=SOON)
    with turn.taken(), ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(turn.taken().__enter__)
        with pytest.raises(PoolTimeout):
            waiting.result(LONG)
    with turn.taken():
        pass


def test_a_block_that_fails_gives_the_turn_back(file: Path) -> None:
    turn = FileTurn(str(file), patience_seconds=SOON)
    with pytest.raises(KeyError), turn.taken():
        raise KeyError
    with turn.taken():
        pass
