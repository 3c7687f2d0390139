"""Fixtures for browser journeys: Playwright driving the system's Chromium on a phone-sized screen."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

MISSING = "Chromium is not installed, and no test is skipped for that: `make machine` installs it"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 740},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
    "locale": "vi-VN",
    "timezone_id": "Asia/Ho_Chi_Minh",
}
Phones = Callable[..., BrowserContext]
# A small machine that runs several browsers and servers at once needs its time.
expect.set_options(timeout=15_000)


def chromium_path() -> str:
    """The system's Chromium; RuntimeError where there is none."""
    found = shutil.which(os.environ.get("QUIZ_TEST_CHROMIUM", "chromium"))
    if not found:
        raise RuntimeError(MISSING)
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium a worker."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def phones(browser: Browser) -> Iterator[Phones]:
    """`phones()` answers one more phone with an empty memory; options of `Browser.new_context` change it."""
    made: list[BrowserContext] = []

    def another(**options: Any) -> BrowserContext:
        context = browser.new_context(**{**PHONE, **options})
        context.set_default_timeout(15_000)
        made.append(context)
        return context

    yield another
    for context in made:
        context.close()


@pytest.fixture
def page(phones: Phones) -> Page:
    """An empty page on a phone."""
    return phones().new_page()


@pytest.fixture
def plain_page(phones: Phones) -> Page:
    """An empty page on a phone that runs no JavaScript."""
    return phones(java_script_enabled=False).new_page()


def faults_on(page: Page) -> list[str]:
    """What axe-core finds on the whole page, and whether it is wider than the screen."""
    page.wait_for_load_state()  # a click answers when the next page has begun to arrive
    found = [
        f"{page.url} {one['id']} {one['nodes'][0]['html']}" for one in Axe().run(page).response["violations"]
    ]
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return [*found, f"{page.url} scrolls sideways"] if wide else found
