"""What the pages of an attempt tell to whom, and when; and what they never tell."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import Connection, Engine, select

from quiz.actions import choosing
from quiz.rules.display import Feedback, When
from quiz.store import bank, practice, staff, tables
from quiz.store.engine import reading, writing
from quiz.store.tables import attempts
from quiz.store.writes import added
from tests import citizens, make
from tests.phone import NOW, QUESTIONS, Phone, opened

STATIC = Path(__file__).resolve().parents[2] / "quiz" / "web" / "static"


def test_the_receipt_is_there_for_whoever_holds_it_and_tells_no_name(
    app: Flask, table: tuple[Phone, str, str]
) -> None:
    phone, _start, sheet = table
    receipt = phone.post(sheet, f"{sheet}hand-in").location
    stranger = Phone(app, None).get(receipt)
    assert stranger.status_code == 200
    assert "Vàng Thị Thử" not in stranger.text
    assert Phone(app, None).get(receipt[:-4] + "0000").status_code == 404


def keys_of(engine: Engine) -> list[str]:
    """What only the key knows: explanations and sources, and the document's own words."""
    with reading(engine) as db:
        documents = db.execute(select(tables.answer_keys.c.document)).scalars().all()
    told = [one for key in documents for one in key["solutions"].values()]
    return [text for one in told for text in (one["explanation"].get("vi"), one["source"]) if text]


def test_no_page_before_the_end_tells_anything_of_the_key(app: Flask, engine: Engine) -> None:
    state, person = opened(engine, feedback=Feedback(answers_at=When.HAND_IN))
    with writing(engine) as db:
        for row in db.execute(select(tables.answer_keys)).all():
            document = row.document
            for number, one in enumerate(document["solutions"].values()):
                one["explanation"], one["source"] = {"vi": f"BI-MAT-{number}-"}, f"NGUON-{number}-"
            db.execute(tables.answer_keys.update().values(document=document))
    secrets = keys_of(engine)
    assert len(secrets) == 60
    phone, start = Phone(app, person.token), f"/c/{state.slug}/r/tuan-1/"
    sheet = phone.post(start, start).location
    answers = [phone.get(start), phone.get(sheet), phone.post(sheet, sheet, {"q1": "1"})]
    answers += [phone.get(f"{sheet}check"), phone.post(sheet, f"{sheet}hand-in")]
    answers += [phone.get(answers[-1].location), phone.get("/c/thu/attempts"), phone.get(sheet)]
    for answer in answers:
        whole = answer.text + str(answer.headers)
        assert not [one for one in secrets if one in whole]


def test_answers_are_told_once_every_round_that_uses_the_items_is_finalised(
    app: Flask, engine: Engine
) -> None:
    state, person = opened(engine, feedback=Feedback(score_at=When.HAND_IN, answers_at=When.HAND_IN))
    phone, start = Phone(app, person.token), f"/c/{state.slug}/r/tuan-1/"
    sheet = phone.post(start, start).location
    receipt = phone.post(sheet, f"{sheet}hand-in", {"q1": "1"}).location
    assert "Đáp án đúng" not in phone.get(receipt).text
    assert "Điểm" in phone.get(receipt).text
    with writing(engine) as db:
        over = {"state": "provisional", "finalised_at": NOW - timedelta(seconds=5), "closed_at": NOW}
        db.execute(tables.rounds.update().where(tables.rounds.c.slug == "tuan-1").values(**over))
    assert phone.get(receipt).text.count("Đáp án đúng") == QUESTIONS


def test_practice_is_offered_only_where_there_is_something_to_practise_with(
    app: Flask, engine: Engine, tmp_path: Path
) -> None:
    state, person = opened(engine)
    pages = (f"/c/{state.slug}/", f"/c/{state.slug}/r/tuan-1/")
    phone = Phone(app, person.token)
    assert not any("Thi thử" in phone.get(page).text for page in pages)
    with writing(engine) as db:
        by = staff.add(db, login="lan", name="Lan", password_hash="-", now=NOW)
        chosen = make.items(db, 5, now=NOW, bank="luyen-tap")
        assert choosing.practise(db, state, chosen, staff_id=by, now=NOW) == 5
    later = Phone(citizens.visitor(engine, tmp_path, NOW + make.DAY / 24).application, person.token)
    assert all("Thi thử" in later.get(page).text for page in pages)
    with writing(engine) as db:
        choosing.stop_practising(db, make.reload(db, "thu"), chosen, staff_id=by, now=NOW)
    (tmp_path / "clock").write_text(citizens.hands(NOW + make.DAY / 12))
    assert not any("Thi thử" in later.get(page).text for page in pages)


