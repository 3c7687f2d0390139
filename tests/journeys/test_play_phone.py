"""Nothing of an attempt is lost: killed, offline, late, twice, on two devices, with the server down."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Route, expect
from sqlalchemy import Engine

from quiz.actions import sweeping
from quiz.store.engine import writing
from quiz.store.tables import login_sessions
from tests.make import NOW
from tests.provision.browser import Phones
from tests.provision.server import Clock, Server
from tests.table import MINUTE, Table, answer, flush, kill, to_check

pytestmark = pytest.mark.browser


@pytest.fixture
def table(server: Server, engine: Engine, test_clock: Clock, phones: Phones) -> Table:
    return Table(server, engine, test_clock, phones)


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
    kill(page)
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
    kill(page)
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
    to_check(page)
    table.clock.turn(NOW + 10 * MINUTE - timedelta(seconds=20))

    def late(route: Route) -> None:
        answered = route.fetch(max_redirects=0)
        table.clock.turn(NOW + 10 * MINUTE + timedelta(seconds=6))
        route.fulfill(response=answered)

    page.route("**/hand-in", late)
    page.locator("#hand-in button").click()
    expect(page.locator("h1")).to_have_text("Đã nhận bài thi", timeout=30_000)
    assert (table.row().state, table.row().late) == ("handed_in", 0)


def test_twenty_taps_hand_in_once(table: Table) -> None:
    page = table.phone().new_page()
    table.begin(page)
    answer(page, 1, 2)
    to_check(page)
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
    expect(page.locator("#play.running ~ #hand-in")).to_be_visible(timeout=30_000)
    down.append(True)
    page.locator("#hand-in button").click()
    expect(page.locator("#chip")).to_have_text("Chưa gửi, đang thử lại")
    down.clear()
    expect(page.locator(".receipt .code")).to_be_visible(timeout=30_000)
    assert table.stored() == 3


def test_an_attempt_that_is_open_elsewhere_ends_with_the_session(table: Table) -> None:
    page = table.phone().new_page()
    table.begin(page)
    answer(page, 1, 1)
    with writing(table.engine) as db:
        db.execute(login_sessions.update().values(revoked_at=NOW))
    flush(page)
    expect(page.locator("#told")).to_contain_text("đăng nhập")
    assert table.stored() == 0


def test_what_was_answered_before_the_script_came_is_sent_too(table: Table) -> None:
    page = table.phone().new_page()
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    page.route("**/quiz.js*", hold)
    page.goto(table.start)
    with page.expect_request("**/quiz.js*"):
        page.locator("#start button").click(no_wait_after=True)
    page.locator("#q4 .choice").nth(2).click()
    waiting[0].continue_()
    expect(page.locator("#sheet.steps")).to_be_visible()
    flush(page)
    expect(page.locator("#chip")).to_have_text("Đã lưu 1/10")
    assert table.stored() == 1
