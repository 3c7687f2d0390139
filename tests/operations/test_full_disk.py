"""A disk that fills up in mid-round: refused with the sentence, nothing acknowledged is lost, no restart."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from quiz.store import tables
from quiz.store.engine import make_engine, reading, writing
from quiz.store.migrating import upgrade
from tests import make
from tests.play import Play
from tests.provision import postgresql
from tests.provision.server import Server, Servers
from tests.visitor import Seen, Visitor

MEGABYTE = 2**20
SIZE = {"sqlite": 8 * MEGABYTE, "postgresql": 160 * MEGABYTE}
CROWD = 40
ROUND = "/c/thu/r/tuan-1/"
BUSY = "Máy chủ đang bận. Câu trả lời của bạn vẫn được giữ trên máy"
ALL_B = {f"q{n}": "2" for n in range(1, 6)} | {"prediction": "42"}


@dataclass(frozen=True)
class Disk:
    """A small file system of its own, which can be filled up and freed again."""

    place: Path

    def fill(self) -> None:
        """Leave not one free block."""
        with (self.place / "ballast").open("wb", buffering=0) as file:
            for step in (MEGABYTE, 4096, 1):
                _write_until_full(file.fileno(), step)

    def free(self) -> None:
        """Give the room back."""
        (self.place / "ballast").unlink()


@pytest.fixture
def disk(store_kind: str) -> Iterator[Disk]:
    """A file system in memory, mounted for one test."""
    place = Path(tempfile.mkdtemp(prefix="quiz-disk-", dir="/tmp"))  # short: a socket's path has 107 bytes
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE[store_kind]},mode=0755", "quiz-disk", str(place)]
    done = subprocess.run(mount, check=False, capture_output=True, text=True)
    if done.returncode:
        place.rmdir()
        pytest.skip(f"a small file system cannot be mounted here: {done.stderr.strip()}")
    yield Disk(place)
    subprocess.run(["umount", "--lazy", str(place)], check=True)
    place.rmdir()


@pytest.fixture
def database_url(store_kind: str, disk: Disk) -> Iterator[str]:
    """Address of a migrated, empty database that lies on that disk alone."""
    with _address(store_kind, disk.place) as url:
        made = make_engine(url)
        upgrade(made)
        made.dispose()
        yield url


@dataclass(frozen=True)
class Room:
    """People of whom the first half sits before an open sheet and the other half is about to start."""

    server: Server
    engine: Engine
    sheets: dict[str, Visitor]
    others: list[Visitor]

    def hand_in(self, public_id: str) -> Seen:
        visitor = self.sheets[public_id]
        return visitor.post(self.server.url, f"/c/thu/a/{public_id}/hand-in", "/c/thu/me", **ALL_B)

    def save(self, public_id: str) -> Seen:
        visitor = self.sheets[public_id]
        return visitor.post(self.server.url, f"/c/thu/a/{public_id}/", "/c/thu/me", q1="1", then="save")

    def start(self, visitor: Visitor) -> Seen:
        return visitor.post(self.server.url, ROUND, "/c/thu/me")

    def handed_in(self) -> set[str]:
        with reading(self.engine) as db:
            done = tables.attempts.c.finished_at.is_not(None)
            return set(db.execute(select(tables.attempts.c.public_id).where(done)).scalars())


@pytest.fixture
def room(engine: Engine, servers: Servers) -> Room:
    now = datetime.now(UTC)
    with writing(engine) as db:
        play = Play(make.running(db, make.contest(opens=now - make.DAY), now=now))
        people = [make.participant(db, play.state, f"Người {n}", now=now) for n in range(2 * CROWD)]
        sheets = {play.start(db, one.token, now=now): one for one in people[:CROWD]}

    return Room(
        server=servers(),
        engine=engine,
        sheets={public_id: Visitor(f"c:{one.token}") for public_id, one in sheets.items()},
        others=[Visitor(f"c:{one.token}") for one in people[CROWD:]],
    )


def test_a_full_disk_refuses_loses_nothing_acknowledged_and_recovers_by_itself(
    disk: Disk, room: Room
) -> None:
    disk.fill()
    with ThreadPoolExecutor(4) as hands:
        began = list(hands.map(room.start, room.others))
        saved = list(hands.map(room.save, room.sheets))
        handed = dict(zip(room.sheets, hands.map(room.hand_in, room.sheets), strict=True))
    answers = [*began, *saved, *handed.values()]
    assert {status for status, *_ in answers} <= {303, 503}
    refused = [text for status, text, _ in answers if status == 503]
    assert refused
    assert all(BUSY in text for text in refused)
    acknowledged = {public_id for public_id, (status, *_) in handed.items() if status == 303}
    assert acknowledged <= room.handed_in()

    disk.free()
    assert {room.start(one)[0] for one in room.others} == {303}
    assert {room.hand_in(one)[0] for one in room.sheets} == {303}
    assert set(room.sheets) <= room.handed_in()
    assert room.server.process.poll() is None


@contextmanager
def _address(kind: str, place: Path) -> Iterator[str]:
    if kind == "sqlite":
        yield f"sqlite:///{place / 'quiz.sqlite'}"
        return
    if os.getuid() == 0:
        shutil.chown(place, "postgres", "postgres")
    cluster = postgresql.start(postgresql.DURABLE, str(place))
    try:
        yield postgresql.address(cluster.folder, "postgres")
    finally:
        cluster.stop()


def _write_until_full(file: int, step: int) -> None:
    try:
        while os.write(file, bytes(step)):
            pass
    except OSError:
        return
