"""From signing up on a phone to the winners' page, through the browser alone, with and without script."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import pyotp
import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import Engine, select

from quiz.actions import staffing
from quiz.rules.clauses import AttemptRule
from quiz.store import papers, roles
from quiz.store.contests import ContestState
from quiz.store.engine import reading, writing
from quiz.store.tables import attempts
from tests import make
from tests.make import NOW
from tests.provision.browser import Phones
from tests.provision.server import Clock, Server

pytestmark = pytest.mark.browser
WINNER, SECOND = "Giàng Thị Thắng", "Lù Văn Nhì"
PASSWORD = "một câu dài dễ nhớ"
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Site:
    """A contest that is open on a running server."""

    server: Server
    engine: Engine
    clock: Clock
    phones: Phones
    state: ContestState

    @property
    def home(self) -> str:
        return f"{self.server.url}/c/{self.state.slug}/"

    def right_texts(self) -> set[str]:
        """The texts of all right choices, as the key has them: what a well-prepared person knows."""
        with reading(self.engine) as db:
            paper = papers.frozen(db, self.state.rounds[0].id, "")
            assert paper is not None
            solutions = papers.answer_key(db, paper.id).document["solutions"]
        return {
            question["choices"][right]["vi"]
            for question in paper.document["questions"]
            for right in solutions[question["id"]]["right"]
        }


@pytest.fixture
def site(server: Server, engine: Engine, test_clock: Clock, phones: Phones) -> Site:
    with writing(engine) as db:
        state = make.running(db, make.contest(clauses=make.clauses(attempts=AttemptRule(per_round=1))))
    test_clock.turn(NOW)
    return Site(server, engine, test_clock, phones, state)


def sign_up(site: Site, page: Page, name: str, *, phone: str = "0912 345 678", born: str = "2/9/1985") -> str:
    """Sign up as that person; the eight digits of the entry code."""
    page.goto(site.home)
    page.get_by_role("link", name="Vào thi", exact=True).first.click()
    expect(page.locator("#register, #login")).to_be_visible()
    if page.locator("#register").count() == 0:
        page.get_by_role("link", name="Đăng ký dự thi").first.click()
    page.wait_for_load_state()
    page.get_by_label("Họ và tên").fill(name)
    page.get_by_label("Ngày sinh").fill(born)
    page.get_by_label("Số điện thoại").fill(phone)
    page.locator("#unit-search").fill("nui a")
    if (find := page.get_by_role("button", name="Tìm")).is_visible():  # without script
        find.click()
    page.get_by_label("Xã Núi A").check()
    page.locator("#register button.big").click()
    code = page.locator(".slip .code").inner_text().replace(" ", "")
    assert len(code) == 8
    return code


def sign_in(site: Site, page: Page, code: str, *, phone: str = "0912345678") -> None:
    page.goto(f"{site.home}sign-in")
    page.locator("#account").fill(phone)
    page.locator("#code").fill(code)
    page.locator("#login button").click()


def begin(site: Site, page: Page) -> None:
    page.goto(f"{site.home}r/tuan-1/")
    page.locator("#start button").click()
    expect(page.locator("#sheet")).to_be_visible()
    page.wait_for_load_state()


def answer(page: Page, number: int, right: set[str]) -> None:
    """Choose the right choice of that question."""
    choices = page.locator(f"#q{number} .choice")
    for place in range(choices.count()):
        if choices.nth(place).inner_text().strip() in right:
            choices.nth(place).click()
            return
    raise AssertionError(f"question {number} offers no right choice")


def predict_and_hand_in(page: Page, prediction: str) -> str:
    page.locator("#prediction").fill(prediction)
    page.locator("#to-check").click()
    page.locator("#hand-in button").click()
    return page.locator(".receipt .code").inner_text(timeout=30_000)


def play_with_trouble(site: Site, right: set[str]) -> None:
    """The winner's attempt: one reload, one offline stretch, one second device."""
    phone = site.phones()
    page = phone.new_page()
    code = sign_up(site, page, WINNER)
    begin(site, page)
    answer(page, 1, right)
    page.locator("#next").click()
    page.reload()
    expect(page.locator("#q1 input:checked")).to_have_count(1)
    page.goto(f"{page.url.partition('#')[0]}#q2")
    phone.set_offline(True)
    answer(page, 2, right)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator("#chip")).to_have_text("Chưa gửi, đang thử lại")
    phone.set_offline(False)
    expect(page.locator("#chip")).to_have_text("Đã lưu 2/5", timeout=40_000)
    finish_elsewhere(site, code, right)


