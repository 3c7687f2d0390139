"""An attempt is for everybody: without script, by keyboard, with large text, on little traffic."""

from __future__ import annotations

import gzip

import pytest
from playwright.sync_api import Request, Response, expect
from sqlalchemy import Engine

from quiz.store import practice
from quiz.store.engine import writing
from tests import make
from tests.provision.browser import Phones, faults_on
from tests.provision.server import Clock, Server
from tests.table import QUESTIONS, Table, answer, hand_in, to_check

pytestmark = pytest.mark.browser


@pytest.fixture
def table(server: Server, engine: Engine, test_clock: Clock, phones: Phones) -> Table:
    return Table(server, engine, test_clock, phones)


def test_a_phone_whose_clock_is_an_hour_wrong_has_the_same_time_left(table: Table) -> None:
    phone = table.phone()
    phone.add_init_script("const real = Date.now; Date.now = () => real() + 3600e3;")
    page = phone.new_page()
    table.begin(page)
    minutes, seconds = page.locator("#left").inner_text().split(":")
    assert 400 <= int(minutes) * 60 + int(seconds) <= 600
    answer(page, 1, 3)
    hand_in(page)
    assert table.stored() == 3


def test_without_script_a_full_attempt_is_possible(table: Table) -> None:
    page = table.phone(java_script_enabled=False).new_page()
    table.begin_plain(page)
    for number in range(1, QUESTIONS):
        page.locator(f"#q{number} .choice").nth(2).click()
    page.locator("#prediction").fill("156.724")
    page.locator("#save").click()
    expect(page.locator(".notice.done")).to_be_visible()
    page.locator("#to-check").click()
    expect(page.locator(".missing")).to_have_count(1)
    page.locator(".missing a").click()
    page.locator(f"#q{QUESTIONS} .choice").nth(0).click()
    page.locator("#to-check").click()
    expect(page.locator(".missing")).to_have_count(0)
    page.locator("#hand-in button").click()
    expect(page.locator("h1")).to_have_text("Đã nhận bài thi")
    assert (table.stored(), table.row().prediction) == (QUESTIONS, 156_724)


def test_with_the_keyboard_alone_and_time_said_aloud_at_five_and_one_minute_only(table: Table) -> None:
    phone = table.phone()
    phone.add_init_script(
        "window.heard = []; new MutationObserver(() => { const it = document.getElementById('aloud');"
        " if (it && it.textContent) window.heard.push(it.textContent); })"
        ".observe(document, {subtree: true, childList: true, characterData: true});"
    )
    page = phone.new_page()
    page.clock.install()
    # The server's clock does not jump with the page's: unanswered saves leave the page to its own count.
    page.route("**/save", lambda route: route.abort())
    table.begin(page)
    page.locator("#q1 input").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#q2")).to_be_visible()
    assert page.locator("#q1 input:checked").count() == 1
    page.locator("#q2 input").first.press("Enter")
    expect(page.locator("#q3")).to_be_visible()
    page.locator("#back").press("Enter")
    group = page.get_by_role("group", name="Câu 2/10")
    expect(group.get_by_role("radio")).to_have_count(4)
    page.clock.run_for(9 * 60_000 + 30_000)
    heard: list[str] = page.evaluate("[...new Set(window.heard)]")
    assert heard == ["Còn 5 phút", "Còn 1 phút"]


def test_a_prediction_that_is_no_number_is_said_before_anybody_hands_in(table: Table) -> None:
    page = table.phone().new_page()
    table.begin(page)
    answer(page, 1, QUESTIONS)
    page.locator("#prediction").fill("500 người")
    page.locator("#to-check").click()
    expect(page.locator("#prediction-fault")).to_be_visible()
    expect(page.locator("#prediction")).to_be_focused()
    page.locator("#prediction").fill("156.724")
    expect(page.locator("#prediction-fault")).to_be_hidden()
    hand_in(page)
    assert table.row().prediction == 156_724


def test_at_320_pixels_and_double_text_nothing_scrolls_sideways(table: Table) -> None:
    phone = table.phone(viewport={"width": 320, "height": 640})
    page = phone.new_page()
    double = "document.documentElement.style.fontSize = '200%'"
    page.add_init_script(f"document.addEventListener('DOMContentLoaded', () => {{ {double}; }})")

    def fits() -> None:
        page.wait_for_load_state()
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, page.url

    page.goto(table.start)
    fits()
    table.begin(page)
    fits()
    answer(page, 1, 2)
    to_check(page)
    fits()
    page.locator("#hand-in button").click()
    expect(page.locator(".receipt .code")).to_be_visible()
    fits()
    page.goto(f"{table.server.url}/c/{table.state.slug}/attempts")
    fits()


def test_axe_finds_nothing_on_any_page_of_an_attempt(table: Table) -> None:
    with writing(table.engine) as db:
        practice.add(db, table.state.id, make.items(db, 3, bank="luyen-tap"))
    page, home = table.phone().new_page(), f"{table.server.url}/c/{table.state.slug}/"
    faults: list[str] = []
    page.goto(table.start)
    faults += faults_on(page)
    table.begin(page)
    faults += faults_on(page)
    page.goto(f"{page.url.partition('#')[0]}#q{QUESTIONS + 1}")
    expect(page.locator("#prediction")).to_be_visible()
    faults += faults_on(page)
    to_check(page)
    faults += faults_on(page)
    page.locator("#hand-in button").click()
    expect(page.locator(".receipt .code")).to_be_visible()
    faults += faults_on(page)
    for address in ("attempts", "practice", "practice?seed=a&q1=1&done=1"):
        page.goto(home + address)
        faults += faults_on(page)
    assert faults == []


def test_a_whole_attempt_costs_few_requests_and_little_traffic(table: Table) -> None:
    page = table.phone().new_page()
    sizes: dict[str, int] = {}
    asked: list[str] = []

    def note(request: Request) -> None:
        if "/static/" not in request.url and not request.url.endswith("/save"):
            asked.append(f"{request.method} {request.url}")

    def weigh(response: Response) -> None:
        if response.status == 200:
            sizes[response.url] = len(gzip.compress(response.body()))

    page.on("request", note)
    page.on("response", weigh)
    page.goto(f"{table.server.url}/c/{table.state.slug}/")
    table.begin(page)
    answer(page, 1, QUESTIONS)
    hand_in(page)
    assert len(asked) <= 9, asked
    assert sum(sizes.values()) <= 100_000, sizes
