"""A contest that is open on a real server, and a person who takes part with real browsers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Error, Page, expect
from sqlalchemy import Engine, select

from quiz.rules.clauses import PaperSpec
from quiz.store.engine import reading, writing
from quiz.store.tables import attempts
from tests import make
from tests.make import NOW, Person
from tests.play import cookie
from tests.provision.browser import Phones
from tests.provision.server import Clock, Server

expect.set_options(timeout=15_000)
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

    def begin_plain(self, page: Page) -> None:
        page.goto(self.start)
        page.locator("#start button").click()
        expect(page.locator("#sheet")).to_be_visible()
        page.wait_for_load_state()

    def begin(self, page: Page) -> None:
        """The same, until the script has taken over."""
        self.begin_plain(page)
        expect(page.locator("#sheet.steps")).to_be_visible()

    def row(self) -> Any:
        with reading(self.engine) as db:
            return db.execute(select(attempts)).one()

    def stored(self) -> int:
        return sum(1 for mask in self.row().answers.split(",") if mask)


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


def kill(page: Page) -> None:
    """End the page as a phone without memory does: it sends nothing more, which one that is closed would."""
    with page.expect_event("crash"), pytest.raises(Error):
        page.goto("chrome://crash")
    page.close()


def to_check(page: Page) -> None:
    """Go on to the check page, until its script has taken over (before that its button is a plain form's)."""
    page.locator("#to-check").click()
    expect(page.locator("#play.running ~ #hand-in")).to_be_visible(timeout=30_000)


def hand_in(page: Page) -> None:
    to_check(page)
    page.locator("#hand-in button").click()
    expect(page.locator(".receipt .code")).to_be_visible(timeout=30_000)
