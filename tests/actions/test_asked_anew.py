"""A sign-up form may change while people are registered, but not how those are known who came before."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine

from quiz.actions import signing_up
from quiz.actions.amending import Weight, proposed
from quiz.actions.entries import EntryRefused
from quiz.rules.contest import Contest
from quiz.rules.refusals.contest import AlreadyRegistered, FieldMissing, FieldTaken
from quiz.rules.refusals.staff import PeopleKnownAlready
from quiz.rules.registration import COMMON_FIELDS, Duplicate, Field, Registration
from quiz.rules.text import Text
from quiz.rules.toml_text import toml_text
from quiz.store.contests import ContestState
from quiz.store.engine import reading, writing
from tests import citizens, make
from tests.actions.test_amending import load
from tests.actions.test_correcting import correct, signed_up
from tests.command import Command
from tests.make import NOW

NATION = Field("ethnicity", Text("Dân tộc", "Ethnicity"))
CARD = Field("id_number", Text("Số CCCD", "Identity number"), unique=True)


def opened(db: Connection) -> ContestState:
    return make.running(db, make.contest(registration=citizens.asking()))


def asking(state: ContestState, **changed: Any) -> Contest:
    registration = replace(state.contest.registration, **changed)
    return replace(state.contest, registration=registration)


def unique(name: str) -> tuple[Field, ...]:
    return tuple(replace(one, unique=one.name == name) for one in COMMON_FIELDS)


def enrol(db: Connection, state: ContestState, **typed: str) -> signing_up.Enrolled:
    return signing_up.enrol(db, state, citizens.entry(**typed), key=citizens.KEY, now=NOW)


@pytest.mark.parametrize(
    ("changed", "key"),
    [
        ({"identity": ("name", "birth_date")}, "registration.identity"),
        ({"fields": unique("phone")}, "registration.fields.phone.unique"),
    ],
)
@pytest.mark.parametrize("weight", Weight)
def test_people_are_known_again_as_they_were_when_they_registered(
    db: Connection, weight: Weight, changed: dict[str, Any], key: str
) -> None:
    state = opened(db)
    assert load(db, asking(state, **changed)).changed, "nobody has registered yet"
    load(db, state.contest)
    signed_up(db, state)
    with pytest.raises(PeopleKnownAlready) as refusal:
        load(db, asking(state, **changed), weight=weight)
    assert key in refusal.value.sentence("vi")
    assert "(1)" in refusal.value.sentence("en")


def test_a_new_field_may_be_unique_and_an_old_one_cease_to_be(db: Connection) -> None:
    state = opened(db)
    signed_up(db, state)
    assert load(db, asking(state, fields=(*COMMON_FIELDS, CARD))).changed
    state = make.reload(db, state.slug)
    enrol(db, state, name="Người Hai", id_number="012")
    with pytest.raises(EntryRefused) as refused:
        enrol(db, state, name="Người Ba", id_number="012")
    assert isinstance(refused.value.faults["id_number"], FieldTaken)
    assert load(db, asking(state, fields=(*COMMON_FIELDS, replace(CARD, unique=False)))).changed
    enrol(db, make.reload(db, state.slug), name="Người Ba", id_number="012")


def test_a_field_required_later_is_asked_of_newcomers_and_of_whoever_corrects_the_details(
    db: Connection,
) -> None:
    state = opened(db)
    me = signed_up(db, state)
    wanted = asking(state, fields=(*COMMON_FIELDS, NATION))
    found = proposed(db, state, wanted, reason="", now=NOW)
    assert ([one.name for one in found.asked_anew], found.people) == (["ethnicity"], 1)
    assert load(db, wanted).changed
    state = make.reload(db, state.slug)
    with pytest.raises(EntryRefused) as refused:
        correct(db, state, me, name="Vàng Thị Thu")
    assert isinstance(refused.value.faults["ethnicity"], FieldMissing)
    assert correct(db, state, me, name="Vàng Thị Thu", ethnicity="Mông") == ("ethnicity", "name")


def test_a_stricter_duplicate_rule_holds_from_now_on_and_knows_who_came_before(db: Connection) -> None:
    state = opened(db)
    first = enrol(db, state)
    second = enrol(db, state, form="sau đó")
    assert first.code != second.code
    assert load(db, asking(state, duplicates=Duplicate.BLOCK)).changed
    with pytest.raises(EntryRefused) as refused:
        enrol(db, make.reload(db, state.slug), form="lần nữa")
    assert isinstance(refused.value.faults[""], AlreadyRegistered)
    assert load(db, asking(state, duplicates=Duplicate.FLAG)).changed
    assert enrol(db, make.reload(db, state.slug), form="lần ba").code


@pytest.mark.parametrize("more", [(), ("--dry-run",), ("--amend",)])
def test_the_command_line_tells_what_of_a_form_stays_and_who_is_asked(
    engine: Engine, quiz: Command, tmp_path: Path, more: tuple[str, ...]
) -> None:
    with writing(engine) as db:
        state = opened(db)
        signed_up(db, state)
    written = tmp_path / "thu.toml"
    written.write_text(toml_text(asking(state, identity=("phone", "name"))), encoding="utf-8")
    refused = quiz("contest", "load", written, "--reason", "sửa", *more, fails=True)
    assert "registration.identity" in refused.told
    written.write_text(toml_text(asking(state, fields=(*COMMON_FIELDS, NATION))), encoding="utf-8")
    answer = quiz("contest", "load", written, "--reason", "sửa", *more)
    assert "people registered before (1) are asked when they correct their details: ethnicity" in answer.said
    with reading(engine) as db:
        asked: Registration = make.reload(db, state.slug).contest.registration
    assert (asked.field("ethnicity") is None) == ("--dry-run" in more)
