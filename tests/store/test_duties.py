"""Of several nodes that see a due job, one does it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from quiz.store import contests, duties
from quiz.store.engine import writing
from tests.make import NOW

EVERY = timedelta(seconds=5)


@pytest.mark.race
def test_ten_nodes_claim_one_slot_and_one_gets_it(engine: Engine) -> None:
    with writing(engine) as db:
        contest_id = contests.create(db, "thu", now=NOW)

    def try_to_claim(node: int) -> bool:
        with writing(engine) as db:
            return duties.claim(db, contest_id, "sweep", duties.slot(NOW, EVERY), by=str(node), now=NOW)

    with ThreadPoolExecutor(10) as nodes:
        assert sum(nodes.map(try_to_claim, range(10))) == 1


def test_the_next_slot_is_claimed_anew_and_the_old_row_goes(engine: Engine) -> None:
    with writing(engine) as db:
        contest_id = contests.create(db, "thu", now=NOW)
        for moment in (NOW, NOW + EVERY):
            assert duties.claim(db, contest_id, "seal", duties.slot(moment, EVERY), by="a", now=moment)
    with writing(engine) as db:
        late = duties.claim(db, contest_id, "seal", duties.slot(NOW + EVERY, EVERY), by="b", now=NOW + EVERY)
        assert not late


def test_a_slot_begins_at_the_same_instant_on_every_node() -> None:
    assert duties.slot(NOW, EVERY) == duties.slot(NOW + timedelta(seconds=4, microseconds=999_999), EVERY)
    assert duties.slot(NOW + EVERY, EVERY) - duties.slot(NOW, EVERY) == EVERY
