"""The site meanwhile: somebody opens the home page and saves answers again and again."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from quiz.store.engine import make_engine, writing
from tests import make
from tests.citizens import visitor
from tests.play import Play

PAUSE_SECONDS = 0.05
HTTP_OK = 200
Visits = dict[str, float]


def visit(url: str, slug: str, folder: Path, stop: Any, told: Any) -> None:
    """Visit until `stop` is set, then tell the slowest page and the slowest save, in seconds."""
    engine = make_engine(url)
    client = visitor(engine, folder)
    with writing(engine) as db:
        state = make.running(db)
        token = make.participant(db, state).token
        play = Play(state)
        attempt = play.start(db, token)
    slowest: Visits = {"slowest page s": 0.0, "slowest save s": 0.0}

    def save(revision: int) -> None:
        with writing(engine) as db:
            play.save(db, token, attempt, {1: (1 + revision % 2,)}, revision=revision)

    def page() -> None:
        assert client.get(f"/c/{slug}/").status_code == HTTP_OK

    page()
    told.put("ready")
    for revision in _until(stop):
        _time(slowest, "slowest page s", page)
        _time(slowest, "slowest save s", partial(save, revision))
    told.put(slowest)


def _until(stop: Any) -> Iterator[int]:
    number = 0
    while not stop.is_set():
        number += 1
        yield number
        time.sleep(PAUSE_SECONDS)


def _time(slowest: Visits, name: str, act: Callable[[], None]) -> None:
    began = time.monotonic()
    act()
    slowest[name] = max(slowest[name], time.monotonic() - began)
