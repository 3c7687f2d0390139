"""Every page of the site, on a phone and on a desk: accessible, and never wider than the screen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import Engine, Table, select
from werkzeug.routing import Rule

from question_bank import Choice, Item, Kind
from quiz.actions import stocking
from quiz.actions.demonstrating import CrowdSize
from quiz.cli import demo
from quiz.cli.shell import Shell
from quiz.settings import Environment, Settings
from quiz.store import roles, sessions, tables
from quiz.store.engine import reading, writing
from quiz.web import create_app
from tests.clerk import hired
from tests.play import cookie
from tests.provision.browser import Phones, faults_on
from tests.provision.server import Server, Servers

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]
PICTURES = Path(__file__).resolve().parents[2] / ".cache/pictures"
SLUG = "ha-giang"
# No pages: files, answers to scripts, addresses that lead elsewhere, and what tests of their own look at.
NO_PAGES = {
    "health.alive",
    "health.ready",
    "metrics.metrics",
    "static",
    "units.found_units",
    "office_people.template",
    "office_rehearsals.report",
    "office_shelf.export",
    "office_shelf.template",
    "office_winners.file",
    "play.back_to_sheet",
    "play.check",
    "play.sheet",
    "rehearsal_proof.show",
}
NEEDS_MORE = {
    "office_people.preview",
    "office_people.slips",
    "office_uploads.show",
    "office_desk.slip",
    "office_desk_preview.preview",
}
OWN_BANK = "ngan-hang-tinh"
OWN_ITEM = Item(
    kind=Kind.SINGLE,
    text="Ai được dự thi?",
    choices=(Choice("Mọi người từ 14 tuổi", right=True), Choice("Chỉ cán bộ")),
    slug="ai-duoc-thi",
    source="https://example.org/the-le",
)
# Text fields that are shown and leave no room for a word.
SQUEEZED = """[...document.querySelectorAll("main input:not([type]), main input[type=text], main textarea")]
    .filter(one => one.offsetParent && one.offsetWidth < 64).map(one => one.name)"""
# Tables in a box that hides a part of them; each told by its label.
HIDDEN_PART = """[...document.querySelectorAll("main .scroll")]
    .filter(one => one.offsetParent && one.scrollWidth > one.clientWidth).map(one => one.ariaLabel)"""
# Ticks of a table that are too small for a thumb.
SMALL_TICKS = """[...document.querySelectorAll("main td:has(input[type=checkbox])")]
    .filter(one => one.offsetParent && Math.min(one.offsetWidth, one.offsetHeight) < 44)
    .map(one => one.querySelector("input").ariaLabel)"""
# What a whole province may fill a board with: late places, five digits, and names of three levels.
CROWD = r"""() => {
    const path = "Tổ dân phố 5 Phường Nguyễn Trãi › Thành phố Hà Giang › Khu kinh tế cửa khẩu: 12.345";
    const many = (said) => said.replace(/^\S+/, said.includes(":") ? "59:59,123" : "12.345");
    for (const one of document.querySelectorAll("tbody th")) one.textContent = "999";
    for (const one of document.querySelectorAll("tbody td.number")) one.textContent = many(one.textContent);
    for (const one of document.querySelectorAll("tbody .above")) one.textContent = path;
}"""
BOARDS = ("people", "units/huyen-trong-tuan", "units/so-nganh-trong-tuan")
WIDTHS = {"phone": (360, True), "desk": (1280, False)}


class Site:
    """A demonstration with a citizen and an organiser who are signed in."""

    def __init__(self, server: Server, engine: Engine, url: str) -> None:
        self.server, self.engine = server, engine
        settings = Settings(environment=Environment.TEST, insecure_cookies=True, database_url=url)
        demo.prepare(Shell(settings), CrowdSize(60, 20))
        self.app: Flask = create_app(settings, engine)
        now = datetime.now(UTC)
        with writing(engine) as db:
            contest_id = self._one(db, tables.contests.c.id)
            self.person = self._one(db, tables.attempts.c.participant_id)
            staff_id = hired(db, "xem-trang", "organiser", contest_id)
            roles.give(db, staff_id, "operator", contest_id=None, unit_id=None, now=now)
            own_bank = stocking.ensure_bank(db, OWN_BANK, "Ngân hàng của tỉnh", contest_id, now=now)
            stocking.take_in(db, own_bank, [OWN_ITEM], author_id=staff_id, now=now)
            self.citizen = sessions.open_for_participant(
                db, self.person, shared_device=False, agent_class="test", now=now
            )
            self.staff = sessions.open_for_staff(db, staff_id, agent_class="test", now=now)

    def arguments(self) -> dict[str, str]:
        """What stands in the addresses, by the name of the argument."""
        with reading(self.engine) as db:
            return {
                "slug": SLUG,
                "round_slug": "tuan-2",
                "scope": "tuan-1",
                "table": "huyen-trong-tuan",
                "block": "-",
                "code": self._one(db, tables.participants.c.code),
                "receipt": self._one(db, tables.attempts.c.receipt),
                "bank_slug": OWN_BANK,
                "item_slug": OWN_ITEM.slug,
                "honour_id": self._one(db, tables.honours.c.id),
            }

    def addresses(self) -> Iterator[tuple[str, str]]:
        """Name and address of every page that can be opened as it is."""
        known = self.arguments() | {"public_id": ""}
        for rule in self.app.url_map.iter_rules():
            if "GET" in (rule.methods or ()) and self._is_page(rule):
                yield rule.endpoint, self._address(rule, known)

    def _is_page(self, rule: Rule) -> bool:
        return "name" not in rule.arguments and rule.endpoint not in NO_PAGES | NEEDS_MORE

    def _address(self, rule: Rule, known: dict[str, str]) -> str:
        values: dict[str, Any] = {name: known[name] for name in rule.arguments}
        if rule.endpoint == "office_units.edit":
            values["code"] = "so-y-te"
        with self.app.test_request_context():
            return self.app.url_for(rule.endpoint, **values)

    @staticmethod
    def _one(db: Any, column: Any) -> Any:
        table: Table = column.table
        return db.execute(select(column).order_by(table.c.id).limit(1)).scalar_one()


@pytest.fixture
def site(servers: Servers, engine: Engine, database_url: str) -> Site:
    return Site(servers(), engine, database_url)


def device(site: Site, phones: Phones, *, width: int, mobile: bool, office: bool) -> BrowserContext:
    context = phones(viewport={"width": width, "height": 740}, is_mobile=mobile, device_scale_factor=1)
    token = cookie(site.staff, "s") if office else cookie(site.citizen)
    context.add_cookies([{"name": "quiz", "value": token, "url": site.server.url}])
    return context


def squeezed_on(page: Page) -> list[str]:
    """The fields of the page that leave no room to type."""
    return [f"no room to type into {name}" for name in page.evaluate(SQUEEZED)]


def hidden_on(page: Page) -> list[str]:
    """The tables of the page of which a part is out of sight."""
    return [f"a part is out of sight of {label}" for label in page.evaluate(HIDDEN_PART)]


def small_on(page: Page) -> list[str]:
    """The ticks of tables that are hard to hit on a phone."""
    return [f"too small for a thumb: {label}" for label in page.evaluate(SMALL_TICKS)]


@pytest.mark.parametrize("store_kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize("kind", WIDTHS)
def test_every_page_is_accessible_and_fits_the_screen(site: Site, phones: Phones, kind: str) -> None:
    width, mobile = WIDTHS[kind]
    pages = {
        office: device(site, phones, width=width, mobile=mobile, office=office).new_page()
        for office in (False, True)
    }
    PICTURES.mkdir(parents=True, exist_ok=True)
    faults: dict[str, list[str]] = {}
    for name, address in site.addresses():
        page = pages[address.startswith("/office")]
        answer = page.goto(site.server.url + address)
        wrong = [] if answer is not None and answer.ok else [f"status {answer and answer.status}"]
        page.screenshot(path=PICTURES / f"{name}-{kind}.png", full_page=True)
        wrong += faults_on(page) + squeezed_on(page) + hidden_on(page)
        if mobile:
            wrong += small_on(page)
        if wrong:
            faults[f"{name} {address}"] = wrong
    assert faults == {}


@pytest.mark.parametrize("store_kind", ["sqlite"], indirect=True)
def test_a_board_of_a_whole_province_fits_a_phone_in_both_languages(site: Site, phones: Phones) -> None:
    page = device(site, phones, width=360, mobile=True, office=False).new_page()
    PICTURES.mkdir(parents=True, exist_ok=True)
    faults = {}
    for lang in ("vi", "en"):
        for board in BOARDS:
            page.goto(f"{site.server.url}/c/{SLUG}/boards/tuan-1/{board}?lang={lang}")
            expect(page.locator("tbody tr").first).to_be_visible()
            page.evaluate(CROWD)
            page.screenshot(path=PICTURES / f"crowded-{board.rpartition('/')[2]}-{lang}.png", full_page=True)
            faults[f"{board} {lang}"] = hidden_on(page) + faults_on(page)
    assert not any(faults.values()), faults
