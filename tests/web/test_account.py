"""The pages by which people sign up, come in, correct themselves and leave."""

from __future__ import annotations

import re

from flask.testing import FlaskClient
from sqlalchemy import Connection, Engine, func, select

from quiz.store import sessions, tables
from quiz.store.engine import reading, writing
from tests import citizens, make
from tests.citizens import FORM, code_on, sign_up


def people_of(db: Connection) -> int:
    return db.execute(select(func.count()).select_from(tables.participants)).scalar_one()


def test_signing_up_leads_to_the_code_and_on_to_where_one_wanted_to_go(visitor: FlaskClient) -> None:
    wanted = "/c/thu/r/tuan-1/"
    answer = visitor.post("/c/thu/register", data={**FORM, "next": wanted})
    page = visitor.get(answer.location).text
    assert len(code_on(page)) == 8
    assert f'href="{wanted}"' in page
    assert "data:image/svg+xml" in page
    assert "sms:0912345678?body=" in page


def test_signing_up_again_where_one_is_signed_in_leads_back_to_the_first_entry(
    visitor: FlaskClient, engine: Engine
) -> None:
    sign_up(visitor)
    form = {**FORM, "name": "vàng thị  THỬ", "next": "/c/thu/r/tuan-1/"}
    again = visitor.post("/c/thu/register", data=form)
    assert (again.status_code, again.location) == (303, "/c/thu/r/tuan-1/")
    assert "Bạn đã đăng ký rồi và đang đăng nhập trên máy này" in visitor.get(again.location).text
    assert "Vàng Thị Thử" in visitor.get("/c/thu/me").text, "still signed in as before"
    sign_up(visitor, name="Vàng Thị Em")
    with reading(engine) as db:
        assert (people_of(db), citizens.flags(db)) == (2, [])


def test_a_stranger_with_known_details_is_told_what_everybody_is_told(
    visitor: FlaskClient, engine: Engine
) -> None:
    pages = []
    for _ in range(2):
        stranger = visitor.application.test_client()
        answer = stranger.post("/c/thu/register", data=FORM)
        pages.append(
            re.sub(r"\d{4} \d{4}|data:\S+|sms:\S+|csrf\S+ value=\S+", "", stranger.get(answer.location).text)
        )
    assert pages[0] == pages[1]
    assert "Trước đây bạn đã đăng ký rồi?" in pages[0]
    with reading(engine) as db:
        assert citizens.flags(db) == ["duplicate"], "the organisers learn it"


def test_nothing_typed_is_lost_on_a_fault(visitor: FlaskClient) -> None:
    answer = visitor.post("/c/thu/register", data={**FORM, "phone": "12", "q": "nui"})
    assert answer.status_code == 422
    assert 'value="Vàng Thị Thử"' in answer.text
    assert 'value="12"' in answer.text
    assert 'value="xa-a" checked' in answer.text
    assert 'value="du-lieu" checked' in answer.text
    assert 'id="fault-phone"' in answer.text


def test_units_are_found_without_javascript_and_without_diacritics(visitor: FlaskClient) -> None:
    by_address = visitor.get("/c/thu/register?q=nui+b").text
    assert 'value="xa-b"' in by_address
    assert 'value="xa-a"' not in by_address
    by_button = visitor.post("/c/thu/register", data={**FORM, "q": "núi b", "find": "1"})
    assert by_button.status_code == 200
    assert 'value="xa-b"' in by_button.text
    assert 'value="xa-a" checked' in by_button.text
    assert 'value="xa-b"' in visitor.get("/c/thu/units?q=NUI").text


def test_consents_are_never_ticked_beforehand(visitor: FlaskClient) -> None:
    assert not re.search(r'name="consent"[^>]*checked', visitor.get("/c/thu/register").text)


def test_an_unknown_account_and_a_wrong_code_get_the_same_answer(visitor: FlaskClient) -> None:
    code = sign_up(visitor)
    wrong = f"{(int(code) + 1) % 10**8:08d}"
    visitor.get(visitor.post("/c/thu/sign-out").location)

    def answer(account: str) -> tuple[int, str]:
        page = visitor.post("/c/thu/sign-in", data={"account": account, "code": wrong})
        return page.status_code, page.text.replace(account, "")

    assert answer("0912345678") == answer("0987654321")
    assert answer("0912345678")[0] == 403


