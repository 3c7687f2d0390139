"""Where everybody keeps the highest prize, a later week tells that an earlier prize would move."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import Engine

from quiz.actions import finalising, moved_prizes, running
from quiz.rules.awards import Prize, PrizePlan, Repeat
from quiz.rules.clauses import RankingRule
from quiz.rules.keys import Key, RankKey
from quiz.rules.text import Text
from quiz.store import snapshots, standings
from quiz.store.engine import reading, writing
from tests import clerk, make
from tests.actions.test_waiting_prizes import MINUTE, SECOND_OVER, WHO, second_week
from tests.make import DAY, NOW
from tests.play import Play

FIRST_OVER = NOW + 7 * DAY
PLAN = PrizePlan((Prize("nhat", Text("Nhất", "First"), 1, 1_000),), repeat=Repeat.KEEP_HIGHEST)
HIGHER = PrizePlan((Prize("lon", Text("Lớn", "Great"), 1, 9_000),), repeat=Repeat.KEEP_HIGHEST)
EARLIEST = RankingRule(chain=(RankKey(Key.SUBMITTED),))
WOULD_DIFFER, OF_ANOTHER = "giải của vòng này sẽ khác", "nếu tính lại sẽ khác giải đang hiện"


@pytest.fixture
def known(engine: Engine) -> dict[str, make.Person]:
    """An wins the first week, which is announced, then a higher prize in the second."""
    contest = make.contest(clauses=make.clauses(ranking=EARLIEST, prizes=PLAN))
    first, second = contest.rounds
    contest = replace(contest, rounds=(first, replace(second, prizes=HIGHER, closes=SECOND_OVER)))
    with writing(engine) as db:
        play = Play(make.running(db, contest))
        people = {name: make.participant(db, play.state, name, phone=None) for name in ("An", "Bá")}
        for number, person in enumerate(people.values(), 1):
            at = NOW + number * MINUTE
            play.hand_in(db, person.token, play.start(db, person.token), {}, prediction=1, now=at)
        running.close(db, play.state, "tuan-1", **WHO, now=FIRST_OVER)
    finalising.finalise(engine, "thu", "tuan-1", **WHO, now=FIRST_OVER + MINUTE)
    with writing(engine) as db:
        running.publish(db, make.reload(db, "thu"), "tuan-1", **WHO, now=FIRST_OVER + 2 * MINUTE)
        second_week(db, Play(make.reload(db, "thu")), people["An"].token)
    finalising.finalise(engine, "thu", "tuan-2", **WHO, now=SECOND_OVER + MINUTE)
    return people


def winners(engine: Engine, slug: str) -> set[str]:
    with reading(engine) as db:
        shown = snapshots.shown(db, make.reload(db, "thu").id, slug)
        assert shown is not None
        return {code for _block, _prize, code, _waits in standings.prizes(db, shown.id)}


def moved(engine: Engine) -> list[str]:
    with reading(engine) as db:
        return moved_prizes.told(db, make.reload(db, "thu"))


def test_what_was_announced_stays_until_somebody_computes_it_again(
    engine: Engine, known: dict[str, make.Person]
) -> None:
    an, ba = known["An"].code, known["Bá"].code
    assert (winners(engine, "tuan-1"), winners(engine, "tuan-2"), moved(engine)) == ({an}, {an}, ["tuan-1"])
    finalising.recompute(engine, "thu", "tuan-1", seen_version=1, **WHO, now=SECOND_OVER + DAY)
    assert (winners(engine, "tuan-1"), winners(engine, "tuan-2"), moved(engine)) == ({ba}, {an}, [])


@pytest.mark.usefixtures("known")
def test_the_office_is_told_on_the_pages_of_both_rounds_and_results(engine: Engine) -> None:
    with reading(engine) as db:
        organiser = clerk.office(engine, contest_id=make.reload(db, "thu").id)
    for page in ("rounds/tuan-1/", "results/tuan-1/"):
        assert WOULD_DIFFER in organiser.get(f"/office/c/thu/{page}").text
    for page in ("rounds/tuan-2/", "results/tuan-2/", "results/contest/"):
        text = organiser.get(f"/office/c/thu/{page}").text
        assert OF_ANOTHER in text
        assert WOULD_DIFFER not in text
    finalising.recompute(engine, "thu", "tuan-1", seen_version=1, **WHO, now=SECOND_OVER + DAY)
    for page in ("rounds/tuan-1/", "results/tuan-1/", "results/contest/"):
        text = organiser.get(f"/office/c/thu/{page}").text
        assert WOULD_DIFFER not in text
        assert OF_ANOTHER not in text


@pytest.mark.usefixtures("known")
def test_the_later_week_is_announced_all_the_same(engine: Engine) -> None:
    with writing(engine) as db:
        state = make.reload(db, "thu")
        assert not running.is_outdated(db, state, state.rounds[0])
        assert running.publish(db, state, "tuan-2", **WHO, now=SECOND_OVER + DAY)
