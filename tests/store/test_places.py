"""Places are read by their index, however many people stand in a result; nothing is counted or sorted."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Connection, Engine, select

from quiz.store import boards, own_results, tables
from quiz.store.engine import reading, writing
from tests import citizens
from tests.play import statements

CROWD = 4_000
NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count}) "
SHOWN = "(SELECT snapshot_id FROM snapshot_pointers WHERE scope = 'tuan-1' AND kind = 'result')"
PEOPLE = (
    "INSERT INTO participants (contest_id, code, identity_digest, facts, channel, created_at) "
    f"{NUMBERS} SELECT {{contest}}, 'B' || i, 'b' || i, '{{{{}}}}', 'test', 0 FROM n"
)
STANDINGS = (
    "INSERT INTO standings (snapshot_id, block, position, place, participant_id, score, correct, shown_name, "
    f"shown_unit, search) SELECT {SHOWN}, '', 100 + id, 100 + id, id, 5, 5, 'B', 'B', 'b' FROM participants "
    "WHERE channel = 'test'"
)
UNITS = (
    "INSERT INTO units (contest_id, code, name, path, search) "
    f"{NUMBERS} SELECT {{contest}}, 'u' || i, 'U', 'U', 'u' FROM n"
)
UNIT_STANDINGS = (
    "INSERT INTO unit_standings (snapshot_id, board, position, place, unit_id, shown_name, participants, "
    f"attempts) SELECT {SHOWN}, 'don-vi', 100 + id, 100 + id, id, 'U', 1, 1 FROM units WHERE name = 'U'"
)


@pytest.fixture
def crowded(engine: Engine) -> tuple[Engine, int]:
    """A result with some thousand people and as many units, and the number of its contest."""
    state = citizens.announced(engine)
    with writing(engine) as db:
        for invent in (PEOPLE, STANDINGS, UNITS, UNIT_STANDINGS):
            db.exec_driver_sql(invent.format(count=CROWD, contest=state.id))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
        db.exec_driver_sql("ANALYZE")
    return engine, state.id


def test_the_own_place_and_the_units_are_one_read_by_an_index_each(crowded: tuple[Engine, int]) -> None:
    engine, contest_id = crowded
    with reading(engine) as db:
        me = db.execute(select(tables.standings.c.participant_id, tables.standings.c.unit_id)).first()
        assert me
        with statements(engine) as sent:
            own_results.places(db, contest_id, me.participant_id)
            own_results.unit_places(db, contest_id, me.unit_id)
        bound = {"contest_id": contest_id, "participant_id": me.participant_id, "unit_id": me.unit_id}
        own = plan(db, own_results._PLACES, bound)
        unit = plan(db, own_results._UNIT_PLACES[db.dialect.name], bound)
    assert len(sent) == 2
    assert "ix_standings_participant" in own
    assert "ix_unit_standings_unit" in unit
    assert not scanned(own + unit)


@pytest.mark.parametrize("table", ["standings", "unit_standings"])
def test_a_page_of_a_board_is_read_in_the_order_of_its_index(crowded: tuple[Engine, int], table: str) -> None:
    engine, contest_id = crowded
    shown = tables.metadata.tables[table]
    board, of = ("block", "") if table == "standings" else ("board", "don-vi")
    query = boards._of_table(
        shown, [shown.c[board] == of, shown.c.position > CROWD // 2], contest_id, "tuan-1"
    )
    with reading(engine) as db:
        told = plan(db, query, {})
    assert "_snapshot_id" in told or "autoindex" in told
    assert not scanned(told)


def plan(db: Connection, query: Any, bound: dict[str, Any]) -> str:
    """How the database goes about it."""
    asked = query.params(**bound).compile(dialect=db.dialect, compile_kwargs={"literal_binds": True})
    how = "EXPLAIN QUERY PLAN " if db.dialect.name == "sqlite" else "EXPLAIN "
    return "\n".join(str(tuple(row)) for row in db.exec_driver_sql(how + str(asked).replace("%", "%%")))


def scanned(told: str) -> bool:
    """Does it read a whole table of places?"""
    tables_of_places = ("standings", "unit_standings")
    return any(f"{word} {name}" in told for name in tables_of_places for word in ("SCAN", "Seq Scan on"))
