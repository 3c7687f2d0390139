"""A person's attempt on a phone, in a real browser against a real server process."""

from __future__ import annotations

import gzip
from datetime import timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, Request, Response, Route, expect
from sqlalchemy import Engine, select

from quiz.actions import sweeping
from quiz.rules.clauses import PaperSpec
from quiz.store import practice
from quiz.store.engine import reading, writing
from quiz.store.tables import attempts, login_sessions
from tests import make
from tests.make import NOW, Person
from tests.play import cookie
from tests.provision.browser import Phones
from tests.provision.server import Clock, Server

pytestmark = pytest.mark.browser
QUESTIONS = 10
MINUTE = timedelta(minutes=1)


class Table:
    """A contest that is open on a running server, with one person who is signed in."""

    def __init__(self, server: Server, engine: Engine, clock: Clock, phones: Phones) -> None:
        clauses = make.clauses(paper=PaperSpec(questions=QUESTIONS))
        with writing(engine) as db:
            self.state = make.running(db, make.contest(clauses=clauses), pool=14)
            self.person: Person = make.participant(db, self.state)
        clock.turn(NOW)
        self.server, self.engine, self.clock, self._phones = server, engine, clock, phones

    @property
    def start(self) -> str:
        return f"{self.server.url}/c/{self.state.slug}/r/tuan-1/"

    def phone(self, **options: Any) -> BrowserContext:
        """One more device on which the person is signed in."""
        context = self._phones(**options)
        context.add_cookies([{"name": "quiz", "value": cookie(self.person.token), "url": self.server.url}])
        return context

    def begin(self, page: Page) -> None:
        page.goto(self.start)
        page.locator("#start button").click()
        expect(page.locator("#sheet")).to_be_visible()

    def row(self) -> Any:
        with reading(self.engine) as db:
            return db.execute(select(attempts)).one()

    def stored(self) -> int:
        return sum(1 for mask in self.row().answers.split(",") if mask)


@pytest.fixture
def table(server: Server, engine: Engine, test_clock: Clock, phones: Phones) -> Table:
    return Table(server, engine, test_clock, phones)


def answer(page: Page, first: int, last: int) -> None:
    """Choose the second option of these questions, going on from one to the next."""
    for number in range(first, last + 1):
        question = page.locator(f"#q{number}")
        expect(question).to_be_visible()
        question.locator(".choice").nth(1).click()
        page.locator("#next").click()


def flush(page: Page) -> None:
    """Let the script send at once, as it does when the page is hidden."""
    page.evaluate("window.dispatchEvent(new Event('online'))")


def hand_in(page: Page) -> None:
    page.locator("#to-check").click()
    page.locator("#hand-in button").click()
    expect(page.locator(".receipt .code")).to_be_visible(timeout=30_000)


def test_killed_after_seven_the_attempt_goes_on_elsewhere_and_the_first_device_is_told(table: Table) -> None:
    first = table.phone().new_page()
    table.begin(first)
    answer(first, 1, 7)
    flush(first)
    expect(first.locator("#chip")).to_have_text("Đã lưu 7/10")
    texts = first.locator(".asked").all_inner_texts()
    second = table.phone().new_page()
    table.begin(second)
    assert second.locator(".asked").all_inner_texts() == texts
    assert second.locator("input:checked").count() == 7
    second.goto(second.url + "#q8")
    answer(second, 8, 9)
    flush(second)
    expect(second.locator("#chip")).to_have_text("Đã lưu 9/10")
    first.locator("#q8 .choice").first.click()
    flush(first)
    expect(first.locator("#told")).to_contain_text("máy khác")
    first.locator("#told a").click()
    expect(first.locator("input:checked")).to_have_count(9)


def test_killed_while_offline_and_opened_again_on_the_same_phone_nothing_is_lost(table: Table) -> None:
    phone = table.phone()
    page = phone.new_page()
    table.begin(page)
    answer(page, 1, 3)
    phone.set_offline(True)
    answer(page, 4, 8)
    address = page.url
    page.close()
    phone.set_offline(False)
    assert table.stored() == 0
    again = phone.new_page()
    again.goto(address)
    expect(again.locator("#chip")).to_have_text("Đã lưu 8/10")
    assert table.stored() == 8


def test_opened_again_after_the_limit_the_kept_answers_are_evidence_and_do_not_count(table: Table) -> None:
    phone = table.phone()
    page = phone.new_page()
    table.begin(page)
    answer(page, 1, 2)
    flush(page)
    expect(page.locator("#chip")).to_have_text("Đã lưu 2/10")
    phone.set_offline(True)
    answer(page, 3, 5)
    address = page.url
    page.close()
    phone.set_offline(False)
    table.clock.turn(NOW + 12 * MINUTE)
    again = phone.new_page()
    with again.expect_response(lambda response: response.url.endswith("/save")) as late:
        again.goto(address)
    assert late.value.status == 403
    expect(again.locator("h1")).to_have_text("Đã hết giờ làm bài")
    with writing(table.engine) as db:
        assert sweeping.sweep(db, table.state, now=NOW + 12 * MINUTE) == 1
    assert (table.stored(), table.row().finished_at) == (2, table.row().deadline_at)


def test_offline_from_five_to_nine_the_chip_says_so_and_nothing_is_lost(table: Table) -> None:
    phone = table.phone()
    page = phone.new_page()
    table.begin(page)
    answer(page, 1, 4)
    phone.set_offline(True)
    answer(page, 5, 8)
    flush(page)
    expect(page.locator("#chip")).to_have_text("Chưa gửi, đang thử lại")
    answer(page, 9, 9)
    phone.set_offline(False)
    expect(page.locator("#chip")).to_have_text("Đã lưu 9/10", timeout=40_000)
    assert table.stored() == 9