def test_practice_keeps_nothing_and_explains_at_once(app: Flask, engine: Engine) -> None:
    state, _person = opened(engine)
    with writing(engine) as db:
        practice.add(db, state.id, make.items(db, 5, now=NOW, bank="luyen-tap"))
    phone = Phone(app, None)
    empty = phone.get(f"/c/{state.slug}/practice")
    assert "Đáp án đúng" not in empty.text
    done = phone.get(f"/c/{state.slug}/practice?seed=abc&q1=1&q2=2&done=1")
    assert done.text.count("Đáp án đúng") == 5
    assert done.text.count("Bạn đã chọn") == 2
    with reading(engine) as db:
        assert db.execute(select(attempts)).first() is None


def publish_first_place(db: Connection) -> None:
    """A result of the first round in which the only attempt stands first with 17 points."""
    one = db.execute(select(attempts)).one()
    made = {"contest_id": one.contest_id, "kind": "result"}
    shown = added(db, tables.snapshots, **made, version=1, summary={}, digest="", made_at=NOW)
    who = {"participant_id": one.participant_id, "attempt_id": one.id, "shown_name": "V*** T***"}
    rest = {"block": "", "shown_unit": "", "search": ""}
    added(db, tables.standings, snapshot_id=shown, position=1, place=1, score=17.0, **who, **rest)
    added(db, tables.snapshot_pointers, **made, scope="tuan-1", snapshot_id=shown, flipped_at=NOW)


def test_my_attempts_tell_which_one_counts_and_my_place_once_there_is_a_result(
    engine: Engine, table: tuple[Phone, str, str]
) -> None:
    phone, _start, sheet = table
    phone.post(sheet, f"{sheet}hand-in")
    assert "Được tính" not in phone.get("/c/thu/attempts").text
    with writing(engine) as db:
        publish_first_place(db)
    text = phone.get("/c/thu/attempts").text
    assert "Được tính" in text
    assert "hạng 1, 17 điểm" in text


def test_the_waiting_page_speaks_both_languages_and_names_nobody() -> None:
    page = (STATIC / "waiting.html").read_text()
    assert "vẫn được giữ trên máy" in page
    assert "kept on this device" in page
    assert "<script" not in page


def test_a_picture_is_there_for_those_whose_sheet_shows_it_only(app: Flask, engine: Engine) -> None:
    state, person = opened(engine)
    with writing(engine) as db:
        bank.keep_picture(db, "abc.png", "image/png", b"a picture", now=NOW)
        bank.keep_picture(db, "elsewhere.png", "image/png", b"not yet shown", now=NOW)
        document = db.execute(select(tables.papers.c.document)).scalar_one()
        for question in document["questions"]:
            more = {
                "markup": "html",
                "media": ["abc.png"],
                "text": {"vi": '<p>x <img src="media/abc.png"></p>'},
            }
            question.update(more)
        db.execute(tables.papers.update().values(document=document))
        stranger = make.participant(db, state, "Giàng A Lạ", phone="0900000002", now=NOW)
    phone, start = Phone(app, person.token), f"/c/{state.slug}/r/tuan-1/"
    sheet = phone.post(start, start).location
    assert phone.get(sheet).text.count(f'<img src="{sheet}picture/abc.png">') == QUESTIONS
    assert phone.get(f"{sheet}picture/abc.png").data == b"a picture"
    assert phone.get(f"{sheet}picture/elsewhere.png").status_code == 404
    assert Phone(app, stranger.token).get(f"{sheet}picture/abc.png").status_code == 404
    receipt = phone.post(sheet, f"{sheet}hand-in").location
    assert phone.get(f"{receipt}/picture/abc.png").status_code == 404
