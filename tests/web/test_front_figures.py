"""The figures on the home page: live until there is a result, then those of the result that is shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from quiz.actions import counting, finalising
from quiz.rules.guess import PredictionRule
from quiz.store import tables
from quiz.store.engine import writing
from tests import citizens, make
from tests.citizens import LATER
from tests.make import DAY, NOW

ASKING_NOTHING = PredictionRule()


@pytest.fixture
def announced(engine: Engine) -> None:
    """Three people took part in the only round, and its result counts them."""
    citizens.announced(engine, rounds=1, clauses=make.clauses(prediction=ASKING_NOTHING))


def figures(engine: Engine, folder: Path) -> list[str]:
    """The figures of round and contest as the home page shows them."""
    page = citizens.visitor(engine, folder, LATER + 2 * DAY).get("/c/thu/").text
    return [part.partition("</dd>")[0] for part in page.split("<dd>")[1:]]


@pytest.mark.usefixtures("announced")
def test_a_void_and_a_new_result_change_what_the_home_page_counts(engine: Engine, tmp_path: Path) -> None:
    assert figures(engine, tmp_path) == ["3", "3", "3", "3"]
    with writing(engine) as db:
        first = select(tables.attempts.c.id).limit(1).scalar_subquery()
        voided = {"voided_at": LATER + DAY, "void_reason": "thử"}
        db.execute(tables.attempts.update().where(tables.attempts.c.id == first).values(**voided))
        counting.count_live(db, make.reload(db, "thu"), now=LATER + DAY)
    assert figures(engine, tmp_path) == ["3", "3", "3", "3"], "round and contest as the result tells them"
    finalising.recompute(
        engine, "thu", "tuan-1", seen_version=1, staff_id=None, reason="thử", now=LATER + DAY
    )
    assert figures(engine, tmp_path) == ["2", "2", "2", "2"]


@pytest.mark.usefixtures("announced")
def test_figures_of_a_result_tell_when_it_was_made(engine: Engine, tmp_path: Path) -> None:
    page = citizens.visitor(engine, tmp_path, LATER + 2 * DAY).get("/c/thu/").text
    assert page.count("Theo kết quả tính lúc 10:00 ngày 01/12/2026") == 2


def test_the_contest_is_counted_live_until_its_last_round_has_a_result(
    engine: Engine, tmp_path: Path
) -> None:
    citizens.announced(engine, clauses=make.clauses(prediction=ASKING_NOTHING))
    page = citizens.visitor(engine, tmp_path, NOW + 30 * DAY).get("/c/thu/").text
    assert "Cả cuộc thi" in page
    assert "Tính đến 10:00 ngày 23/11/2026" in page
