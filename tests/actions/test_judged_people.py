"""Who may play and win, how collectives are compared and who goes on stand once a round has opened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, select

from quiz.actions.amending import Weight
from quiz.rules.awards import Prize
from quiz.rules.contest import Progression, Table
from quiz.rules.refusals.contest import ReasonMissing
from quiz.rules.refusals.staff import AmendmentNeeded
from quiz.rules.registration import Effect, Eligibility
from quiz.rules.text import Text
from quiz.rules.toml_text import toml_text
from quiz.store import bending, tables
from quiz.store.engine import reading, writing
from tests import citizens, make
from tests.actions.test_amending import load, proposed
from tests.actions.test_asked_anew import enrol
from tests.command import Command
from tests.make import NOW, WEEK

UNITS = make.contest().collectives[0]
PEOPLE = "eligibility"
FIXED: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "age_min": (PEOPLE, {"eligibility": Eligibility(age_min=18)}),
    "closed list": (PEOPLE, {"eligibility": Eligibility(closed_list=True, listed=("K7P2",))}),
    "exclusion": (PEOPLE, {"eligibility": Eligibility(excluded=("K7P2",))}),
    "excluded unit": (PEOPLE, {"eligibility": Eligibility(excluded_units=("xa-a",))}),
    "relatives": (PEOPLE, {"eligibility": Eligibility(relatives_excluded=True)}),
    "nationality": (PEOPLE, {"eligibility": Eligibility(nationality="Việt Nam")}),
    "metric": ("collectives", {"collectives": (replace(UNITS, metric="ratio"),)}),
    "weights": ("collectives", {"collectives": (replace(UNITS, metric="0.7 * ratio + 0.3 * jury"),)}),
    "minimum headcount": ("collectives", {"collectives": (replace(UNITS, minimum_headcount=10),)}),
    "prizes of units": (
        "collectives",
        {"collectives": (replace(UNITS, prizes=(Prize("co", Text("Cờ thi đua"), 1),)),)},
    ),
    "another table": ("collectives", {"collectives": (UNITS, Table("xa", Text("Xã"), groups=("xa",)))}),
    "no table": ("collectives", {"collectives": ()}),
    "winners": ("progressions", {"progressions": (Progression("tuan-2", ("tuan-1",)),)}),
}


@pytest.mark.parametrize("key", FIXED)
def test_once_a_round_is_open_who_is_judged_changes_only_as_a_reasoned_amendment(
    db: Connection, key: str
) -> None:
    what, clauses = FIXED[key]
    state = make.running(db)
    wanted = replace(state.contest, **clauses)
    assert [str(one.what) for one in proposed(state, wanted).touches] == [what]
    with pytest.raises(AmendmentNeeded):
        load(db, wanted)
    with pytest.raises(ReasonMissing):
        load(db, wanted, " ", Weight.AMENDMENT)
    assert load(db, wanted, weight=Weight.AMENDMENT).number == 2


@pytest.mark.parametrize("key", FIXED)
def test_before_a_round_opens_who_is_judged_is_free(db: Connection, key: str) -> None:
    state = make.running(db, make.contest(opens=NOW + WEEK))
    assert load(db, replace(state.contest, **FIXED[key][1])).changed


def test_may_play_but_cannot_win_is_no_word_alone(db: Connection) -> None:
    young = Eligibility(age_max=35)
    state = make.running(db, make.contest(eligibility=young))
    with pytest.raises(AmendmentNeeded):
        load(db, replace(state.contest, eligibility=replace(young, effect=Effect.CANNOT_WIN)))


def test_titles_and_sentences_about_people_and_tables_need_no_amendment(db: Connection) -> None:
    state = make.running(db)
    wanted = replace(
        state.contest,
        eligibility=Eligibility(statement=Text("Mọi công dân", "Every citizen")),
        collectives=(replace(UNITS, title=Text("Các đơn vị", "All units")),),
    )
    assert load(db, wanted).changed


def test_between_rounds_that_have_not_opened_who_goes_on_is_free(db: Connection) -> None:
    state = make.running(db, make.contest(rounds=4))
    final = (Progression("tuan-4", ("tuan-2", "tuan-3")),)
    assert load(db, replace(state.contest, progressions=final)).changed
    state = make.reload(db, state.slug)
    with pytest.raises(AmendmentNeeded):
        load(db, replace(state.contest, progressions=(Progression("tuan-4", ("tuan-1", "tuan-2")),)))


def standings(db: Connection) -> list[tuple[str, str | None]]:
    people = tables.participants
    query = select(people.c.standing, people.c.standing_reason).order_by(people.c.id)
    return [(one.standing, one.standing_reason) for one in db.execute(query)]


def test_an_amendment_that_lets_more_people_win_lets_those_win_who_signed_up_before(db: Connection) -> None:
    closed = Eligibility(age_max=35, excluded_units=("xa-b",), effect=Effect.CANNOT_WIN)
    state = make.running(db, make.contest(registration=citizens.asking(), eligibility=closed))
    enrol(db, state, birth_date="01/01/1988")
    enrol(db, state, name="Giàng A Hai", unit="xa-b", birth_date="01/01/2000")
    decided = enrol(db, state, name="Giàng A Ba", birth_date="01/01/1991")
    bending.set_standing(db, decided.participant_id, "may_not_win", "người ra đề")
    assert standings(db)[:2] == [("may_not_win", "TooOld"), ("may_not_win", "Excluded")]
    older = replace(state.contest, eligibility=replace(closed, age_max=40))
    load(db, older, weight=Weight.AMENDMENT)
    assert standings(db) == [("full", None), ("may_not_win", "Excluded"), ("may_not_win", "người ra đề")]
    load(db, replace(older, eligibility=Eligibility(closed_list=True)), weight=Weight.AMENDMENT)
    assert standings(db)[1] == ("may_not_win", "Excluded"), "refused now: nothing sets such a person free"
    load(db, replace(older, eligibility=Eligibility()), weight=Weight.AMENDMENT)
    assert standings(db) == [("full", None), ("full", None), ("may_not_win", "người ra đề")]


@pytest.mark.parametrize("more", [(), ("--dry-run",)])
def test_the_command_line_says_what_is_amended_and_takes_it_with_its_reason(
    engine: Engine, quiz: Command, tmp_path: Path, more: tuple[str, ...]
) -> None:
    with writing(engine) as db:
        state = make.running(db)
    written = tmp_path / "thu.toml"
    written.write_text(toml_text(replace(state.contest, collectives=())), encoding="utf-8")
    refused = quiz("contest", "load", written, "--reason", "công văn 9", *more, fails=True)
    assert "the tables and prizes of collectives" in refused.told
    quiz("contest", "load", written, "--amend", "--reason", "công văn 9", *more)
    with reading(engine) as db:
        assert make.reload(db, state.slug).contest.collectives == (UNITS,) * bool(more)