def finish_elsewhere(site: Site, code: str, right: set[str]) -> None:
    page = site.phones().new_page()
    sign_in(site, page, code)
    begin(site, page)
    expect(page.locator("input:checked")).to_have_count(2)
    for number in (3, 4, 5):
        page.goto(f"{page.url.partition('#')[0]}#q{number}")
        answer(page, number, right)
    page.goto(f"{page.url.partition('#')[0]}#q6")
    predict_and_hand_in(page, "2")


def play_plainly(site: Site, name: str, right: set[str], *, answers: int, phone: str) -> None:
    """An attempt without script, with so many right answers."""
    page = site.phones(java_script_enabled=False).new_page()
    sign_up(site, page, name, phone=phone)
    begin(site, page)
    for number in range(1, answers + 1):
        answer(page, number, right)
    predict_and_hand_in(page, "40")


def open_office(site: Site, page: Page, now: datetime) -> None:
    """Sign in for the first time: one-time password, new password, second factor."""
    with writing(site.engine) as db:
        number, once = staffing.add(db, login="to-chuc", name="Ban Tổ chức", by=None, now=now)
        roles.give(db, number, "organiser", contest_id=site.state.id, unit_id=None, now=now)
    page.goto(f"{site.server.url}/office/sign-in")
    page.get_by_label("Tên đăng nhập").fill("to-chuc")
    page.get_by_label("Mật khẩu").fill(once)
    page.get_by_role("button", name="Đăng nhập").click()
    page.locator("#set-up [name=password]").fill(PASSWORD)
    secret = page.locator("#set-up p.mono").inner_text()
    page.locator("#set-up [name=code]").fill(pyotp.TOTP(secret.replace(" ", "")).at(now))
    page.get_by_role("button", name="Xong, vào văn phòng").click()


def announce(site: Site, page: Page) -> None:
    """Press every step that the round's page offers, to the publication."""
    page.goto(f"{site.server.url}/office/c/{site.state.slug}/rounds/tuan-1/")
    for step in ("close", "finalise", "publish"):
        page.locator(f"#{step} button").click()
        expect(page.locator(f"#{step}")).to_have_count(0)


def assert_winner(site: Site, page: Page) -> None:
    page.goto(f"{site.home}winners")
    expect(page.locator("main")).to_contain_text("Giàng")
    expect(page.locator("main")).to_contain_text("Thắng")
    expect(page.locator("main")).not_to_contain_text("Nhì")
    expect(page.locator("main")).not_to_contain_text("0912")


def test_a_citizen_in_trouble_wins_and_the_page_names_the_right_person(site: Site) -> None:
    right = site.right_texts()
    play_with_trouble(site, right)
    play_plainly(site, SECOND, right, answers=4, phone="0912345679")
    closed = site.state.rounds[0].closes_at + 2 * MINUTE
    site.clock.turn(closed)
    office = site.phones(viewport={"width": 1280, "height": 800}, is_mobile=False).new_page()
    open_office(site, office, closed)
    announce(site, office)
    assert_winner(site, site.phones().new_page())
    with reading(site.engine) as db:
        assert db.execute(select(attempts.c.state)).scalars().all() == ["handed_in", "handed_in"]


def test_the_whole_contest_works_without_script(site: Site) -> None:
    right = site.right_texts()
    play_plainly(site, WINNER, right, answers=5, phone="0912345678")
    play_plainly(site, SECOND, right, answers=4, phone="0912345679")
    closed = site.state.rounds[0].closes_at + 2 * MINUTE
    site.clock.turn(closed)
    office = site.phones(java_script_enabled=False).new_page()
    open_office(site, office, closed)
    announce(site, office)
    assert_winner(site, site.phones(java_script_enabled=False).new_page())


def test_four_people_share_one_telephone_and_each_has_an_own_attempt(site: Site) -> None:
    codes = {}
    for name in ("Sùng Mí Một", "Sùng Mí Hai", "Sùng Thị Ba", "Sùng Thị Bốn"):
        codes[name] = sign_up(site, site.phones().new_page(), name)
    for name, code in codes.items():
        page = site.phones().new_page()
        sign_in(site, page, code)
        page.goto(f"{site.home}r/tuan-1/")
        expect(page.locator("main")).to_contain_text(name)
        begin(site, page)
    with reading(site.engine) as db:
        owners = db.execute(select(attempts.c.participant_id)).scalars().all()
    assert len(set(owners)) == 4
