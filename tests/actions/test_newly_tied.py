"""Somebody becomes equal to people whose tie was decided: the prize waits until it is decided for all."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select

from quiz.actions import deciding, desking, finalising, running
from quiz.actions.desking import Act
from quiz.rules.awards import Prize, PrizePlan
from quiz.rules.clauses import RankingRule, StillTied
from quiz.rules.keys import Key, RankKey
from quiz.rules.text import Text
from quiz.store import desk, snapshots, staff, tables
from quiz.store.engine import reading, writing
from tests import clerk, make
from tests.command import Command
from tests.make import DAY, NOW
from tests.play import Play

MINUTE = timedelta(minutes=1)
CLOSED, COUNTED = NOW + 7 * DAY, NOW + 7 * DAY + 5 * MINUTE
WHO: dict[str, Any] = {"staff_id": None, "reason": "thử"}
NEAREST = RankingRule(chain=(RankKey(Key.SCORE), RankKey(Key.PREDICTION)), still_tied=StillTied.DECIDE)
PLAN = PrizePlan((Prize("nhat", Text("Giải Nhất", "First"), 1), Prize("nhi", Text("Giải Nhì", "Second"), 1)))
# Four take part: An and Bá miss by 1, Cả by 3. Without Dần they are three, and all miss by 2.
GUESSES = {"An": 5, "Bá": 5, "Cả": 1, "Dần": 40}


class Week:
    """The first week, whose result is computed anew a minute after every act of the organisers."""

    def __init__(self, engine: Engine) -> None:
        self.engine, self.clock = engine, COUNTED
        self.attempts: dict[str, str] = {}
        with writing(engine) as db:
            contest = make.contest(clauses=make.clauses(ranking=NEAREST, prizes=PLAN))
            play = Play(make.running(db, contest))
            self.lan = staff.add(db, login="lan", name="Lan", password_hash="-", now=NOW)
            self.people = {name: make.participant(db, play.state, name, phone=None) for name in GUESSES}
            for name, guess in GUESSES.items():
                token = self.people[name].token
                self.attempts[name] = play.start(db, token)
                play.hand_in(db, token, self.attempts[name], {}, prediction=guess, now=NOW + MINUTE)
            running.close(db, play.state, "tuan-1", **WHO, now=CLOSED)
        finalising.finalise(engine, "thu", "tuan-1", **WHO, now=COUNTED)

    def names(self, codes: Any) -> list[str]:
        known = {person.code: name for name, person in self.people.items()}
        return [known[code] for code in codes]

    def waiting(self) -> list[list[str]]:
        """Who is tied over a prize."""
        with reading(self.engine) as db:
            ties = deciding.open_ties(db, make.reload(db, "thu"))
            return [sorted(self.names(tie.participants)) for tie in ties]

    def won(self) -> list[str]:
        with reading(self.engine) as db:
            shown = snapshots.shown(db, make.reload(db, "thu").id, "tuan-1")
            assert shown is not None
            query = select(tables.participants.c.code).join(
                tables.winners, tables.participants.c.id == tables.winners.c.participant_id
            )
            query = query.where(tables.winners.c.snapshot_id == shown.id).order_by(tables.winners.c.place)
            return self.names(db.execute(query).scalars())

    def decide(self, *names: str) -> None:
        with writing(self.engine) as db:
            state = make.reload(db, "thu")
            (tie,) = deciding.open_ties(db, state)
            order = [self.people[name].code for name in names]
            deciding.decide(db, state, tie, order, staff_id=None, reason="họp", now=self._later())
        self._recompute()

    def void(self, name: str) -> None:
        self._at_the_desk(desking.void, name)

    def restore(self, name: str) -> None:
        self._at_the_desk(desking.restore, name)

    def shut_out(self, name: str) -> None:
        """Let somebody play on who cannot win."""
        with writing(self.engine) as db:
            state = make.reload(db, "thu")
            person = desk.by_code(db, state.id, self.people[name].code, None)
            assert person
            act = Act(self.lan, "người ra đề", self._later())
            desking.judge(db, state, person, "may_not_win", act=act)
        self._recompute()

    def _at_the_desk(self, act: Any, name: str) -> None:
        with writing(self.engine) as db:
            state = make.reload(db, "thu")
            person = desk.by_code(db, state.id, self.people[name].code, None)
            act(db, state, person, self.attempts[name], act=Act(self.lan, "xem lại", self._later()))
        self._recompute()

    def _recompute(self) -> None:
        with reading(self.engine) as db:
            shown = snapshots.shown(db, make.reload(db, "thu").id, "tuan-1")
        assert shown is not None
        finalising.recompute(
            self.engine, "thu", "tuan-1", seen_version=shown.version, **WHO, now=self._later()
        )

    def _later(self) -> datetime:
        self.clock += MINUTE
        return self.clock


@pytest.fixture
def week(engine: Engine) -> Week:
    return Week(engine)


def test_who_becomes_equal_after_a_decision_is_decided_about_like_the_others(week: Week) -> None:
    assert week.waiting() == [["An", "Bá"]]
    week.decide("Bá", "An")
    assert [week.won(), week.waiting()] == [["Bá", "An"], []]
    week.void("Dần")
    assert [week.won(), week.waiting()] == [[], [["An", "Bá", "Cả"]]]
    week.decide("Cả", "An", "Bá")
    assert [week.won(), week.waiting()] == [["Cả", "An"], []]
    week.restore("Dần")
    assert [week.won(), week.waiting()] == [["Bá", "An"], []], "as it was first decided between the two"
    week.void("Dần")
    assert [week.won(), week.waiting()] == [["Cả", "An"], []]


def test_who_stood_behind_without_a_name_shares_what_is_left_until_that_is_decided_too(week: Week) -> None:
    week.void("Dần")
    week.decide("Cả")
    assert [week.won(), week.waiting()] == [["Cả"], [["An", "Bá"]]]
    week.decide("Bá")
    assert [week.won(), week.waiting()] == [["Cả", "Bá"], []]


def test_a_decided_tie_from_which_somebody_is_voided_stays_decided(week: Week) -> None:
    week.void("Dần")
    week.decide("Cả")
    week.decide("Bá")
    week.void("Cả")  # two take part: both miss by 3
    assert [week.won(), week.waiting()] == [["Bá", "An"], []]


def test_somebody_at_the_place_who_cannot_win_stands_behind_and_keeps_no_tie_open(week: Week) -> None:
    week.void("Dần")
    week.shut_out("Cả")
    assert week.waiting() == [["An", "Bá"]]
    week.decide("Bá")
    assert [week.won(), week.waiting()] == [["Bá", "An"], []]


def test_a_newcomer_who_cannot_win_is_named_too(engine: Engine, week: Week) -> None:
    week.decide("Bá", "An")
    week.shut_out("Cả")
    week.void("Dần")
    assert week.waiting() == [["An", "Bá"]]
    with reading(engine) as db:
        state = make.reload(db, "thu")
        ((decision, newcomers),) = deciding.earlier(db, state, deciding.open_ties(db, state)[0])
    assert [week.names(decision.order), week.names(newcomers)] == [["Bá", "An"], ["Cả"]]


def test_the_office_says_of_whom_the_earlier_decision_does_not_speak(engine: Engine, week: Week) -> None:
    week.decide("Bá", "An")
    with reading(engine) as db:
        number = make.reload(db, "thu").id
    office, page = clerk.office(engine, contest_id=number), "/office/c/thu/decisions/"
    assert "Không có giải nào chờ" in office.get(page).text
    week.void("Dần")
    told = office.get(page).text
    assert f'(họp) không nói về: <span class="mono">{week.people["Cả"].code}</span>.' in told


def test_both_recounts_let_a_decision_speak_only_of_its_people(
    week: Week, quiz: Command, tmp_path: Path
) -> None:
    week.decide("Bá", "An")
    told: list[str] = []
    steps: list[tuple[Callable[[str], None], str]]
    steps = [(week.restore, "Dần"), (week.void, "Dần"), (week.decide, "Cả")]
    for number, (act, name) in enumerate(steps):
        act(name)
        folder = tmp_path / str(number)
        quiz("export", "thu", "--out", folder)
        assert "agrees" in quiz("recount", folder).said
        script = [sys.executable, "-I", "-S", str(folder / "recount.py")]
        done = subprocess.run(script, capture_output=True, text=True, check=False, timeout=60)
        assert [done.returncode, done.stderr] == [0, ""], done.stdout
        told.append(done.stdout.splitlines(keepends=True)[-1])
    assert told == ["agrees: 4 attempts, 4 places\n", *["agrees: 4 attempts, 3 places\n"] * 2]
