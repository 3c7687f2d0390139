"""More time for everybody or for a branch is given once, however many organisers press at once."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine

from quiz.actions import timekeeping
from quiz.actions.timekeeping import More
from quiz.rules.refusals.office import ChangedMeanwhile
from quiz.store.engine import writing
from tests import make
from tests.make import NOW
from tests.play import at_once

MINUTE = timedelta(minutes=1)


@pytest.fixture
def closes(engine: Engine) -> datetime:
    """When the running round closes, as announced."""
    with writing(engine) as db:
        return make.running(db).rounds[0].closes_at


def closes_now(engine: Engine) -> datetime:
    with writing(engine) as db:
        return make.reload(db, "thu").rounds[0].closes_at


def extend(
    engine: Engine, minutes: int, *, seen: int | None, reason: str = "mất điện", unit: str = ""
) -> int | None:
    more = More(minutes * MINUTE, unit, seen)
    with writing(engine) as db:
        state = make.reload(db, "thu")
        return timekeeping.extend(db, state, "tuan-1", more, staff_id=None, reason=reason, now=NOW + MINUTE)


def test_two_organisers_who_extend_at_once_give_the_time_once(engine: Engine, closes: datetime) -> None:
    told = at_once(2, lambda: extend(engine, 15, seen=0))
    assert sorted(told, key=str) == [0, None]
    assert closes_now(engine) == closes + 15 * MINUTE


def test_reasons_in_other_words_from_the_same_page_count_once(engine: Engine, closes: datetime) -> None:
    assert extend(engine, 15, seen=0, reason="mất điện") == 0
    assert extend(engine, 15, seen=0, reason="bù giờ mất điện") is None
    assert extend(engine, 15, seen=1, reason="bù giờ mất điện") == 0
    assert closes_now(engine) == closes + 30 * MINUTE


def test_another_length_from_an_old_page_is_told_that_the_page_is_old(
    engine: Engine, closes: datetime
) -> None:
    extend(engine, 15, seen=0)
    with pytest.raises(ChangedMeanwhile):
        extend(engine, 20, seen=0)
    assert closes_now(engine) == closes + 15 * MINUTE


def test_a_branch_and_everybody_are_not_taken_for_each_other(engine: Engine, closes: datetime) -> None:
    assert extend(engine, 15, seen=None, unit="xa-a") == 0
    assert extend(engine, 15, seen=None, unit="xa-a") is None
    assert extend(engine, 15, seen=None) == 0
    assert closes_now(engine) == closes + 15 * MINUTE


def test_a_command_run_again_adds_nothing_and_one_with_another_reason_does(
    engine: Engine, closes: datetime
) -> None:
    for reason in ("mất điện", "mất điện", "lũ quét"):
        extend(engine, 10, seen=None, reason=reason)
    assert closes_now(engine) == closes + 20 * MINUTE
