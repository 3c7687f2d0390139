"""The figures of a running contest, as far as no prediction hides them."""

from __future__ import annotations

import re
from datetime import datetime

from sqlalchemy import Engine, select

from quiz.actions import counting
from quiz.rules.guess import PredictionRule
from quiz.store import live, tables
from quiz.store.engine import writing
from quiz.web.office.live import MOST_UNITS
from tests import clerk, make
from tests.play import Play


def test_without_a_prediction_the_figures_are_shown(engine: Engine, now: datetime) -> None:
    value = make.contest(opens=now - make.DAY, clauses=make.clauses(prediction=PredictionRule()))
    with writing(engine) as db:
        play = Play(make.running(db, value, now=now))
        units = {row.code: row.id for row in db.execute(select(tables.units))}
        person = make.participant(db, play.state, unit_id=units["xa-a"], now=now)
        play.start(db, person.token, now=now)
        counting.count_live(db, play.state, now=now)
        commune = clerk.hired(db, "xa-b", "coordinator", play.state.id, unit_id=units["xa-b"])
    page = clerk.office(engine, contest_id=play.state.id).get("/office/c/thu/live/").text
    assert "Tỉnh Thử › Xã Núi A" in page
    assert "<dd>1</dd>" in page
    elsewhere = clerk.seat(engine, commune).get("/office/c/thu/live/").text
    assert "Xã Núi A" not in elsewhere
    assert "<dd>1</dd>" not in elsewhere


def test_the_largest_units_are_shown_and_the_others_counted(engine: Engine, now: datetime) -> None:
    value = make.contest(opens=now - make.DAY, clauses=make.clauses(prediction=PredictionRule()))
    with writing(engine) as db:
        state = make.running(db, value, now=now)
        codes = [f"xa-{number:03}" for number in range(MOST_UNITS + 7)]
        rows = [
            {"contest_id": state.id, "code": code, "name": code, "path": f"Tỉnh › {code}", "search": code}
            for code in codes
        ]
        db.execute(tables.units.insert(), rows)
        units = {code: [1 + (code == codes[-1]), 3] for code in codes}
        counts = {"participants": 1, "attempts": 3, "finished": 3, "last_hour": 0, "units": units}
        live.write(db, state.id, "tuan-1", counts, now=now)
    page = clerk.office(engine, contest_id=state.id).get("/office/c/thu/live/").text
    shown = re.findall(r"<td>Tỉnh › (xa-\d+)</td>", page)
    assert shown == [codes[-1], *codes[: MOST_UNITS - 1]]
    assert "Và 7 đơn vị khác" in page
