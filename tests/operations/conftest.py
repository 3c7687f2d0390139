"""What the tests of result packs share: a round to write a pack of."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from quiz.rules.clauses import RankingRule
from quiz.rules.keys import RankKey
from tests import make
from tests.operations import packs


@pytest.fixture
def finished(engine: Engine) -> Engine:
    """A round of twelve people, every third of whom came twice, finalised and published."""
    chain = tuple(RankKey(key) for key in packs.CHAIN)
    packs.play_round(engine, make.clauses(ranking=RankingRule(chain=chain)))
    packs.announce(engine)
    return engine
