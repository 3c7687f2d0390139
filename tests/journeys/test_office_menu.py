"""On a desk the whole menu of the office is in sight, in both languages."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from sqlalchemy import Engine

from quiz.store import sessions
from quiz.store.engine import writing
from tests import make
from tests.clerk import hired
from tests.play import cookie
from tests.provision.browser import Phones
from tests.provision.server import Clock, Server

pytestmark = pytest.mark.browser
OUT_OF_SIGHT = "nav => nav.scrollWidth - nav.clientWidth"


@pytest.mark.parametrize("store_kind", ["sqlite"], indirect=True)
def test_no_line_of_the_menu_is_out_of_sight_on_a_desk(
    engine: Engine, phones: Phones, server: Server, test_clock: Clock
) -> None:
    test_clock.turn(make.NOW)
    with writing(engine) as db:
        state = make.running(db)
        organiser = hired(db, "to-chuc", "organiser", state.id)
        token = sessions.open_for_staff(db, organiser, agent_class="test", now=make.NOW)
    desk = phones(viewport={"width": 1280, "height": 740}, is_mobile=False)
    desk.add_cookies([{"name": "quiz", "value": cookie(token, "s"), "url": server.url}])
    page = desk.new_page()
    for lang in ("vi", "en"):
        page.goto(f"{server.url}/office/c/thu/?lang={lang}")
        menu = page.locator("nav.menu")
        expect(menu.locator("a[aria-current]")).to_be_visible()
        assert menu.evaluate(OUT_OF_SIGHT) <= 0, lang
