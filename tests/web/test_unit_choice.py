"""Which units a person finds and may choose: those that stand now, from the list as it was loaded last."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask.testing import FlaskClient
from sqlalchemy import Engine, select

from quiz.actions import grouping
from quiz.store import tables
from quiz.store.contests import ContestState
from quiz.store.engine import reading, writing
from tests import citizens
from tests.make import NOW

SOON = 1.5  # seconds, fewer than the two that a change may take
MERGED = NOW + timedelta(days=1)


def pass_time(folder: Path, now: datetime) -> None:
    """Let the clock of the application stand at this moment."""
    (folder / "clock").write_text(str((now - datetime.now(UTC)).total_seconds()))


def wait(folder: Path) -> None:
    """Let as much time pass as a change may take to be noticed, and not more."""
    clock = folder / "clock"
    clock.write_text(str(float(clock.read_text()) + SOON))


def found(visitor: FlaskClient, words: str) -> str:
    """The radio buttons for these words."""
    return visitor.get(f"/c/thu/units?q={words}").text


def test_a_unit_that_merges_later_may_be_chosen_until_then(
    engine: Engine, visitor: FlaskClient, tmp_path: Path
) -> None:
    with writing(engine) as db:
        merging = tables.units.update().where(tables.units.c.code == "xa-a").values(valid_to=MERGED)
        db.execute(merging)
    assert 'value="xa-a"' in found(visitor, "nui")
    citizens.sign_up(visitor)
    pass_time(tmp_path, MERGED)
    assert 'value="xa-a"' not in found(visitor, "nui")
    assert 'value="xa-b"' in found(visitor, "nui")
    late = visitor.post(
        "/c/thu/register", data={**citizens.FORM, "phone": "0912345999", "name": "Giàng A Muộn"}
    )
    assert late.status_code == 422
    with reading(engine) as db:
        assert len(db.execute(select(tables.participants.c.id)).all()) == 1


def test_a_list_just_loaded_is_what_people_find_within_two_seconds(
    engine: Engine, state: ContestState, visitor: FlaskClient, tmp_path: Path
) -> None:
    assert 'value="xa-moi"' not in found(visitor, "moi")
    with writing(engine) as db:
        grouping.load_units(db, state.id, "unit,parent,name\nxa-moi,,Xã Mới\n", now=NOW)
    wait(tmp_path)
    assert 'value="xa-moi"' in found(visitor, "moi")
    assert 'value="xa-moi"' in visitor.get("/c/thu/register?q=moi").text


def test_an_answer_is_kept_for_its_language_and_its_choice_alone(visitor: FlaskClient) -> None:
    plain, chosen = found(visitor, "nui"), visitor.get("/c/thu/units?q=nui&chosen=xa-b").text
    assert "checked" not in plain
    assert 'value="xa-b" checked' in chosen
    assert found(visitor, "nui") == plain
    assert found(visitor, "nui&lang=en") != plain
    assert "<b>" not in found(visitor, "<b>zzz")


def test_a_longer_search_than_anybody_types_is_answered_and_not_kept(
    state: ContestState, visitor: FlaskClient
) -> None:
    long = found(visitor, "z" * 500)
    assert "z" * 500 in long
    found(visitor, "z")
    tree = visitor.application.extensions["units"].get(state.id)
    assert tree.answers.get(("vi", "z" * 500, "")) is None
    assert tree.answers.get(("vi", "z", "")) is not None
