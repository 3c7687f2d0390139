"""A pack exported right after a close: what the companion has not sealed yet is sealed before it goes out."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, event, select, update

from quiz.actions import finalising, running, sealing
from quiz.store import tables
from quiz.store.engine import reading, writing
from tests import make
from tests.command import Answer, Command
from tests.operations.packs import BY, LATER, Pack, play_round
from tests.play import at_once

PLAYED = 16
Listener = Callable[[Connection], None]


@pytest.fixture
def closed(engine: Engine) -> Engine:
    """A round of sixteen attempts that has just been closed and finalised, none of them sealed."""
    play_round(engine, make.clauses())
    with writing(engine) as db:
        running.close(db, make.reload(db, "thu"), "tuan-1", **BY, now=LATER)
    finalising.finalise(engine, "thu", "tuan-1", **BY, now=LATER)
    return engine


def chained(engine: Engine) -> list[int]:
    """How many leaves each seal has, in the order of their numbers; fails where one follows no other."""
    with reading(engine) as db:
        seals = db.execute(select(tables.seals).order_by(tables.seals.c.number)).all()
    assert [one.number for one in seals] == [*range(1, len(seals) + 1)]
    for before, one in pairwise(seals):
        assert one.previous == sealing.follows(before.root, before.previous)
    return [one.leaves for one in seals]


def test_what_nobody_has_sealed_yet_is_sealed_before_it_is_exported(
    closed: Engine, quiz: Command, tmp_path: Path
) -> None:
    done = quiz("export", "thu", "--out", tmp_path / "pack", "--json")
    assert f"{PLAYED} attempts were sealed first." in done.told
    assert done.document["unsealed"] == 0
    assert {line["seal"] for line in Pack(tmp_path / "pack").lines("attempts.csv")} == {"1"}
    assert quiz("recount", tmp_path / "pack", "--json").document["verdict"] == "agrees"
    assert chained(closed) == [PLAYED]


def test_a_second_export_finds_everything_sealed(closed: Engine, quiz: Command, tmp_path: Path) -> None:
    first = quiz("export", "thu", "--out", tmp_path / "pack", "--json")
    again = quiz("export", "thu", "--out", tmp_path / "pack", "--json")
    assert again.document == first.document
    assert "sealed" not in again.told
    assert chained(closed) == [PLAYED]


def test_the_rest_is_sealed_in_transactions_of_a_batch_each(closed: Engine) -> None:
    with reading(closed) as db:
        state = make.reload(db, "thu")
    assert sealing.seal_rest(closed, state, now=LATER, most=5) == PLAYED
    assert chained(closed) == [5, 5, 5, 1]
    assert sealing.seal_rest(closed, state, now=LATER, most=5) == 0


@pytest.mark.race
def test_an_export_and_companions_that_seal_at_once_make_one_chain(closed: Engine) -> None:
    with reading(closed) as db:
        state = make.reload(db, "thu")
    sealed = at_once(8, lambda: sealing.seal_rest(closed, state, now=LATER, most=2))
    assert sum(one for one in sealed if isinstance(one, int)) == PLAYED
    assert not [one for one in sealed if isinstance(one, Exception)]
    assert chained(closed) == [2] * 8


def test_an_attempt_that_ended_meanwhile_is_told_with_what_to_do(
    closed: Engine, quiz: Command, tmp_path: Path
) -> None:
    last = select(tables.attempts.c.id).order_by(tables.attempts.c.id.desc()).limit(1).scalar_subquery()

    def end_one(view: Connection) -> None:
        """Just before the export begins to read."""
        if view.get_execution_options().get("begin") == "snapshot":
            with writing(closed) as db:
                db.execute(update(tables.attempts).where(tables.attempts.c.id == last).values(seal_id=None))

    done = listening(end_one, lambda: quiz("export", "thu", "--out", tmp_path / "pack", "--json"))
    assert done.document["unsealed"] == 1
    assert "1 attempts ended meanwhile and are under no seal: run this command again." in done.told


def listening(listener: Listener, act: Callable[[], Answer]) -> Answer:
    """Do something while the listener hears of every transaction that begins."""
    event.listen(Engine, "begin", listener)
    try:
        return act()
    finally:
        event.remove(Engine, "begin", listener)
