"""The start page tells the hours as they are for whoever reads it, and midnight in one spelling."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from quiz.actions import planning
from quiz.rules.calendar import Sitting
from quiz.rules.contest import Contest, Extension
from quiz.store import tables
from quiz.store.engine import writing
from tests import make
from tests.citizens import visitor
from tests.make import NOW, Person
from tests.phone import Phone

MINUTE = timedelta(minutes=1)
MIDNIGHT = datetime(2026, 11, 23, 17, tzinfo=UTC)  # 24:00 of the 23rd there
NIGHT = (Sitting("toi", time(19), time(0)),)


def until_midnight() -> Contest:
    """A contest whose first round closes at that midnight."""
    contest = make.contest()
    one = replace(contest.rounds[0], closes=MIDNIGHT)
    return replace(contest, rounds=(one, *contest.rounds[1:]))


def begin(engine: Engine, contest: Contest) -> Person:
    """That contest, running, and somebody of the commune A."""
    with writing(engine) as db:
        state = make.running(db, contest)
        commune = db.execute(select(tables.units.c.id).where(tables.units.c.code == "xa-a")).scalar_one()
        return make.participant(db, state, unit_id=commune)


def start_page(engine: Engine, folder: Path, person: Person, now: datetime, lang: str = "vi") -> str:
    client = visitor(engine, folder, now)
    return str(Phone(client.application, person.token).get(f"/c/thu/r/tuan-1/?lang={lang}").text)


@pytest.mark.parametrize(
    ("lang", "told", "closes"),
    [
        ("vi", "bắt đầu bây giờ thì bạn có ", "24:00 ngày 23/11/2026"),
        ("en", "if you begin now you have ", "24:00 on 23 November 2026"),
    ],
)
def test_who_comes_shortly_before_the_close_is_told_how_little_time_is_left(
    engine: Engine, tmp_path: Path, lang: str, told: str, closes: str
) -> None:
    person = begin(engine, until_midnight())
    page = start_page(engine, tmp_path, person, MIDNIGHT - 9 * MINUTE, lang)
    assert told in page
    assert closes in page
    assert "bắt đầu bây giờ" not in start_page(engine, tmp_path, person, NOW)


def test_the_end_of_a_sitting_is_told_beside_that_of_the_round(engine: Engine, tmp_path: Path) -> None:
    contest = make.contest()
    evening = replace(contest, rounds=(replace(contest.rounds[0], sittings=NIGHT), *contest.rounds[1:]))
    person = begin(engine, evening)
    late = start_page(engine, tmp_path, person, MIDNIGHT - 30 * MINUTE)
    assert "Buổi thi này đóng lúc</dt><dd>24:00 ngày 23/11/2026" in late
    assert "dừng khi buổi thi đó kết thúc" in late
    assert "Buổi thi này" not in start_page(engine, tmp_path, person, NOW)


def test_whoever_has_more_time_reads_the_own_close(engine: Engine, tmp_path: Path) -> None:
    person = begin(engine, until_midnight())
    with writing(engine) as db:
        state = make.reload(db, "thu")
        more = Extension("tuan-1", 30 * MINUTE, "mất điện", unit="tinh")
        planning.load(db, replace(state.contest, extensions=(more,)), reason="", author_id=None, now=NOW)
    page = start_page(engine, tmp_path, person, MIDNIGHT + 10 * MINUTE)
    assert "00:30 ngày 24/11/2026" in page
    assert 'id="start"' in page
