"""The public form of a result pack: outsiders can check it, and nothing joins it with the lists of names."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Connection, Engine, select, update

from quiz.actions import finalising, running, sealing
from quiz.rules.clauses import RankingRule
from quiz.rules.contest import Contest
from quiz.rules.display import Feedback, Masking, Publication, When
from quiz.rules.keys import RankKey
from quiz.store import tables
from quiz.store.engine import reading, writing
from tests import citizens, make
from tests.command import Command
from tests.make import DAY, NOW
from tests.operations.packs import BY, CHAIN, NAME, Pack
from tests.play import Play
from tests.provision.server import Clock

LATER = NOW + 9 * DAY
FIVE = 5  # fewer than that is a person that somebody knows
PEOPLE = 44
ALONE = 3  # of them come from the smaller commune


@dataclass(frozen=True)
class Named:
    """A line of a public page that shows a name."""

    name: str
    unit: str
    place: int
    score: float
    minutes: str


@pytest.fixture
def announced(engine: Engine, test_clock: Clock) -> Engine:
    """A contest of one round that is over: places, winners and unit tables are on public pages."""
    everybody_plays(engine, over())
    test_clock.turn(LATER)
    return engine


def over(**changed: Any) -> Contest:
    """A contest of one round, ranked by score, prediction, duration and hand-in."""
    clauses = make.clauses(ranking=RankingRule(chain=tuple(RankKey(key) for key in CHAIN)))
    return make.contest(rounds=1, clauses=clauses, **changed)


def test_no_line_with_a_name_narrows_the_public_attempts_to_fewer_than_five_people(
    announced: Engine, quiz: Command, tmp_path: Path
) -> None:
    quiz("export", "thu", "--out", tmp_path / "pack", "--public")
    pack, named = Pack(tmp_path / "pack"), _named(citizens.visitor(announced, tmp_path, LATER))
    attempts = pack.lines("attempts.csv")
    assert len(named) == PEOPLE
    assert len(attempts) >= FIVE
    for one in named:
        fits = [line for line in attempts if float(line["ranked_score"]) == one.score]
        assert len(fits) == 0 or len(fits) >= FIVE, one
        # Minutes tell whom the clock stopped, and blanks go with that.
        blank = sum(line["answered"] != line["questions"] for line in fits)
        assert blank == 0 or blank >= FIVE, one
        assert blank == len(fits) or len(fits) - blank >= FIVE, one
    left_out = len(named) - len(attempts)
    assert left_out == 0 or left_out >= FIVE
    told = pack.document("results/rounds/tuan-1.json")
    for band in told["ranked"][""]["bands"]:
        inside = [one for one in named if band["score_from"] <= one.score <= band["score_to"]]
        assert len(inside) == band["people"] >= FIVE
        assert {one.place for one in inside} <= {*range(band["first_place"], band["last_place"] + 1)}


def test_the_same_join_with_the_full_pack_does_name_people(
    announced: Engine, quiz: Command, tmp_path: Path
) -> None:
    quiz("export", "thu", "--out", tmp_path / "pack")
    named = _named(citizens.visitor(announced, tmp_path, LATER))
    lines = Counter((int(line["place"]), float(line["score"])) for line in _ranking(tmp_path / "pack"))
    assert any(lines[one.place, one.score] == 1 for one in named)


def test_no_column_of_the_public_form_but_round_block_and_scores_stands_on_a_list_of_names(
    announced: Engine, quiz: Command, tmp_path: Path
) -> None:
    quiz("export", "thu", "--out", tmp_path / "pack", "--public")
    pack = Pack(tmp_path / "pack")
    shared = {"round", "block", "score", "ranked_score"}
    lists = {"place", "participant", "unit", "duration_us", "prediction_distance", "prediction", "number"}
    lists |= {"started_at", "deadline_at", "submitted_at", "last_edit_at", "receipt_digest", "seal", "nonce"}
    assert shared <= pack.lines("attempts.csv")[0].keys()
    assert not lists & pack.lines("attempts.csv")[0].keys()
    names = {path.relative_to(pack.folder).as_posix() for path in pack.folder.rglob("*.*")}
    assert not {"participants.csv", "results/rounds/tuan-1.csv", "results/contest.csv"} & names


def test_the_public_form_holds_nothing_that_belongs_to_one_person(
    announced: Engine, quiz: Command, tmp_path: Path
) -> None:
    quiz("export", "thu", "--out", tmp_path / "pack", "--public")
    text = Pack(tmp_path / "pack").text()
    with reading(announced) as db:
        own = _personal(db)
    assert len(own) > PEOPLE
    assert not [word for word in own if word in text]
    assert NAME not in text


def test_a_unit_of_few_people_is_in_no_table_of_the_public_form(
    announced: Engine, quiz: Command, tmp_path: Path
) -> None:
    quiz("export", "thu", "--out", tmp_path / "pack", "--public")
    told = Pack(tmp_path / "pack").document("results/rounds/tuan-1.json")
    people = {row["unit"]: row["participants"] for row in told["collectives"]["don-vi"]}
    assert people == {"tinh": PEOPLE, "xa-a": PEOPLE - ALONE} or people == {"xa-a": PEOPLE - ALONE}
    assert told["units_left_out"]["don-vi"] >= 1


def test_two_public_exports_call_no_attempt_alike_and_name_one_full_pack(
    announced: Engine, quiz: Command, tmp_path: Path
) -> None:
    for name in ("one", "two"):
        quiz("export", "thu", "--out", tmp_path / name, "--public")
    first, second = (Pack(tmp_path / name).lines("attempts.csv") for name in ("one", "two"))
    assert not {line["attempt"] for line in first} & {line["attempt"] for line in second}
    assert {line["seed"] for line in first} == {line["seed"] for line in second}
    assert [line["attempt"] for line in first] == sorted(line["attempt"] for line in first)
    digest = quiz("export", "thu", "--out", tmp_path / "full", "--json").document["digest"]
    assert Pack(tmp_path / "one").document("manifest.json")["full"] == digest


def test_the_public_form_waits_until_the_result_is_final_and_answers_may_be_shown(
    engine: Engine, quiz: Command, tmp_path: Path, test_clock: Clock
) -> None:
    everybody_plays(engine, over(feedback=Feedback(answers_at=When.NEVER)))
    test_clock.turn(LATER)
    told = quiz("export", "thu", "--out", tmp_path / "pack", "--public", fails=True).told
    assert not (tmp_path / "pack").exists()
    assert "the rulebook does not show the answers yet" in told
    with writing(engine) as db:
        db.execute(update(tables.rounds).values(state="provisional"))
    assert "its result is not final" in (
        quiz("export", "thu", "--out", tmp_path / "pack", "--public", fails=True).told
    )
    assert Pack(tmp_path / "pack").text() == ""
    manifest = tmp_path / "older" / "manifest.json"
    quiz("export", "thu", "--out", manifest.parent)
    written = manifest.read_bytes()
    quiz("export", "thu", "--out", manifest.parent, "--public", fails=True)
    assert manifest.read_bytes() == written


def test_lists_that_show_codes_instead_of_names_meet_no_code_in_the_public_form(
    engine: Engine, quiz: Command, tmp_path: Path, test_clock: Clock
) -> None:
    everybody_plays(engine, over(publication=Publication(names=Masking.CODE)))
    test_clock.turn(LATER)
    quiz("export", "thu", "--out", tmp_path / "pack", "--public")
    text = Pack(tmp_path / "pack").text()
    named = _named(citizens.visitor(engine, tmp_path, LATER))
    assert all(re.fullmatch(r"P[0-9A-F]{10}", one.name) for one in named)
    assert not [one.name for one in named if one.name in text]


def test_a_second_public_form_of_a_changed_result_is_warned_of(
    announced: Engine, quiz: Command, tmp_path: Path
) -> None:
    for name in ("one", "two"):
        told = quiz("export", "thu", "--out", tmp_path / name, "--public").told
        assert "told another result" not in told
    with writing(announced) as db:
        some = select(tables.attempts.c.id).limit(1).scalar_subquery()
        gone = update(tables.attempts).where(tables.attempts.c.id == some)
        db.execute(gone.values(voided_at=LATER, void_reason="thử"))
    finalising.recompute(announced, "thu", "tuan-1", seen_version=1, **BY, now=LATER)
    with writing(announced) as db:
        running.publish(db, make.reload(db, "thu"), "tuan-1", **BY, now=LATER)
    told = quiz("export", "thu", "--out", tmp_path / "three", "--public").told
    assert "told another result: results/contest.json, results/rounds/tuan-1.json" in told


ROW = re.compile(
    r'<th scope="row" class="number">(\d+)</th><td>(.*?)<span class="above">(.*?)</span>.*?</td>'
    r'<td class="number">(.*?)</td><td class="number">(.*?)</td>',
    re.DOTALL,
)


def _named(client: FlaskClient) -> list[Named]:
    """Everybody on the round's board, as any visitor reads it."""
    return [
        Named(unescape(name), unit, int(place), float(score.replace(",", ".")), minutes)
        for place, name, unit, score, minutes in ROW.findall(client.get("/c/thu/boards/tuan-1/people").text)
    ]


