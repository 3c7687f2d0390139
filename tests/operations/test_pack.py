"""A result pack: what is in it, when it may be written, and that outsiders come to the same result."""

from __future__ import annotations

import csv
import hashlib
import json
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, select, update

from quiz.actions import finalising, grouping, running, sealing
from quiz.rules.clauses import RankingRule
from quiz.rules.guess import PredictionRule, Scope
from quiz.rules.keys import Key, RankKey
from quiz.store import papers, tables
from quiz.store.engine import reading, writing
from tests import make
from tests.command import Command
from tests.make import DAY, NOW
from tests.operations import outsider
from tests.play import Play

LATER = NOW + 7 * DAY
BY: dict[str, Any] = {"staff_id": None, "reason": "thử"}
CHAIN = (Key.SCORE, Key.PREDICTION, Key.DURATION, Key.SUBMITTED)
NAME = "Người thứ"


@dataclass(frozen=True)
class Pack:
    """A written pack."""

    folder: Path

    def lines(self, name: str) -> list[dict[str, str]]:
        with (self.folder / name).open(newline="", encoding="utf-8") as stream:
            return list(csv.DictReader(stream))

    def document(self, name: str) -> Any:
        return json.loads((self.folder / name).read_text())

    def text(self) -> str:
        files = sorted(path for path in self.folder.rglob("*") if path.is_file())
        return "\n".join(path.read_text() for path in files)


@pytest.fixture
def finished(engine: Engine) -> Engine:
    """A round of twelve people, every third of whom came twice, finalised and published."""
    _play(engine, make.clauses(ranking=RankingRule(chain=tuple(RankKey(key) for key in CHAIN))))
    _finish(engine)
    return engine


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
    assert "1990" not in text
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
    path = tmp_path / "pack" / file
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after, 1))
    manifest_anew(tmp_path / "pack")
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
    _play(engine, make.clauses(prediction=_over_the_contest(guess)))
    _finish(engine)
    assert "prediction is still open" in quiz("export", "thu", "--out", tmp_path / "pack", fails=True).told


def _over_the_contest(rule: PredictionRule) -> PredictionRule:
    return PredictionRule(kind=rule.kind, question=rule.question, scope=Scope.CONTEST)


def _play(engine: Engine, clauses: Any) -> None:
    with writing(engine) as db:
        play = Play(make.running(db, make.contest(clauses=clauses)))
        units = {row.code: row.id for row in db.execute(select(tables.units))}
        for number in range(12):
            unit = units[("xa-a", "xa-b")[number % 2]]
            _attempts(db, play, number, unit)


def _attempts(db: Connection, play: Play, number: int, unit: int) -> None:
    """Answers that differ from person to person, by the options as they are shown."""
    phone, birth = f"09{number:08}", date(1990, 1, 1 + number)
    person = make.participant(db, play.state, f"{NAME} {number}", phone=phone, birth_date=birth, unit_id=unit)
    for again in range(2 if number % 3 == 0 else 1):
        began = NOW + timedelta(minutes=20 * again, seconds=number)
        attempt = play.start(db, person.token, now=began)
        shown = {position: ((number * position + again) % 4 + 1,) for position in range(1, 6)}
        ended = began + timedelta(minutes=2 + number % 4, milliseconds=137 * number)
        play.hand_in(db, person.token, attempt, shown, prediction=10 + number % 5, now=ended)


def _finish(engine: Engine) -> None:
    with writing(engine) as db:
        running.close(db, make.reload(db, "thu"), "tuan-1", **BY, now=LATER)
        sealing.seal(db, make.reload(db, "thu"), now=LATER)
    finalising.finalise(engine, "thu", "tuan-1", **BY, now=LATER)
    with writing(engine) as db:
        running.publish(db, make.reload(db, "thu"), "tuan-1", **BY, now=LATER)


def manifest_anew(folder: Path) -> None:
    from_now_on: Any = json.loads((folder / "manifest.json").read_text())
    for name, told in from_now_on["files"].items():
        told["sha256"] = hashlib.sha256((folder / name).read_bytes()).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(from_now_on))