def test_too_many_wrong_tries_wait_and_are_told_how_long(visitor: FlaskClient) -> None:
    form = {"account": "0912345678", "code": "00000000"}
    answers = [visitor.post("/c/thu/sign-in", data=form) for _ in range(6)]
    assert [one.status_code for one in answers] == [403] * 5 + [429]
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert 'value="0912345678"' in answers[-1].text


def test_signing_in_gives_a_new_session_and_goes_on_inside_this_contest_only(visitor: FlaskClient) -> None:
    code = sign_up(visitor)
    with visitor.session_transaction() as cookie:
        before = cookie["_user_id"]
    for wanted, reached in (
        ("/c/thu/me", "/c/thu/me"),
        ("https://example.org/", "/c/thu/"),
        ("//example.org/c/thu/", "/c/thu/"),
        ("/c/thu/..//example.org", "/c/thu/"),
        ("/c/khac/", "/c/thu/"),
    ):
        form = {"account": "0912345678", "code": code, "next": wanted}
        assert visitor.post("/c/thu/sign-in", data=form).location == reached
    with visitor.session_transaction() as cookie:
        assert cookie["_user_id"] != before


def test_a_shared_device_is_remembered_as_such(visitor: FlaskClient, engine: Engine) -> None:
    sign_up(visitor, shared="1")
    with reading(engine) as db:
        assert db.execute(select(tables.login_sessions.c.shared_device)).scalar_one() == 1


def test_a_copied_cookie_ends_with_the_session(visitor: FlaskClient) -> None:
    sign_up(visitor)
    with visitor.session_transaction() as cookie:
        copied = dict(cookie)
    visitor.post("/c/thu/sign-out")
    with visitor.session_transaction() as cookie:
        cookie.update(copied)
    assert visitor.get("/c/thu/me").status_code == 303


def test_signing_out_everywhere_ends_the_other_devices_too(visitor: FlaskClient, engine: Engine) -> None:
    sign_up(visitor)
    with writing(engine) as db:
        person = db.execute(select(tables.participants.c.id)).scalar_one()
        sessions.open_for_participant(db, person, shared_device=False, agent_class="test", now=make.NOW)
    visitor.post("/c/thu/sign-out-everywhere")
    with reading(engine) as db:
        assert None not in db.execute(select(tables.login_sessions.c.revoked_at)).scalars().all()


def test_somebody_of_another_contest_is_nobody_here(visitor: FlaskClient, engine: Engine) -> None:
    sign_up(visitor)
    with writing(engine) as db:
        make.running(db, make.contest("khac", registration=citizens.asking()), pool=9)
    for page in ("me", "code", "consents"):
        answer = visitor.get(f"/c/khac/{page}")
        assert (answer.status_code, answer.location.split("?")[0]) == (303, "/c/khac/sign-in")


def test_details_are_shown_and_corrected(visitor: FlaskClient) -> None:
    sign_up(visitor)
    assert 'value="31/12/1990"' in visitor.get("/c/thu/me").text
    answer = visitor.post("/c/thu/me", data={**FORM, "name": "Vàng Thị Thu", "unit": "xa-b"})
    assert answer.status_code == 303
    after = visitor.get("/c/thu/me").text
    assert 'value="Vàng Thị Thu"' in after
    assert 'value="xa-b" checked' in after
    wrong = visitor.post("/c/thu/me", data={**FORM, "phone": "12"})
    assert (wrong.status_code, 'value="12"' in wrong.text) == (422, True)


def test_personal_pages_are_kept_by_no_cache(visitor: FlaskClient) -> None:
    sign_up(visitor)
    for page in ("me", "code", "consents", "register", "sign-in", "enter"):
        assert visitor.get(f"/c/thu/{page}").headers["Cache-Control"] == "no-store"


def test_english_keeps_the_address(visitor: FlaskClient) -> None:
    page = visitor.get("/c/thu/register?q=nui&next=/c/thu/me").text
    assert 'href="/c/thu/register?q=nui&amp;next=/c/thu/me&amp;lang=en"' in page
