"""A draw needs the seed when the result is made: what was stored without one says so then."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from quiz.actions import finalising, planning, running
from quiz.rules.clauses import RankingRule
from quiz.rules.contest import Combine, Overall
from quiz.rules.keys import Key, RankKey
from quiz.rules.refusals.staff import DrawWithoutSeed
from quiz.store.contests import ContestState
from quiz.store.engine import writing
from tests import make
from tests.make import DAY, NOW

WHO: dict[str, Any] = {"staff_id": None, "reason": "thử"}
CLOSED = NOW + 7 * DAY
DRAWN = RankingRule(chain=(RankKey(Key.SCORE), RankKey(Key.DRAW)))


def closed(engine: Engine, **contest: Any) -> ContestState:
    """A contest whose first round is over."""
    with writing(engine) as db:
        state = make.running(db, make.contest(**contest))
        running.close(db, state, "tuan-1", **WHO, now=CLOSED)
        return make.reload(db, "thu")


def finalised(engine: Engine) -> bool:
    return finalising.finalise(engine, "thu", "tuan-1", **WHO, now=CLOSED + DAY).made


def test_a_result_by_lot_waits_for_the_seed_that_an_amendment_states(engine: Engine) -> None:
    state = closed(engine, clauses=make.clauses(ranking=DRAWN))
    with pytest.raises(DrawWithoutSeed) as refused:
        finalised(engine)
    for lang in ("vi", "en"):
        assert "ranking.draw_seed" in refused.value.sentence(lang)
    seeded = replace(state.contest.clauses, ranking=replace(DRAWN, draw_seed="12345"))
    with writing(engine) as db:
        wanted = replace(state.contest, clauses=seeded)
        planning.load(db, wanted, reason="kết quả xổ số", author_id=None, now=CLOSED + timedelta(hours=1))
    assert finalised(engine)


def test_the_draw_of_the_whole_contest_is_needed_with_its_last_round_only(engine: Engine) -> None:
    closed(engine, overall=Overall(combine=Combine.BEST, ranking=DRAWN))
    assert finalised(engine)


def test_the_last_round_needs_the_seed_of_the_whole_contest(engine: Engine) -> None:
    closed(engine, rounds=1, overall=Overall(combine=Combine.BEST, ranking=DRAWN))
    with pytest.raises(DrawWithoutSeed, match=r"overall\.ranking\.draw_seed"):
        finalised(engine)
