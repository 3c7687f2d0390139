"""An organiser in a real browser: first sign-in, a round closed, finalised, published; pages readable."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pyotp
import pytest
from playwright.sync_api import Page
from sqlalchemy import Engine, select

from quiz.actions import counting, staffing
from quiz.store import roles, tables
from quiz.store.contests import ContestState
from quiz.store.engine import writing
from tests import make
from tests.make import DAY, NOW
from tests.play import Play
from tests.provision.browser import faults_on
from tests.provision.server import Clock, Server

pytestmark = pytest.mark.browser
MINUTE = timedelta(minutes=1)
PASSWORD = "bốn con trâu trắng"
ROUND = "office/c/thu/rounds/tuan-1/"
PAGES = (
    "office/",
    "office/new",
    "office/confirm",
    "office/c/thu/",
    "office/c/thu/rulebook",
    "office/c/thu/rounds/",
    "office/c/thu/rounds/tuan-2/",
    ROUND,
    "office/c/thu/live/",
    "office/c/thu/results/",
    "office/c/thu/honours/",
    "office/c/thu/audit?verify=1",
    "office/c/thu/bank/",
    "office/c/thu/bank/review",
    "office/c/thu/bank/uploads/",
    "office/c/thu/choose/",
    "office/c/thu/choose/tuan-1/-",
    "office/c/thu/choose/tuan-1/-/preview/key",
    "office/c/thu/choose/tuan-2/-",
    "office/c/thu/choose/practice",
    "office/c/thu/desk/flags",
    "office/c/thu/desk/slip",
    "office/c/thu/people/",
    "office/c/thu/units/",
    "office/c/thu/units/xa-a",
    "office/c/thu/staff",
    "office/c/thu/desk/",
)


class Desk:
    """The organiser's browser and what is known of the account."""

    def __init__(self, page: Page, server: Server, clock: Clock, password: str) -> None:
        self.page, self.url, self.clock, self.password = page, server.url, clock, password

    def open(self, path: str) -> None:
        self.page.goto(f"{self.url}/{path}")

    def first_sign_in(self, now: datetime, look: Callable[[Page], object] = str) -> None:
        """Password, authenticator, recovery codes; `look` is shown the two pages."""
        self.clock.turn(now)
        self.open("office/sign-in")
        look(self.page)
        self.page.fill("[name=login]", "lan")
        self.page.fill("[name=password]", self.password)
        self.page.click("#office-login button")
        look(self.page)
        secret = self.page.locator("p.mono").inner_text()
        self.page.fill("[name=password]", PASSWORD)
        self.page.fill("[name=code]", pyotp.TOTP(secret).at(now))
        self.page.click("#set-up button")

    def press(self, form: str, reason: str = "") -> None:
        """Send one of the round's forms, opened if it is folded."""
        self.page.wait_for_load_state()
        if not self.page.locator(f"#{form}").is_visible():
            self.page.locator("details", has=self.page.locator(f"#{form}")).locator("summary").click()
        if reason:
            self.page.fill(f"#{form} [name=reason]", reason)
        self.page.click(f"#{form} button")

    def stage(self) -> str:
        return self.page.locator("h1 .state").inner_text()


@pytest.fixture
def state(engine: Engine) -> ContestState:
    """A round in which somebody has handed in."""
    with writing(engine) as db:
        play = Play(make.running(db))
        commune = db.execute(select(tables.units.c.id).where(tables.units.c.code == "xa-a")).scalar_one()
        person = make.participant(db, play.state, "Vàng Thị Một", unit_id=commune)
        attempt = play.start(db, person.token)
        play.hand_in(db, person.token, attempt, {1: (1,)}, prediction=1, now=NOW + MINUTE)
        counting.count_live(db, play.state, now=NOW + MINUTE)
    return play.state


@pytest.fixture
def desk(plain_page: Page, server: Server, password: str, test_clock: Clock) -> Desk:
    """A new organiser on a phone without JavaScript."""
    return Desk(plain_page, server, test_clock, password)


@pytest.fixture
def scripted(page: Page, server: Server, password: str, test_clock: Clock) -> Desk:
    """The same with JavaScript, which axe needs."""
    return Desk(page, server, test_clock, password)


@pytest.fixture
def password(engine: Engine, state: ContestState) -> str:
    """The one-time password of a new organiser."""
    with writing(engine) as db:
        number, password = staffing.add(db, login="lan", name="Lan", by=None, now=NOW)
        roles.give(db, number, "organiser", contest_id=None, unit_id=None, now=NOW)
    return password


@pytest.mark.parametrize("store_kind", ["sqlite"], indirect=True)
def test_no_office_page_has_a_fault_of_access_or_scrolls_sideways(scripted: Desk) -> None:
    faults: list[str] = []
    scripted.first_sign_in(NOW + 2 * MINUTE, look=lambda page: faults.extend(faults_on(page)))
    for path in PAGES:
        scripted.open(path)
        scripted.page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        faults += faults_on(scripted.page)
    scripted.page.fill("#find [name=q]", "0900000001")
    for step in ("#find button", "a[href$='/edit']"):
        scripted.page.click(step)
        faults += faults_on(scripted.page)
    assert faults == []


def test_a_round_is_closed_finalised_and_published_without_script(desk: Desk) -> None:
    desk.first_sign_in(NOW + 2 * MINUTE)
    desk.open(ROUND)
    assert desk.stage() == "Đang mở"
    desk.press("pause", "mất điện ở xã")
    assert desk.stage() == "Tạm dừng"
    desk.press("resume")
    desk.press("close", "diễn tập")
    assert desk.stage() == "Đã đóng"
    desk.press("finalise")
    assert desk.stage() == "Kết quả tạm thời"
    desk.press("publish")
    assert desk.stage() == "Đã công bố"
    desk.open("office/c/thu/results/tuan-1/")
    assert desk.page.locator("#winners tbody td.title").inner_text().startswith("Vàng")


@pytest.mark.parametrize("store_kind", ["sqlite"], indirect=True)
def test_results_and_contacts_are_readable_on_a_phone(scripted: Desk) -> None:
    scripted.first_sign_in(NOW + 8 * DAY)
    scripted.open(ROUND)
    scripted.press("close")
    scripted.press("finalise")
    faults: list[str] = []
    for path in ("results/", "results/tuan-1/", "results/contest/", "results/tuan-1/contacts", "live/"):
        scripted.open(f"office/c/thu/{path}")
        faults += faults_on(scripted.page)
    assert faults == []
