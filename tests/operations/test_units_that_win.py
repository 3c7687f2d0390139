"""Prizes of units from finalising to the pack: shared ones marked, none where nobody took part."""

import json
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import Engine

from quiz.actions import grouping, workbook
from quiz.rules.awards import Prize
from quiz.rules.contest import Table, TableScope
from quiz.rules.registration import Effect, Eligibility
from quiz.rules.text import Text
from quiz.store import boards, snapshots
from quiz.store.engine import reading, writing
from tests import make
from tests.command import Command
from tests.make import NOW
from tests.operations import packs
from tests.operations.packs import Pack
from tests.operations.test_pack_script import recounted

EMPTY = "unit,parent,name,jury\nxa-c,tinh,Xã Núi C,9\n"


def table(slug: str, metric: str, count: int) -> Table:
    prizes = (Prize(f"giai-{slug}", Text("Giải tập thể"), count),)
    return Table(slug, Text(slug), metric=metric, prizes=prizes, scope=TableScope.ROUND)


# Of the province's 12 people each of the two communes A and B has 6; nobody of commune C took part.
# The script in a pack knows the metrics of one word alone.
TABLES = (
    table("hai", "participants", 2),
    table("hai-lan", "2 * participants", 2),
    table("nhieu", "participants", 9),
    table("giam-khao", "jury", 1),
    table("giam-khao-lan", "2 * jury", 1),
)
WON = [
    ("giai-giam-khao", "xa-c", 1, False),
    ("giai-giam-khao-lan", "xa-c", 1, False),
    ("giai-hai", "tinh", 1, False),
    ("giai-hai", "xa-a", 2, True),
    ("giai-hai", "xa-b", 2, True),
    ("giai-hai-lan", "tinh", 1, False),
    ("giai-hai-lan", "xa-a", 2, True),
    ("giai-hai-lan", "xa-b", 2, True),
    ("giai-nhieu", "tinh", 1, False),
    ("giai-nhieu", "xa-a", 2, False),
    ("giai-nhieu", "xa-b", 2, False),
]


@pytest.fixture
def prized(engine: Engine) -> Engine:
    packs.play_round(engine, make.clauses(), collectives=TABLES)
    with writing(engine) as db:
        grouping.load_units(db, make.reload(db, "thu").id, EMPTY, now=NOW + timedelta(days=1))
    packs.announce(engine)
    return engine


def test_the_public_and_the_workbook_see_which_prizes_of_units_are_shared(prized: Engine) -> None:
    with reading(prized) as db:
        state = make.reload(db, "thu")
        won = [row for row in boards.all_prizes(db, state.id).won if row.unit_id]
        shown = snapshots.shown(db, state.id, "tuan-1")
        assert shown is not None
        book = workbook.written(db, state, "tuan-1", shown, {})
    assert sorted((row.prize, row.place, bool(row.shared)) for row in won) == sorted(
        (prize, place, shared) for prize, _unit, place, shared in WON
    )
    sheet = openpyxl.load_workbook(BytesIO(book))["Tập thể"]
    head, *rows = sheet.iter_rows(values_only=True)
    marked = [row for row in rows if row[head.index("Đồng hạng")] == "có"]
    assert [(row[0], row[1]) for row in marked] == [("hai", 2), ("hai", 2), ("hai-lan", 2), ("hai-lan", 2)]


def test_the_pack_marks_them_and_both_recounts_agree(prized: Engine, quiz: Command, tmp_path: Path) -> None:
    quiz("export", "thu", "--out", tmp_path / "pack")
    told = Pack(tmp_path / "pack").document("results/rounds/tuan-1.json")["winners"]
    won = sorted((one["prize"], one["unit"], one["place"], one["shared"]) for one in told if "unit" in one)
    assert won == WON
    assert quiz("recount", tmp_path / "pack", "--json").document["agrees"]
    done = recounted(tmp_path / "pack")
    assert (done.returncode, done.stderr) == (0, ""), done.stdout


@pytest.mark.parametrize("name", ["giai-hai", "giai-hai-lan", "giai-giam-khao"])
def test_a_mark_that_was_changed_is_found_by_the_script(
    prized: Engine, quiz: Command, tmp_path: Path, name: str
) -> None:
    quiz("export", "thu", "--out", tmp_path / "pack")
    path = tmp_path / "pack" / "results" / "rounds" / "tuan-1.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    changed = [one for one in document["winners"] if one["prize"] == name][-1]
    changed["shared"] = not changed["shared"]
    path.write_text(json.dumps(document), encoding="utf-8")
    assert f"prizes of units: {name} {changed['unit']}" in recounted(tmp_path / "pack").stdout


@pytest.mark.parametrize("effect", list(Effect))
def test_a_unit_that_is_excluded_wins_nothing_by_both_recounts(
    engine: Engine, quiz: Command, tmp_path: Path, effect: Effect
) -> None:
    # Nobody plays for commune C, which the jury puts first.
    rule = Eligibility(excluded_units=("xa-c",), effect=effect)
    packs.play_round(engine, make.clauses(), collectives=TABLES, eligibility=rule)
    with writing(engine) as db:
        grouping.load_units(
            db,
            make.reload(db, "thu").id,
            EMPTY + "xa-d,xa-c,Xã D,8\nxa-e,tinh,Xã E,7\n",
            now=NOW + timedelta(days=1),
        )
    packs.announce(engine)
    quiz("export", "thu", "--out", tmp_path / "pack")
    told = Pack(tmp_path / "pack").document("results/rounds/tuan-1.json")["winners"]
    jury = {one["prize"]: one["unit"] for one in told if "giam-khao" in one["prize"]}
    assert jury == {"giai-giam-khao": "xa-e", "giai-giam-khao-lan": "xa-e"}
    assert quiz("recount", tmp_path / "pack", "--json").document["agrees"]
    done = recounted(tmp_path / "pack")
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert "not recounted: everything" not in done.stdout
