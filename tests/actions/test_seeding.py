"""A draw needs the seed when the result is made: what was stored without one says so then."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Engine

from quiz.actions import finalising, planning, running, scheduling
from quiz.actions.amending import Weight
from quiz.rules.clauses import RankingRule
from quiz.rules.contest import Combine, Overall
from quiz.rules.keys import Key, RankKey
from quiz.rules.refusals.staff import AmendmentNeeded, DrawWithoutSeed
from quiz.store import papers
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


def finalised(engine: Engine, slug: str = "tuan-1", now: datetime = CLOSED + DAY) -> bool:
    return finalising.finalise(engine, "thu", slug, **WHO, now=now).made


def by_lot(seed: str) -> Overall:
    return Overall(combine=Combine.BEST, ranking=replace(DRAWN, draw_seed=seed))


def second_week(db: Connection, state: ContestState) -> None:
    chosen = make.items(db, 8, now=CLOSED, bank="tuan-hai")
    papers.choose(db, contest_id=state.id, round_id=state.rounds[1].id, block="", item_version_ids=chosen)
    scheduling.schedule(db, state, "tuan-2", **WHO, now=CLOSED)


def reseeded(engine: Engine, seed: str, now: datetime, weight: Weight = Weight.CHANGE) -> list[str]:
    """The rounds whose results the office calls outdated after another seed of the whole contest."""
    with writing(engine) as db:
        state = make.reload(db, "thu")
        wanted = replace(state.contest, overall=by_lot(seed))
        planning.load(db, wanted, reason="kết quả xổ số", author_id=None, now=now, weight=weight)
        state = make.reload(db, "thu")
        return [one.slug for one in state.rounds if running.is_outdated(db, state, one)]


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


def test_the_seed_of_the_whole_contest_is_free_until_its_last_round_has_a_result(engine: Engine) -> None:
    closed(engine, overall=by_lot("xo-so-2026-12-31"))
    assert finalised(engine)
    assert reseeded(engine, "777", CLOSED + 2 * DAY) == []
    end = NOW + 15 * DAY
    with writing(engine) as db:
        second_week(db, make.reload(db, "thu"))
        running.close(db, make.reload(db, "thu"), "tuan-2", **WHO, now=end)
    assert finalised(engine, "tuan-2", end + DAY)
    with pytest.raises(AmendmentNeeded):
        reseeded(engine, "888", end + 2 * DAY)
    # The result of the whole contest is made anew with its last round; the first one's stays.
    assert reseeded(engine, "888", end + 2 * DAY, Weight.AMENDMENT) == ["tuan-2"]
