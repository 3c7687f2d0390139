"""Extensions of the rulebook become real, once: for a branch or a person, in open attempts and later."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection, select

from quiz.actions import planning, running
from quiz.rules.contest import Contest, Extension
from quiz.rules.refusals.contest import RoundEnded
from quiz.store import pacing, tables
from tests import make, play
from tests.make import NOW, WEEK
from tests.play import Play

MINUTE = timedelta(minutes=1)
BRANCH = Extension("tuan-1", 30 * MINUTE, "mất điện", unit="tinh")
COMMUNE = Extension("tuan-1", 20 * MINUTE, "lũ quét", unit="xa-a")


def with_more(contest: Contest, *extensions: Extension) -> Contest:
    return replace(contest, extensions=extensions)


def load(db: Connection, wanted: Contest) -> planning.Loaded:
    return planning.load(db, wanted, reason="thử", author_id=None, now=NOW)


def unit(db: Connection, code: str) -> int:
    return int(db.execute(select(tables.units.c.id).where(tables.units.c.code == code)).scalar_one())


def test_units_that_come_after_the_rulebook_are_open_longer_once_the_round_is_scheduled(
    db: Connection,
) -> None:
    state = make.running(db, with_more(make.contest(), COMMUNE))
    late = state.rounds[0].closes_at + 15 * MINUTE
    inside = make.participant(db, state, "Một", unit_id=unit(db, "xa-a"), now=late)
    outside = make.participant(db, state, "Hai", unit_id=unit(db, "xa-b"), now=late)
    attempt = Play(state).start(db, inside.token, now=late)
    assert play.row(db, attempt).deadline_at == late + 5 * MINUTE
    with pytest.raises(RoundEnded):
        Play(state).start(db, outside.token, now=late)


def test_an_amendment_gives_time_to_open_attempts_and_only_once(db: Connection) -> None:
    state = make.running(db)
    person = make.participant(db, state, unit_id=unit(db, "xa-a"))
    attempt = Play(state).start(db, person.token)
    load(db, with_more(state.contest, BRANCH))
    assert play.row(db, attempt).deadline_at == NOW + 40 * MINUTE
    load(db, with_more(state.contest, BRANCH, COMMUNE))
    assert play.row(db, attempt).deadline_at == NOW + 60 * MINUTE


def test_a_person_is_extended_by_the_public_code(db: Connection) -> None:
    state = make.running(db)
    person = make.participant(db, state)
    own = Extension("tuan-1", 5 * MINUTE, "máy hỏng", participant=person.code)
    stranger = Extension("tuan-1", 5 * MINUTE, "máy hỏng", participant="KHONG-CO")
    assert load(db, with_more(state.contest, own, stranger)).waiting == ("KHONG-CO",)
    attempt = Play(make.reload(db, state.slug)).start(db, person.token)
    assert play.row(db, attempt).deadline_at == NOW + 15 * MINUTE


def test_several_extensions_of_one_person_add_up_before_a_round_is_settled(db: Connection) -> None:
    state = make.running(db, with_more(make.contest(), BRANCH, COMMUNE))
    person = make.participant(db, state, unit_id=unit(db, "xa-a"))
    for reason in ("máy hỏng", "mất mạng"):
        own = Extension("tuan-1", 5 * MINUTE, reason, participant=person.code)
        extensions = (*make.reload(db, state.slug).contest.extensions, own)
        load(db, with_more(state.contest, *extensions))
    first = make.reload(db, state.slug).rounds[0]
    assert pacing.longest_extension(db, first.id) == 60 * MINUTE
    closes = NOW - make.DAY + WEEK
    state = make.reload(db, state.slug)
    assert not running.is_settled(db, state, first, now=closes + 59 * MINUTE)
    assert running.is_settled(db, state, first, now=closes + 62 * MINUTE)
