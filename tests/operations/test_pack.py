"""A result pack: what is in it, when it may be written, and that outsiders come to the same result."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine, select, update

from quiz.actions import finalising, grouping
from quiz.rules.guess import PredictionRule, Scope
from quiz.store import papers, tables
from quiz.store.engine import reading, writing
from tests import make
from tests.command import Command
from tests.make import DAY, NOW
from tests.operations import outsider
from tests.operations.packs import BY, LATER, NAME, Pack, announce, play_round


def test_an_outsider_comes_to_the_published_result(finished: Engine, quiz: Command, tmp_path: Path) -> None:
    quiz("export", "thu", "--out", tmp_path / "pack")
    pack = Pack(tmp_path / "pack")
    published = pack.lines("results/rounds/tuan-1.csv")
    told = [
        (
            int(row["place"]),
            row["participant"],
            row["attempt"],
            float(row["score"]),
            int(row["prediction_distance"]),
        )
        for row in published
    ]
    assert len(told) == 12
    assert told == outsider.ranking(pack.folder)
    table = pack.document("results/rounds/tuan-1.json")["collectives"]["don-vi"]
    assert {row["unit"]: row["value"] for row in table} == outsider.collectives(pack.folder)


MERGED = f"""unit,parent,name,headcount,valid_from,valid_to,successor
tinh,,Tỉnh Thử,,,,
xa-b,tinh,Xã Núi B,,,{NOW - 2 * DAY:%Y-%m-%dT%H:%M:%S%z},xa-a
xa-a,tinh,Xã Núi A,100,,{NOW - 3 * DAY:%Y-%m-%dT%H:%M:%S%z},
xa-a,khu,,,{NOW - 3 * DAY:%Y-%m-%dT%H:%M:%S%z},,
khu,,Khu vực,,,,
"""


def test_units_that_moved_and_merged_are_recounted_alike_by_us_and_by_an_outsider(
    finished: Engine, quiz: Command, tmp_path: Path
) -> None:
    with writing(finished) as db:
        grouping.load_units(db, make.reload(db, "thu").id, MERGED, now=LATER)
    finalising.recompute(finished, "thu", "tuan-1", seen_version=1, **BY, now=LATER)
    quiz("export", "thu", "--out", tmp_path / "pack")
    assert quiz("recount", tmp_path / "pack", "--json").document["agrees"]
    table = Pack(tmp_path / "pack").document("results/rounds/tuan-1.json")["collectives"]["don-vi"]
    people = {row["unit"]: row["participants"] for row in table}
    assert people == outsider.collectives(tmp_path / "pack") == {"tinh": 0, "khu": 12, "xa-a": 12}


def test_our_own_recount_agrees_and_goes_through_everything(
    finished: Engine, quiz: Command, tmp_path: Path
) -> None:
    quiz("export", "thu", "--out", tmp_path / "pack")
    found = quiz("recount", tmp_path / "pack", "--json").document
    assert found["agrees"]
    assert (found["attempts"], found["seals"]) == (16, 1)
    assert found["results"] == ["results/contest.json", "results/rounds/tuan-1.json"]


def test_a_second_export_is_the_same_to_the_byte(finished: Engine, quiz: Command, tmp_path: Path) -> None:
    first = quiz("export", "thu", "--out", tmp_path / "pack", "--json").document
    assert quiz("export", "thu", "--out", tmp_path / "pack", "--json").document == first


def test_a_pack_names_nobody_and_opens_no_receipt(finished: Engine, quiz: Command, tmp_path: Path) -> None:
    quiz("export", "thu", "--out", tmp_path / "pack")
    text = Pack(tmp_path / "pack").text()
    with reading(finished) as db:
        receipts = list(db.execute(select(tables.attempts.c.receipt)).scalars())
    assert NAME not in text
    assert "1990-" not in text  # random hex may hold the four digits
    assert not [receipt for receipt in receipts if receipt in text]
    assert not [number for number in range(12) if f"09{number:08}" in text]


@pytest.mark.parametrize(
    ("file", "before", "after"),
    [
        ("attempts.csv", ",valid,", ",void,"),
        ("attempts.csv", "T03:02:", "T03:01:"),
        ("units.csv", "xa-a,tinh,Xã Núi A", "xa-a,xa-b,Xã Núi A"),
        ("results/rounds/tuan-1.csv", "\n,1,", "\n,2,"),
        ("results/rounds/tuan-1.json", '"prize": "nhat"', '"prize": "nhi"'),
        ("papers/tuan-1.1.json", "Lựa chọn A", "Lựa chọn Á"),
    ],
)
def test_a_changed_file_is_found_even_with_a_new_manifest(
    finished: Engine, quiz: Command, tmp_path: Path, file: str, before: str, after: str
) -> None:
    quiz("export", "thu", "--out", tmp_path / "pack")
    pack = Pack(tmp_path / "pack")
    pack.change(file, before, after)
    pack.manifest_anew()
    done = quiz("recount", tmp_path / "pack", fails=True)
    assert "differences" in done.told


def test_a_changed_answer_shows_in_marks_and_seal(finished: Engine, quiz: Command, tmp_path: Path) -> None:
    with writing(finished) as db:
        some = db.execute(select(tables.attempts).where(tables.attempts.c.correct < 5)).first()
        assert some is not None
        changed = update(tables.attempts).where(tables.attempts.c.id == some.id)
        db.execute(changed.values(answers="2,2,2,2,2"))
    quiz("export", "thu", "--out", tmp_path / "pack")
    found = quiz("recount", tmp_path / "pack", "--json", fails=True).document
    where = {(one["file"], one["where"]) for one in found["differences"]}
    assert {("attempts.csv", some.public_id), ("seals.json", "1 root")} <= where
    assert any(file == "results/rounds/tuan-1.csv" for file, _ in where)


def test_no_round_that_is_still_open_leaves_the_house(engine: Engine, quiz: Command, tmp_path: Path) -> None:
    with writing(engine) as db:
        make.running(db)
    done = quiz("export", "thu", "--out", tmp_path / "pack", fails=True)
    assert "tuan-1: chưa đóng / not closed." in done.told
    assert Pack(tmp_path / "pack").text() == ""


def test_a_round_waits_while_a_later_one_uses_its_questions(
    finished: Engine, quiz: Command, tmp_path: Path
) -> None:
    with writing(finished) as db:
        state = make.reload(db, "thu")
        shared = papers.latest(db, state.rounds[0].id, "")
        assert shared is not None
        papers.choose(
            db,
            contest_id=state.id,
            round_id=state.rounds[1].id,
            block="",
            item_version_ids=shared.choice["items"][:1],
        )
    assert "shares questions" in quiz("export", "thu", "--out", tmp_path / "pack", fails=True).told


def test_a_round_waits_while_the_whole_contest_is_still_guessed(
    engine: Engine, quiz: Command, tmp_path: Path
) -> None:
    guess = make.clauses().prediction
    play_round(engine, make.clauses(prediction=_over_the_contest(guess)))
    announce(engine)
    assert "prediction is still open" in quiz("export", "thu", "--out", tmp_path / "pack", fails=True).told


def _over_the_contest(rule: PredictionRule) -> PredictionRule:
    return PredictionRule(kind=rule.kind, question=rule.question, scope=Scope.CONTEST)
