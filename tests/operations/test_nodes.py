"""Two nodes on one database: what is decided on one binds the other within two seconds."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from quiz.rules.refusals.contest import AttemptVoid, RoundEnded, TooLate
from quiz.store import sessions, tables
from quiz.store.contests import ContestState
from quiz.store.engine import reading, writing
from tests import clerk, make
from tests.make import Person
from tests.provision.server import Clock, Servers
from tests.visitor import Seen, Visitor

BINDS_WITHIN = 2.0
GRACE = timedelta(seconds=62)
ROUND, OFFICE = "/c/thu/r/tuan-1/", "/office/c/thu"
REASON = {"reason": "thử"}


@dataclass(frozen=True)
class Province:
    """Two running nodes, an organiser who uses the one and a citizen who uses the other."""

    engine: Engine
    here: str
    there: str
    organiser: Visitor
    citizen: Visitor
    person: Person

    def start(self) -> str:
        """The address of the attempt that the citizen now has open on the other node."""
        status, _text, sheet = self.citizen.post(self.there, ROUND, ROUND)
        assert status == 303
        return sheet

    def public_id(self) -> str:
        with reading(self.engine) as db:
            return str(db.execute(select(tables.attempts.c.public_id)).scalar_one())


@pytest.fixture
def province(engine: Engine, servers: Servers) -> Province:
    """A round that opened yesterday, in the present: no clock is turned."""
    now = datetime.now(UTC)
    with writing(engine) as db:
        state: ContestState = make.running(db, make.contest(opens=now - make.DAY), now=now)
        person = make.participant(db, state, now=now)
        staff_id = clerk.hired(db, "to-chuc", "organiser", state.id)
        token = sessions.open_for_staff(db, staff_id, agent_class="test", now=now)
    here, there = servers().url, servers().url
    citizen, organiser = Visitor(f"c:{person.token}"), Visitor(f"s:{token}")
    return Province(engine, here, there, organiser, citizen, person)


def test_a_round_closed_on_one_node_takes_no_start_on_the_other(province: Province) -> None:
    rounds = f"{OFFICE}/rounds/tuan-1/"
    assert province.citizen.get(province.there, ROUND)[0] == 200
    assert province.organiser.post(province.here, f"{rounds}close", rounds, **REASON)[0] == 303
    _soon(
        lambda: province.citizen.get(province.there, ROUND),
        lambda seen: RoundEnded().sentence("vi") in seen[1],
    )


def test_a_round_closed_on_one_node_ends_attempts_on_the_other(province: Province, test_clock: Clock) -> None:
    rounds, sheet = f"{OFFICE}/rounds/tuan-1/", province.start()
    assert province.organiser.post(province.here, f"{rounds}close", rounds, **REASON)[0] == 303
    test_clock.turn(datetime.now(UTC) + GRACE)  # far inside the ten minutes that the attempt had
    status, text, _place = province.citizen.post(province.there, f"{sheet}hand-in", "/c/thu/me", q1="1")
    assert (status, TooLate.vi.partition(" (")[0] in text) == (403, True)


def test_an_attempt_voided_on_one_node_cannot_be_handed_in_on_the_other(province: Province) -> None:
    sheet = province.start()
    desk = f"{OFFICE}/desk/people/{province.person.code}"
    void = f"{desk}/attempts/{province.public_id()}/void"
    assert province.citizen.get(province.there, f"{sheet}check")[0] == 200
    assert province.organiser.post(province.here, void, desk, **REASON)[0] == 303
    status, text, _place = province.citizen.post(province.there, f"{sheet}hand-in", "/c/thu/me")
    assert (status, AttemptVoid().sentence("vi") in text) == (409, True)


def _soon(look: Callable[[], Seen], wanted: Callable[[Seen], bool]) -> None:
    """Look again and again for as long as a decision may take to bind."""
    ends = time.monotonic() + BINDS_WITHIN
    began, seen = time.monotonic(), look()
    while not wanted(seen):
        assert began < ends, seen  # a look that began in time may take its time on a busy machine
        began, seen = time.monotonic(), look()
