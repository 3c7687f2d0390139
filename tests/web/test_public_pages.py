"""What everybody sees: home, boards, winners, honours, rules; from snapshots, in two statements."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, delete, insert, select

from quiz.actions import counting, finalising, running
from quiz.rules.awards import Prize
from quiz.rules.contest import Block, Combine, Overall, Table
from quiz.rules.display import Live, Publication
from quiz.rules.guess import PredictionRule
from quiz.rules.text import Text
from quiz.store import tables
from quiz.store.engine import writing
from tests import citizens, make
from tests.citizens import LATER, announced, played
from tests.make import DAY, NOW
from tests.play import Play, at_once, statements


def test_the_only_contest_is_the_front_page(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as db:
        make.running(db)
    assert citizens.visitor(engine, tmp_path).get("/").location == "/c/thu/"
    with writing(engine) as db:
        make.running(db, make.contest("khac", title=Text("Cuộc thi khác")), pool=9)
    assert "Cuộc thi khác" in citizens.visitor(engine, tmp_path).get("/").text


@pytest.mark.parametrize(
    ("when", "said"),
    [(NOW - 2 * DAY, "Chưa mở"), (NOW, "Đang mở"), (NOW + 20 * DAY, "Các vòng thi đã kết thúc")],
)
def test_the_home_page_says_whether_a_round_is_open(
    engine: Engine, tmp_path: Path, when: datetime, said: str
) -> None:
    with writing(engine) as db:
        make.running(db, make.contest(rounds=1))
    page = citizens.visitor(engine, tmp_path, when).get("/c/thu/").text
    assert said in page
    assert ("Vào thi" in page) == (said == "Đang mở")
    assert "0219 3 000 000" in page


def test_home_and_boards_cost_two_statements(engine: Engine, tmp_path: Path) -> None:
    announced(engine)
    client = citizens.visitor(engine, tmp_path, LATER + 2 * DAY)
    client.get("/c/thu/")
    memory = client.application.extensions
    for page in (
        "",
        "boards/tuan-1/people",
        "boards/tuan-1/people?q=vang&after=0",
        "boards/all/units/don-vi",
        "winners",
        "honours",
    ):
        memory["fronts"].clear()
        memory["contests"]["thu"] = (NOW, memory["contests"]["thu"][1])
        with statements(engine) as sent:
            assert client.get(f"/c/thu/{page}").status_code == 200
        assert len(sent) <= 2, page


def test_nobody_learns_from_the_home_page_what_the_open_round_asks_to_guess(
    engine: Engine, tmp_path: Path
) -> None:
    played(engine)
    during = citizens.visitor(engine, tmp_path).get("/c/thu/").text
    assert "Người dự thi" not in during
    assert "Lượt thi" not in during
    assert "được giữ kín với mọi người vì còn nhận dự đoán" in during
    closed = citizens.visitor(engine, tmp_path, LATER + DAY / 2).get("/c/thu/").text
    assert "được giữ kín" in closed, "the second week asks as well"
    over = citizens.visitor(engine, tmp_path, LATER + 10 * DAY).get("/c/thu/?lang=en").text
    assert "while guesses are taken" not in over


def test_a_figure_that_the_rulebook_hides_is_not_blamed_on_a_guess(engine: Engine, tmp_path: Path) -> None:
    played(engine, publication=Publication(counts=Live.HIDDEN))
    assert "được giữ kín" not in citizens.visitor(engine, tmp_path).get("/c/thu/").text


def test_live_counts_are_shown_with_their_hour_where_nobody_is_asked(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as db:
        play = Play(make.running(db, make.contest(clauses=make.clauses(prediction=PredictionRule()))))
        play.start(db, make.participant(db, play.state).token)
        counting.count_live(db, play.state, now=NOW)
    page = citizens.visitor(engine, tmp_path).get("/c/thu/").text
    assert "Người dự thi" in page
    assert "Tính đến 10:00 ngày 23/11/2026" in page


def test_results_appear_masked_and_marked_provisional_with_true_ties(engine: Engine, tmp_path: Path) -> None:
    announced(engine)
    client = citizens.visitor(engine, tmp_path, LATER + 2 * DAY)
    assert client.get("/c/thu/boards/").location == "/c/thu/boards/tuan-1/people"
    page = client.get("/c/thu/boards/tuan-1/people").text
    assert "Kết quả tạm" in page
    assert "Vàng *** Nhất" in page
    assert "Vàng Thị Nhất" not in page
    assert "0900000001" not in page
    assert "Giải Nhất" in page


def test_a_board_shows_no_finer_times_than_it_compares(engine: Engine, tmp_path: Path) -> None:
    announced(engine)
    with writing(engine) as db:
        db.execute(tables.standings.update().values(duration_us=435_010_000))
    page = citizens.visitor(engine, tmp_path, LATER + 2 * DAY).get("/c/thu/boards/tuan-1/people").text
    assert ">7:15<" in page, "the rules compare to the second"


def test_a_board_is_searched_by_name_and_unit(engine: Engine, tmp_path: Path) -> None:
    announced(engine)
    client = citizens.visitor(engine, tmp_path, LATER + 2 * DAY)
    found = client.get("/c/thu/boards/tuan-1/people?q=nui+b").text
    assert ("Lù *** Ba" in found, "Vàng *** Nhất" in found) == (True, False)
    units = client.get("/c/thu/boards/tuan-1/units/don-vi?q=nui+a").text
    assert ("Xã Núi A" in units, "Xã Núi B" in units) == (True, False)
    assert client.get("/c/thu/boards/tuan-1/people?q=%25&after=x").status_code == 200


def test_a_unit_with_more_players_than_people_is_marked_on_its_board(engine: Engine, tmp_path: Path) -> None:
    announced(engine)
    with writing(engine) as db:
        db.execute(
            tables.unit_standings.update().values(detail={"headcount": 2, "apart": ""}, participants=3)
        )
    page = citizens.visitor(engine, tmp_path, LATER + 2 * DAY).get("/c/thu/boards/tuan-1/units/don-vi").text
    assert "Trên 100 %: nhiều người dự thi hơn số người của đơn vị (2)" in page


def test_a_board_of_many_is_read_by_pages_of_fifty(engine: Engine, tmp_path: Path) -> None:
    announced(engine)
    with writing(engine) as db:
        first = db.execute(select(tables.standings).where(tables.standings.c.position == 1)).first()
        assert first is not None
        values = {**first._asdict(), "prize": None}
        del values["id"]
        db.execute(delete(tables.standings).where(tables.standings.c.snapshot_id == first.snapshot_id))
        rows = [{**values, "position": n, "place": 1, "shown_name": f"Người {n}."} for n in range(1, 121)]
        db.execute(insert(tables.standings), rows)
    client = citizens.visitor(engine, tmp_path, LATER + 2 * DAY)
    one, two, three = (
        client.get(f"/c/thu/boards/tuan-1/people?after={after}").text for after in (0, 50, 100)
    )
    assert ("Người 50." in one, "Người 51." in one, "?after=50" in one) == (True, False, True)
    assert ("Người 51." in two, "?after=100" in two, "?after=0" in two) == (True, True, True)
    assert ("Người 120." in three, "Trang sau" in three) == (True, False)


def test_a_board_that_is_not_announced_does_not_exist(engine: Engine, tmp_path: Path) -> None:
    played(engine)
    client = citizens.visitor(engine, tmp_path)
    for page in ("boards/tuan-1/people", "boards/all/units/don-vi", "boards/tuan-9/people"):
        assert client.get(f"/c/thu/{page}").status_code == 404
    assert "Chưa có kết quả" in client.get("/c/thu/boards/").text
    assert client.get("/c/khong-co/").status_code == 404


def test_a_contest_that_ranks_its_rounds_alone_leads_to_no_overall_ranking(
    engine: Engine, tmp_path: Path
) -> None:
    announced(engine)
    client = citizens.visitor(engine, tmp_path, LATER + 2 * DAY)
    for page in ("boards/tuan-1/people", "boards/all/units/don-vi"):
        assert "boards/all/people" not in client.get(f"/c/thu/{page}").text
    assert "/c/thu/boards/all/units/don-vi" in client.get("/c/thu/boards/tuan-1/people").text
    typed = client.get("/c/thu/boards/all/people")
    assert typed.status_code == 404
    assert "không có bảng chung" in typed.text
    assert "no overall ranking" in client.get("/c/thu/boards/all/people?lang=en").text


def test_an_overall_ranking_opens_with_the_first_block(engine: Engine, tmp_path: Path) -> None:
    blocks = (Block("a", Text("Khối A")), Block("b", Text("Khối B")))
    with writing(engine) as db:
        play = Play(make.running(db, make.contest(rounds=1, blocks=blocks, overall=Overall(Combine.BEST))))
        for name, block in (("Vàng Thị Nhất", "a"), ("Giàng A Nhì", "b")):
            person = make.participant(db, play.state, name, phone=None, block=block)
            play.hand_in(db, person.token, play.start(db, person.token), {}, prediction=1, now=NOW)
        running.close(db, play.state, "tuan-1", staff_id=None, reason="thử", now=LATER)
    finalising.finalise(engine, "thu", "tuan-1", staff_id=None, reason="thử", now=LATER + DAY)
    client = citizens.visitor(engine, tmp_path, LATER + 2 * DAY)
    assert "boards/all/people" in client.get("/c/thu/boards/tuan-1/people").text
    for asked, shown, other in (("", "Nhất", "Nhì"), ("?block=b", "Nhì", "Nhất")):
        rows = client.get(f"/c/thu/boards/all/people{asked}").text.partition("<tbody>")[2]
        assert (shown in rows, other in rows) == (True, False)
    assert client.get("/c/thu/boards/all/people?block=c").status_code == 404


def test_winners_stand_under_the_name_of_their_prize(engine: Engine, tmp_path: Path) -> None:
    announced(engine)
    page = citizens.visitor(engine, tmp_path, LATER + 2 * DAY).get("/c/thu/winners").text
    assert "Giải Nhất" in page
    assert "***" in page


def test_prizes_of_the_whole_contest_wait_for_its_last_round(engine: Engine, tmp_path: Path) -> None:
    prize = Prize("tap-the", Text("Giải tập thể"), 1)
    announced(engine, collectives=(Table("don-vi", Text("Đơn vị"), prizes=(prize,)),))
    client = citizens.visitor(engine, tmp_path, LATER + 2 * DAY)
    assert "Mới tính các vòng đã có kết quả" in client.get("/c/thu/boards/all/units/don-vi").text
    assert client.get("/c/thu/winners").text.count("Giải tập thể") == 1


def test_honours_name_decision_date_and_signer(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as db:
        state = make.running(db)
        row = {
            "name": "Xã Núi A",
            "reason": "Dẫn đầu phong trào",
            "decision_number": "12/QĐ",
            "signer": "Chủ tịch",
        }
        row |= {"contest_id": state.id, "kind": "collective", "position": 1}  # type: ignore[dict-item]
        db.execute(insert(tables.honours).values(decision_date=date(2026, 12, 1), entered_at=NOW, **row))
    page = citizens.visitor(engine, tmp_path).get("/c/thu/honours").text
    for word in ("Xã Núi A", "12/QĐ", "01/12/2026", "Chủ tịch"):
        assert word in page


def test_the_rules_page_says_what_really_applies_in_both_languages(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as db:
        make.running(db)
    client = citizens.visitor(engine, tmp_path)
    assert "10 phút" in client.get("/c/thu/rules").text
    assert "10 minutes" in client.get("/c/thu/rules?lang=en").text


@pytest.mark.race
def test_forty_visitors_at_once_are_all_served(engine: Engine, tmp_path: Path) -> None:
    announced(engine)
    client = citizens.visitor(engine, tmp_path, LATER + 2 * DAY)
    app = client.application
    answers = at_once(40, lambda: app.test_client().get("/c/thu/").status_code)
    assert set(answers) == {200}
