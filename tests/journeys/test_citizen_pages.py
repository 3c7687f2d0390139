"""Citizens' pages in a real browser on a phone: readable, reachable, with and without JavaScript."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect
from sqlalchemy import Engine

from quiz.store.engine import writing
from tests import citizens, make
from tests.provision.browser import Phones, faults_on
from tests.provision.server import Clock, Server

# Pages are the same on both databases; what lies behind them is tested on both elsewhere.
pytestmark = [pytest.mark.browser, pytest.mark.parametrize("store_kind", ["sqlite"], indirect=True)]
PUBLIC = ("", "register", "sign-in", "lost-code", "enter", "rules", "boards/", "winners", "honours")
OWN = ("", "me", "code", "consents", "lost-code")
LARGEST = 60_000


@pytest.fixture
def contest(engine: Engine, test_clock: Clock, server: Server) -> str:
    """The address of a contest with one round open."""
    with writing(engine) as db:
        make.running(db, make.contest(registration=citizens.asking()))
    test_clock.turn(make.NOW)
    return f"{server.url}/c/thu"


def sign_up(page: Page, contest: str, name: str = "Vàng Thị Thử") -> str:
    """The code that the next page shows."""
    page.goto(f"{contest}/register")
    page.fill("[name=name]", name)
    page.fill("[name=birth_date]", "31121990")
    page.fill("[name=phone]", "0912 345 678")
    page.check("[name=unit][value=xa-a]")
    page.check("[name=consent]")
    page.locator("#register button.big").click()
    return re.sub(r"\D", "", page.locator(".code").inner_text())


def test_no_page_has_a_fault_of_access_or_scrolls_sideways(page: Page, contest: str) -> None:
    faults: list[str] = []
    for path in PUBLIC:
        page.goto(f"{contest}/{path}")
        faults += faults_on(page)
    page.goto(f"{contest}/register")
    page.locator("#register button.big").click()
    faults += faults_on(page)
    sign_up(page, contest)
    faults += faults_on(page)
    for path in OWN:
        page.goto(f"{contest}/{path}")
        faults += faults_on(page)
    assert faults == []


def test_results_have_no_fault_of_access_either(
    page: Page, engine: Engine, test_clock: Clock, server: Server
) -> None:
    citizens.announced(engine)
    test_clock.turn(citizens.LATER + 2 * make.DAY)
    faults: list[str] = []
    for path in (
        "",
        "boards/",
        "boards/tuan-1/people",
        "boards/all/units/don-vi",
        "winners",
        "rules?lang=en",
    ):
        page.goto(f"{server.url}/c/thu/{path}")
        faults += faults_on(page)
    assert faults == []


def test_a_small_screen_with_large_letters_does_not_scroll_sideways(phones: Phones, contest: str) -> None:
    page: Page = phones(viewport={"width": 320, "height": 640}).new_page()
    for path in PUBLIC:
        page.goto(f"{contest}/{path}")
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, path


def test_long_names_and_large_letters_do_not_scroll_own_pages_sideways(phones: Phones, contest: str) -> None:
    page: Page = phones(viewport={"width": 320, "height": 640}).new_page()
    sign_up(page, contest, "Nguyễn Công Tằng Tôn Nữ Hoàng Phương Thảo Nguyên Nghiêng-Nghiêng-Nghiêng")
    for path in ("code", "me", "consents", "attempts", "r/tuan-1/"):
        page.goto(f"{contest}/{path}")
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, path


def test_without_javascript_the_forms_fit_a_phone_too(phones: Phones, contest: str) -> None:
    page: Page = phones(viewport={"width": 360, "height": 740}, java_script_enabled=False).new_page()
    page.goto(f"{contest}/register")
    button = page.locator("button[name=find]").bounding_box()
    assert button
    assert button["x"] + button["width"] <= 360


def test_the_search_key_looks_for_a_unit_and_sends_nothing(page: Page, contest: str) -> None:
    page.goto(f"{contest}/register")
    page.fill("[name=name]", "Vàng Thị Thử")
    page.fill("#unit-search", "nui b")
    page.press("#unit-search", "Enter")
    page.locator("[name=unit][value=xa-a]").wait_for(state="detached")
    assert page.locator(".faults").count() == 0
    assert page.url == f"{contest}/register"


def test_units_are_found_while_typing(page: Page, contest: str) -> None:
    page.goto(f"{contest}/register")
    page.fill("#unit-search", "nui b")
    page.locator("[name=unit][value=xa-a]").wait_for(state="detached")
    page.check("[name=unit][value=xa-b]")
    assert page.locator("[name=unit]:checked").get_attribute("value") == "xa-b"


def test_a_search_that_a_slow_network_answers_late_does_not_take_the_chosen_unit_away(
    page: Page, contest: str
) -> None:
    late: list[Route] = []

    def hold(route: Route) -> None:
        late.append(route)

    page.route("**/units?*", hold)
    page.goto(f"{contest}/register")
    with page.expect_request("**/units?*"):
        page.fill("#unit-search", "nui b")
    page.check("[name=unit][value=xa-a]")
    with page.expect_response("**/units?*") as answer:
        late[0].continue_()
    answer.value.finished()
    page.evaluate("fetch('/healthz').then(later => later.text())")  # by then the script has had its turn
    expect(page.locator("[name=unit]:checked")).to_have_attribute("value", "xa-a")


def test_signing_up_and_in_works_without_javascript(plain_page: Page, contest: str) -> None:
    code = sign_up(plain_page, contest)
    plain_page.goto(f"{contest}/me")
    plain_page.locator("button", has_text="Đăng xuất khỏi máy này").click()
    plain_page.goto(f"{contest}/sign-in")
    plain_page.fill("#account", "0912345678")
    plain_page.fill("#code", code)
    plain_page.locator("#login button.big").click()
    plain_page.goto(f"{contest}/me")
    assert plain_page.locator("[name=name]").input_value() == "Vàng Thị Thử"


def test_the_qr_link_asks_whether_it_is_you_and_lets_you_in(page: Page, contest: str, phones: Phones) -> None:
    sign_up(page, contest)
    message = page.locator("a[href^='sms:']").get_attribute("href") or ""
    secret = message.rsplit("%23", 1)[1]
    other: Page = phones().new_page()
    other.goto(f"{contest}/enter#{secret}")
    other.locator("[data-name]", has_text="Vàng Thị Thử").wait_for()
    assert secret not in other.url
    other.locator("#enter button.big").click()
    other.goto(f"{contest}/me")
    assert other.locator("[name=name]").input_value() == "Vàng Thị Thử"


def test_four_people_share_one_phone_one_after_the_other(page: Page, contest: str) -> None:
    codes = {name: sign_up(page, contest, name) for name in ("Bà Thử", "Bố Thử", "Mẹ Thử", "Con Thử")}
    for name, code in codes.items():
        page.goto(f"{contest}/sign-in")
        page.fill("#account", "0912345678")
        page.fill("#code", code)
        page.locator("#login button.big").click()
        page.goto(f"{contest}/me")
        assert page.locator("[name=name]").input_value() == name


def test_the_first_screen_is_light(page: Page, contest: str) -> None:
    sizes: list[int] = []
    page.on("response", lambda answer: sizes.append(len(answer.body())))
    page.goto(f"{contest}/", wait_until="networkidle")
    # Uncompressed, but for the vendored sheet, which the server in front compresses to a seventh.
    vendored = max(sizes)
    assert sum(sizes) - vendored + vendored // 5 < LARGEST
