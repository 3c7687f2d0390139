"""The pages of an attempt: what they accept, refuse, weigh and never tell."""

from __future__ import annotations

import gzip
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select

from quiz.rules.clauses import PaperSpec
from quiz.rules.display import Feedback, When
from quiz.settings import Environment, Settings
from quiz.store import practice, sessions, tables
from quiz.store.contests import ContestState
from quiz.store.engine import reading, writing
from quiz.store.tables import attempts
from quiz.web import create_app
from tests import make
from tests.make import Person
from tests.play import cookie, statements

STATIC = Path(__file__).resolve().parents[2] / "quiz" / "web" / "static"
NOW = datetime.now(UTC)  # these pages read the clock themselves
QUESTIONS = 20


@pytest.fixture
def app(engine: Engine) -> Flask:
    settings = Settings(environment=Environment.TEST, database_url=str(engine.url), insecure_cookies=True)
    return create_app(settings, engine)


def opened(engine: Engine, **changed: Any) -> tuple[ContestState, Person]:
    value = make.contest(
        opens=NOW - make.DAY, clauses=make.clauses(paper=PaperSpec(questions=QUESTIONS)), **changed
    )
    with writing(engine) as db:
        state = make.running(db, value, now=NOW, pool=30)
        return state, make.participant(db, state, now=NOW)


class Phone:
    """A browser without script: follows forms as they are, token included."""

    def __init__(self, app: Flask, token: str | None) -> None:
        self.client: FlaskClient = app.test_client()
        if token:
            self.client.set_cookie("quiz", cookie(token))

    def get(self, address: str) -> Any:
        return self.client.get(address)

    def post(self, page: str, address: str, fields: dict[str, Any] | None = None) -> Any:
        """Send these fields with the token of that page."""
        token = re.search(r'name="csrf_token" value="([^"]+)"', self.client.get(page).text)
        assert token
        return self.client.post(address, data={"csrf_token": token[1], **(fields or {})})

    def hidden(self, page: str, form: str) -> dict[str, str]:
        """The hidden fields of a form."""
        body = self.client.get(page).text.split(f'id="{form}"')[1].split("</form>")[0]
        return dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', body))


@pytest.fixture
def table(app: Flask, engine: Engine) -> tuple[Phone, str, str]:
    """A signed-in phone, the start page and the sheet of an attempt just begun."""
    state, person = opened(engine)
    phone = Phone(app, person.token)
    start = f"/c/{state.slug}/r/tuan-1/"
    answer = phone.post(start, start)
    assert answer.status_code == 303
    return phone, start, answer.location


def test_an_attempt_through_plain_forms_ends_in_a_receipt(table: tuple[Phone, str, str]) -> None:
    phone, _start, sheet = table
    saved = phone.post(sheet, sheet, {"q1": "2", "q3": "1", "prediction": "1.234", "then": "check"})
    assert (saved.status_code, saved.location) == (303, f"{sheet}check")
    form = phone.hidden(f"{sheet}check", "hand-in")
    assert (form["q1"], form["q3"], form["prediction"]) == ("2", "1", "1234")
    done = phone.client.post(f"{sheet}hand-in", data=form)
    again = phone.client.post(f"{sheet}hand-in", data=form)
    assert (done.status_code, done.location) == (303, again.location)
    other = phone.client.post(f"{sheet}hand-in", data={**form, "q1": "4"})
    assert other.status_code == 409
    assert "Đã nhận bài thi" in phone.get(done.location).text
    assert phone.get(sheet).location == done.location


def test_the_receipt_is_there_for_whoever_holds_it_and_tells_no_name(
    app: Flask, table: tuple[Phone, str, str]
) -> None:
    phone, _start, sheet = table
    receipt = phone.post(sheet, f"{sheet}hand-in").location
    stranger = Phone(app, None).get(receipt)
    assert stranger.status_code == 200
    assert "Vàng Thị Thử" not in stranger.text
    assert Phone(app, None).get(receipt[:-4] + "0000").status_code == 404


def test_an_autosave_is_a_few_bytes_and_answers_with_nothing_but_the_time_left(
    table: tuple[Phone, str, str],
) -> None:
    phone, _start, sheet = table
    token = phone.hidden(sheet, "sheet")["csrf_token"]
    body = "r=1230042&b=1220042&a=" + ".".join("8" * 50) + "&p=100000000"
    assert len(body) <= 250
    body = body.replace(".".join("8" * 50), ".".join("8" * QUESTIONS))
    answer = phone.client.post(
        f"{sheet}save",
        data=body,
        content_type="application/x-www-form-urlencoded",
        headers={"X-CSRFToken": token},
    )
    assert (answer.status_code, answer.data) == (204, b"")
    assert 0 < int(answer.headers["X-Quiz-Left"]) <= 600_000


@pytest.mark.parametrize(
    "body",
    ["r=1&a=x", "r=&a=1", "r=1&a=99999999999", "r=-1&a=1", "r=99999999999&a=1", f"r=1&a={'.' * QUESTIONS}1"],
)
def test_a_malformed_autosave_is_refused_and_changes_nothing(
    table: tuple[Phone, str, str], body: str, engine: Engine
) -> None:
    phone, _start, sheet = table
    token = phone.hidden(sheet, "sheet")["csrf_token"]
    answer = phone.client.post(
        f"{sheet}save",
        data=body,
        content_type="application/x-www-form-urlencoded",
        headers={"X-CSRFToken": token},
    )
    assert answer.status_code == 400
    with reading(engine) as db:
        assert db.execute(select(attempts.c.revision)).scalar_one() == 0