def test_an_answer_that_the_server_gives_eight_seconds_late_at_the_deadline_still_counts(
    table: Table,
) -> None:
    page = table.phone().new_page()
    table.begin(page)
    answer(page, 1, 3)
    page.locator("#to-check").click()
    expect(page.locator("#hand-in")).to_be_visible()
    table.clock.turn(NOW + 10 * MINUTE - timedelta(seconds=2))

    def late(route: Route) -> None:
        answered = route.fetch(max_redirects=0)
        table.clock.turn(NOW + 10 * MINUTE + timedelta(seconds=6))
        route.fulfill(response=answered)

    page.route("**/hand-in", late)
    page.locator("#hand-in button").click()
    expect(page.locator("h1")).to_have_text("Đã nhận bài thi", timeout=30_000)
    assert (table.row().state, table.row().late) == ("handed_in", 0)


def test_a_phone_whose_clock_is_an_hour_wrong_has_the_same_time_left(table: Table) -> None:
    phone = table.phone()
    phone.add_init_script("const real = Date.now; Date.now = () => real() + 3600e3;")
    page = phone.new_page()
    table.begin(page)
    minutes, seconds = page.locator("#left").inner_text().split(":")
    assert 590 <= int(minutes) * 60 + int(seconds) <= 600
    answer(page, 1, 3)
    hand_in(page)
    assert table.stored() == 3


def test_twenty_taps_hand_in_once(table: Table) -> None:
    page = table.phone().new_page()
    table.begin(page)
    answer(page, 1, 2)
    page.locator("#to-check").click()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.url.endswith("/hand-in") else None)
    page.locator("#hand-in button").evaluate(
        "button => { for (let tap = 0; tap < 20; tap++) button.click(); }"
    )
    expect(page.locator(".receipt .code")).to_be_visible()
    assert len(sent) == 1
    assert table.row().state == "handed_in"


def test_a_server_that_is_down_for_a_while_loses_nothing(table: Table) -> None:
    page = table.phone().new_page()
    table.begin(page)
    answer(page, 1, 3)
    down = [True]

    def gate(route: Route) -> None:
        if down and route.request.method == "POST":
            route.fulfill(status=502, body="<html>bad gateway</html>")
        else:
            route.continue_()

    page.route("**/a/**", gate)
    page.locator("#to-check").click()
    expect(page.locator("#chip")).to_have_text("Chưa gửi, đang thử lại")
    down.clear()
    expect(page.locator("#hand-in")).to_be_visible(timeout=30_000)
    down.append(True)
    page.locator("#hand-in button").click()
    expect(page.locator("#chip")).to_have_text("Chưa gửi, đang thử lại")
    down.clear()
    expect(page.locator(".receipt .code")).to_be_visible(timeout=30_000)
    assert table.stored() == 3


def test_without_script_a_full_attempt_is_possible(table: Table) -> None:
    page = table.phone(java_script_enabled=False).new_page()
    table.begin(page)
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
    group = page.get_by_role("group", name="Câu 2/10")
    expect(group.get_by_role("radio")).to_have_count(4)
    page.clock.run_for(9 * 60_000 + 30_000)
    heard: list[str] = page.evaluate("[...new Set(window.heard)]")
    assert heard == ["Còn 5 phút", "Còn 1 phút"]


def test_at_320_pixels_and_double_text_nothing_scrolls_sideways(table: Table) -> None:
    phone = table.phone(viewport={"width": 320, "height": 640})
    page = phone.new_page()
    double = "document.documentElement.style.fontSize = '200%'"
    page.add_init_script(f"document.addEventListener('DOMContentLoaded', () => {{ {double}; }})")

    def fits() -> None:
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, page.url

    page.goto(table.start)
    fits()
    table.begin(page)
    fits()
    answer(page, 1, 2)
    page.locator("#to-check").click()
    expect(page.locator("#hand-in")).to_be_visible()
    fits()
    page.locator("#hand-in button").click()
    expect(page.locator(".receipt .code")).to_be_visible()
    fits()
    page.goto(f"{table.server.url}/c/{table.state.slug}/attempts")
    fits()


def test_an_attempt_that_is_open_elsewhere_ends_with_the_session(table: Table) -> None:
    page = table.phone().new_page()
    table.begin(page)
    answer(page, 1, 1)
    with writing(table.engine) as db:
        db.execute(login_sessions.update().values(revoked_at=NOW))
    flush(page)
    expect(page.locator("#told")).to_contain_text("đăng nhập")
    assert table.stored() == 0


def test_axe_finds_nothing_on_any_page_of_an_attempt(table: Table) -> None:
    with writing(table.engine) as db:
        practice.add(db, table.state.id, make.items(db, 3, bank="luyen-tap"))
    page, home = table.phone().new_page(), f"{table.server.url}/c/{table.state.slug}/"

    def clean() -> None:
        found = Axe().run(page)
        assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"

    page.goto(table.start)
    clean()
    table.begin(page)
    clean()
    page.goto(f"{page.url.partition('#')[0]}#q{QUESTIONS + 1}")
    expect(page.locator("#prediction")).to_be_visible()
    clean()
    page.locator("#to-check").click()
    expect(page.locator("#hand-in")).to_be_visible()
    clean()
    page.locator("#hand-in button").click()
    expect(page.locator(".receipt .code")).to_be_visible()
    clean()
    for address in ("attempts", "practice", "practice?seed=a&q1=1&done=1"):
        page.goto(home + address)
        clean()


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