def _ranking(folder: Path) -> list[dict[str, str]]:
    return Pack(folder).lines("results/rounds/tuan-1.csv")


def _personal(db: Connection) -> list[str]:
    """Codes, public ids, receipts, nonces and instants of everybody, as packs would spell them."""
    a = tables.attempts.c
    rows = db.execute(select(a.public_id, a.receipt, a.leaf_nonce, a.started_at, a.finished_at)).all()
    words = [str(word) for row in rows for word in (row.public_id, row.receipt)]
    words += [row.leaf_nonce.hex() for row in rows]
    words += [when.isoformat()[:19] for row in rows for when in (row.started_at, row.finished_at)]
    return words + list(db.execute(select(tables.participants.c.code)).scalars())


def everybody_plays(engine: Engine, contest: Contest) -> None:
    """Everybody plays, every fourth twice; the round is closed, sealed, finalised and published."""
    with writing(engine) as db:
        play = Play(make.running(db, contest))
        units = {row.code: row.id for row in db.execute(select(tables.units))}
        for number in range(PEOPLE):
            _attempt(db, play, number, units["xa-b" if number < ALONE else "xa-a"])
    ended = LATER - DAY
    with writing(engine) as db:
        running.close(db, make.reload(db, "thu"), "tuan-1", **BY, now=ended)
        sealing.seal(db, make.reload(db, "thu"), now=ended)
    finalising.finalise(engine, "thu", "tuan-1", **BY, now=ended)
    with writing(engine) as db:
        running.publish(db, make.reload(db, "thu"), "tuan-1", **BY, now=ended)


def _attempt(db: Connection, play: Play, number: int, unit: int) -> None:
    phone = f"09{number:08}"
    person = make.participant(
        db, play.state, f"{NAME} {number}", phone=phone, birth_date=date(1990, 1, 1), unit_id=unit
    )
    for again in range(2 if number % 4 == 0 else 1):
        began = NOW + timedelta(minutes=20 * again, seconds=37 + number)
        attempt = play.start(db, person.token, now=began)
        last = 6 if number % 5 else 4
        shown = {position: ((number * position + again) % 4 + 1,) for position in range(1, last)}
        ended = began + timedelta(minutes=2 + number % 4, milliseconds=137 * number)
        play.hand_in(db, person.token, attempt, shown, prediction=10 + number, now=ended)