@pytest.mark.parametrize(
    "fields", [{"q1": "x"}, {"q1": "99"}, {"q21": "1"}, {"q1": ["1", "2"]}, {"base": "x"}]
)
def test_a_malformed_sheet_is_a_400(table: tuple[Phone, str, str], fields: dict[str, Any]) -> None:
    phone, _start, sheet = table
    assert phone.post(sheet, sheet, fields).status_code == 400


def test_no_form_of_an_attempt_is_taken_without_its_token(table: tuple[Phone, str, str]) -> None:
    phone, start, sheet = table
    for address in (start, sheet, f"{sheet}save", f"{sheet}hand-in"):
        assert phone.client.post(address, data={"q1": "1"}).status_code == 400


def test_a_strangers_attempt_is_a_404_on_every_page(
    app: Flask, engine: Engine, table: tuple[Phone, str, str]
) -> None:
    _phone, start, sheet = table
    with writing(engine) as db:
        state = make.reload(db, "thu")
        other = make.participant(db, state, "Giàng A Lạ", phone="0900000002", now=NOW)
    stranger = Phone(app, other.token)
    assert stranger.get(sheet).status_code == 404
    assert stranger.get(f"{sheet}check").status_code == 404
    assert stranger.get(f"{sheet}picture/abc").status_code == 404
    for address in (sheet, f"{sheet}save", f"{sheet}hand-in"):
        assert stranger.post(start, address, {"a": "1", "r": "1"}).status_code == 404


def test_whoever_is_signed_out_is_led_to_sign_in_and_back(app: Flask, table: tuple[Phone, str, str]) -> None:
    _phone, start, sheet = table
    nobody = Phone(app, None)
    for address in (start, sheet, f"{sheet}check"):
        answer = nobody.get(address)
        assert answer.status_code == 303
        assert answer.location.startswith("/c/thu/sign-in?next=")
    assert nobody.get("/c/thu/attempts").status_code == 303


def test_a_shared_device_is_signed_out_by_the_hand_in(app: Flask, engine: Engine) -> None:
    state, person = opened(engine)
    with writing(engine) as db:
        token = sessions.open_for_participant(db, person.id, shared_device=True, agent_class="x", now=NOW)
    phone = Phone(app, token)
    start = f"/c/{state.slug}/r/tuan-1/"
    sheet = phone.post(start, start).location
    receipt = phone.post(sheet, f"{sheet}hand-in").location
    assert phone.get(receipt).status_code == 200
    assert phone.get(start).status_code == 303


def test_an_unscheduled_round_is_not_there(table: tuple[Phone, str, str]) -> None:
    phone, start, _sheet = table
    assert phone.get("/c/thu/r/tuan-2/").status_code == 404
    assert phone.post(start, "/c/thu/r/tuan-2/").status_code == 404
    assert phone.get("/c/thu/r/khong-co/").status_code == 404


def test_the_first_quiz_screen_and_its_script_keep_to_their_weight(table: tuple[Phone, str, str]) -> None:
    phone, _start, sheet = table
    page = phone.get(sheet)
    assets = re.findall(r'(?:href|src)="/static/([^"?]+)', page.text)
    weights = {name: len(gzip.compress((STATIC / name).read_bytes())) for name in assets}
    assert sum(weights.values()) + len(gzip.compress(page.data)) <= 60_000
    assert weights["quiz.js"] <= 15_000
    assert not re.search(r'(?:src|href)="https?://', page.text)


def test_the_pages_of_an_attempt_keep_to_their_statements(
    engine: Engine, table: tuple[Phone, str, str]
) -> None:
    phone, start, sheet = table
    form = phone.hidden(f"{sheet}check", "hand-in")
    for most, address, fields in ((4, start, {}), (2, sheet, {"q1": "1"}), (3, f"{sheet}hand-in", form)):
        with statements(engine) as sent:
            assert phone.client.post(address, data={**form, **fields}).status_code == 303
        asked = [one for one in sent if "FROM contests" not in one]
        assert len(asked) <= most, asked


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


def test_my_attempts_tell_which_one_counts_and_my_place_once_there_is_a_result(
    engine: Engine, table: tuple[Phone, str, str]
) -> None:
    phone, _start, sheet = table
    phone.post(sheet, f"{sheet}hand-in")
    assert "Được tính" not in phone.get("/c/thu/attempts").text
    with writing(engine) as db:
        one = db.execute(select(attempts)).one()
        shown = db.execute(
            tables.snapshots.insert()
            .values(contest_id=one.contest_id, kind="result", version=1, summary={}, digest="", made_at=NOW)
            .returning(tables.snapshots.c.id)
        ).scalar_one()
        db.execute(
            tables.standings.insert().values(
                snapshot_id=shown,
                block="",
                position=1,
                place=1,
                participant_id=one.participant_id,
                attempt_id=one.id,
                score=17.0,
                shown_name="V*** T***",
                shown_unit="",
                search="",
            )
        )
        db.execute(
            tables.snapshot_pointers.insert().values(
                contest_id=one.contest_id, scope="tuan-1", kind="result", snapshot_id=shown, flipped_at=NOW
            )
        )
    text = phone.get("/c/thu/attempts").text
    assert "Được tính" in text
    assert "hạng 1, 17 điểm" in text


def test_the_waiting_page_speaks_both_languages_and_names_nobody() -> None:
    page = (STATIC / "waiting.html").read_text()
    assert "vẫn được giữ trên máy" in page
    assert "kept on this device" in page
    assert "<script" not in page
