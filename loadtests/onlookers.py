"""People who do not play: those who look at the results, and an organiser who watches the figures."""

from __future__ import annotations

import random
import re
import secrets
import time
from functools import partial
from html import unescape

import gevent
import pyotp

from loadtests import pages
from loadtests.browser import Browser, demand, encoded

LOOK_AGAIN_SECONDS = 15.0
SEARCHES = ("nguyen", "tran", "vang", "giang", "so", "xa")


def look(browser: Browser, contest: str, think: float) -> None:
    """Home page, newest board, its next page or a search, winners."""
    home = f"/c/{contest}/"
    browser.get("home", home, lambda html: pages.expect(html, 'id="contest-title"'))
    answer = browser.send("GET", "boards", f"{home}boards/", None, lambda got: demand(got, 200, 303))
    if answer.status == 303:
        gevent.sleep(think / 3)
        board = browser.get("board", answer.location, partial(_ways_on, under=f"{home}boards/"))
        gevent.sleep(think / 3)
        search = f"{answer.location}?q={random.choice(SEARCHES)}"
        browser.get("board", random.choice([search, *board]), _is_board)
    browser.get("winners", f"{home}winners", _is_page)


def organise(browser: Browser, contest: str, credentials: str, until: float) -> None:
    """Sign in, setting the account up if its password was for one time, and watch the live figures."""
    _enter(browser, *credentials.split(":", 2))
    while time.time() < until:
        browser.get("office live", f"/office/c/{contest}/live/", _is_page)
        browser.get("office desk", f"/office/c/{contest}/desk/", _is_page)
        gevent.sleep(LOOK_AGAIN_SECONDS)


def _enter(browser: Browser, login: str, password: str, secret: str = "") -> None:
    path = "/office/sign-in"
    form = browser.get("office sign-in page", path, partial(pages.form, name="office-login", path=path))
    code = pyotp.TOTP(secret).now() if secret else ""
    fields = form.kept | {"login": login, "password": password, "code": code}
    answer = browser.send(
        "POST", "office sign-in", form.action, encoded(fields), lambda got: demand(got, 303)
    )
    if secret:
        return
    page = browser.send("GET", "office", answer.location, None, lambda got: demand(got, 200, 303))
    if page.status == 303 and "set-up" in page.location:
        _set_up(browser, page.location)


def _set_up(browser: Browser, path: str) -> None:
    form, secret = browser.get("office set-up page", path, partial(_read_set_up, path=path))
    said = {"password": secrets.token_urlsafe(16), "code": pyotp.TOTP(secret).now()}
    fields = {name: said.get(name, value) for name, value in form.kept.items()}
    browser.send("POST", "office set-up", form.action, encoded(fields), lambda got: demand(got, 303))


def _read_set_up(html: str, path: str) -> tuple[pages.Form, str]:
    secret = re.search(r'<p class="mono">([A-Z2-7]+)</p>', html)
    if not secret:
        raise pages.WrongPageError("no secret of a second factor")
    return pages.form(html, "set-up", path), unescape(secret[1])


def _ways_on(html: str, under: str) -> list[str]:
    _is_board(html)
    ways = [link for link in pages.links(html, under) if "/people" in link or "/units/" in link]
    # Who changes the language keeps it, and what is read from later pages is read in Vietnamese.
    return [link for link in ways if "lang=" not in link]


def _is_board(html: str) -> None:
    pages.expect(html, 'class="switch"')


def _is_page(html: str) -> None:
    pages.expect(html, "<h1")
    if 'id="login"' in html or 'id="office-login"' in html:
        raise pages.WrongPageError("it is the sign-in page")
