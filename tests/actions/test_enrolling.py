"""A roster is taken in whole, or not at all with its faults by row."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from quiz.actions import enrolling, signing_in
from quiz.actions.enrolling import Roster, RosterRow
from quiz.rules.folding import folded
from quiz.rules.refusals.contest import FieldMalformed, FieldMissing, FieldTaken, TooYoung, UnitUnknown
from quiz.rules.refusals.entry import BirthDateUnlikely, RowTwice, UnitAmbiguous
from quiz.rules.registration import Eligibility
from quiz.store import tables
from quiz.store.contests import ContestState
from tests import citizens, make
from tests.make import NOW


def row(line: int, name: str, **more: str) -> RosterRow:
    return RosterRow(line, {"name": name, "birth_date": "01/02/2005", "unit": "Xã Núi A", **more})


def enrol(db: Connection, state: ContestState, *rows: RosterRow) -> Roster:
    return enrolling.enrol_roster(db, state, rows, key=citizens.KEY, now=NOW)


def count(db: Connection) -> int:
    return db.execute(select(func.count()).select_from(tables.participants)).scalar_one()


def test_people_without_a_telephone_get_a_number_and_a_code_that_let_them_in(db: Connection) -> None:
    state = make.running(db, make.contest(registration=citizens.asking()))
    roster = enrol(db, state, row(2, "Giàng A Một"), row(3, "Giàng A Hai", roster_number="HS-07"))
    first, second = roster.slips
    assert (len(first.number), second.number, first.unit) == (6, "HS-07", "Tỉnh Thử › Xã Núi A")
    for slip in roster.slips:
        account, code = slip.number, slip.entry.code
        assert signing_in.by_code(db, state, account, code, citizens.HOME, key=citizens.KEY, now=NOW)


def test_faults_are_told_by_row_and_nothing_is_kept(db: Connection) -> None:
    state = make.running(db, make.contest(eligibility=Eligibility(age_min=14)))
    roster = enrol(
        db,
        state,
        row(2, "Giàng A Một"),
        row(3, ""),
        row(4, "Giàng A Ba", unit="Xã Không Có"),
        row(5, "Giàng A Bốn", birth_date="hôm qua"),
        row(6, "Giàng A Năm", birth_date="01/02/2020"),
        row(7, "giàng  a một"),
        row(8, "Giàng A Sáu", birth_date="01/02/1895"),
    )
    assert [(one.line, one.field, type(one.refusal)) for one in roster.faults] == [
        (3, "name", FieldMissing),
        (4, "unit", UnitUnknown),
        (5, "birth_date", FieldMalformed),
        (6, "", TooYoung),
        (7, "", RowTwice),
        (8, "birth_date", BirthDateUnlikely),
    ]
    assert count(db) == 0
    assert roster.slips == ()


def test_the_same_roster_again_takes_in_nobody(db: Connection) -> None:
    state = make.running(db)
    rows = [row(2, "Giàng A Một"), row(3, "Giàng A Hai")]
    enrol(db, state, *rows)
    again = enrol(db, state, *rows, row(4, "Giàng A Ba"))
    assert (len(again.slips), again.known, count(db)) == (1, 2, 3)


def test_namesakes_born_on_one_day_in_two_units_are_two_people(db: Connection) -> None:
    state = make.running(db)
    roster = enrol(db, state, row(2, "Giàng A Một"), row(3, "Giàng A Một", unit="xa-b"))
    assert len(roster.slips) == 2


def test_a_number_that_somebody_has_is_a_fault_of_its_row(db: Connection) -> None:
    state = make.running(db)
    enrol(db, state, row(2, "Giàng A Một", roster_number="7"))
    roster = enrol(db, state, row(2, "Giàng A Hai", roster_number="7"))
    assert [type(one.refusal) for one in roster.faults] == [FieldTaken]


def test_a_name_that_several_units_have_is_told_with_their_paths(db: Connection) -> None:
    state = make.running(db, make.contest(registration=citizens.asking()))
    found = {one.code: one.id for one in db.execute(select(tables.units.c.code, tables.units.c.id))}
    for code, above in (("lop-1a", "Xã Núi A"), ("lop-1b", "Xã Núi B")):
        path = f"Tỉnh Thử › {above} › Lớp 1"
        line = {"code": code, "name": "Lớp 1", "path": path, "search": folded(path)}
        parent = found["xa-a" if code == "lop-1a" else "xa-b"]
        db.execute(tables.units.insert().values(contest_id=state.id, parent_id=parent, **line))
    [fault] = enrol(db, state, row(2, "Giàng A Một", unit="lớp 1")).faults
    assert (fault.field, type(fault.refusal)) == ("unit", UnitAmbiguous)
    for lang in ("vi", "en"):
        said = fault.refusal.sentence(lang)
        assert "Tỉnh Thử › Xã Núi A › Lớp 1 (lop-1a); Tỉnh Thử › Xã Núi B › Lớp 1 (lop-1b)" in said
    for unit in ("lop-1b", "Tỉnh Thử / Xã Núi B / Lớp 1"):
        [slip] = enrol(db, state, row(2, f"Giàng A {unit[:3]}", unit=unit)).slips
        assert slip.unit == "Tỉnh Thử › Xã Núi B › Lớp 1"
