"""One phone's browser: cookies, one name a page in the statistics, and patience when nothing answers."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlencode

import gevent
from locust.contrib.fasthttp import FastHttpSession, FastResponse

from loadtests.pages import WrongPageError

PHONE = "Mozilla/5.0 (Linux; Android 13; load test) AppleWebKit/537.36 Chrome/120 Mobile Safari/537.36"
HEADERS = {
    "User-Agent": PHONE,
    "Accept-Language": "vi",
    "Accept-Encoding": "gzip",
    "Connection": "keep-alive",
}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
PASSING, EMPTY = (0, 408, 429), (0, 204, 303)
LONGEST_WAIT = 20.0


class GaveUpError(Exception):
    """Nothing answered for as long as a person is patient."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; status 0 is silence."""

    status: int
    text: str
    location: str
    headers: Mapping[str, Any]

    @property
    def passing(self) -> bool:
        """Would the same request be answered otherwise a little later?"""
        return self.status in PASSING or self.status >= 500


Check = Callable[[Answer], object]
Read = TypeVar("Read")


def prepare(session: FastHttpSession) -> None:
    """Let a session neither follow redirects, since each page counts by itself, nor keep cookies."""
    session.client.redirect_response_codes = frozenset()  # type: ignore[misc]
    session.client.cookiejar = None


class Browser:
    """The browser of one person on one connection."""

    def __init__(self, session: FastHttpSession, cookies: dict[str, str], *, patience: float) -> None:
        self._session, self.cookies, self._patience = session, cookies, patience
        self.token = ""  # what the script of a sheet sends in a header

    def get(self, page: str, path: str, read: Callable[[str], Read]) -> Read:
        """What is read from a page; anything but 200, and a page that cannot be read so, is a failure."""
        found: list[Read] = []

        def right(answer: Answer) -> None:
            demand(answer, 200)
            found.append(read(answer.text))

        self.send("GET", page, path, None, right)
        return found[-1]

    def send(
        self,
        method: str,
        page: str,
        path: str,
        body: str | None,
        check: Check,
        *,
        silent: Callable[[], None] | None = None,
    ) -> Answer:
        """Ask until somebody answers; `silent` hears of every time that nobody did."""
        until, tries = time.monotonic() + self._patience, 0
        while True:
            answer = self.once(method, page, path, body, check)
            if not answer.passing:
                return answer
            if silent:
                silent()
            wait = pause(tries, answer.headers.get("retry-after"))
            if time.monotonic() + wait > until:
                raise GaveUpError(page)
            gevent.sleep(wait)
            tries += 1

    def once(
        self, method: str, page: str, path: str, body: str | None, check: Check, *, forget: bool = False
    ) -> Answer:
        """One request, a failure when the check raises; `forget` loses the answer's cookies."""
        headers = self._headers(body)
        with self._session.request(
            method, path, name=page, data=body, headers=headers, catch_response=True
        ) as response:
            got = response.headers or {}
            answer = Answer(response.status_code, _text(response), got.get("location", ""), got)
            try:
                check(answer)
            except WrongPageError as wrong:
                response.failure(f"{answer.status}: {wrong}")
                raised: WrongPageError | None = wrong
            else:
                response.success()
                raised = None
        if raised and not answer.passing:
            raise raised
        if not forget:
            self._remember(got.get("set-cookie", []))
        return answer

    def _headers(self, body: str | None) -> dict[str, str]:
        headers = HEADERS | (FORM if body is not None else {})
        if body is not None and self.token:
            headers["X-CSRFToken"] = self.token
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return headers

    def _remember(self, lines: str | list[str]) -> None:
        for line in [lines] if isinstance(lines, str) else lines:
            name, _, value = line.split(";", 1)[0].partition("=")
            if value:
                self.cookies[name] = value
            else:
                self.cookies.pop(name, None)


def _text(response: FastResponse) -> str:
    # An answer without a body may still say that it is compressed, and nothing cannot be unpacked.
    return "" if response.status_code in EMPTY else response.text or ""


def demand(answer: Answer, *statuses: int) -> None:
    """Raise WrongPageError unless the answer has one of these statuses."""
    if answer.status not in statuses:
        raise WrongPageError(f"status {answer.status}, wanted {' or '.join(map(str, statuses))}")


def encoded(fields: Mapping[str, str | list[str]]) -> str:
    """A form as it travels."""
    return urlencode(fields, doseq=True)


def pause(tries: int, at_least: str | None = None) -> float:
    """Growing, scattered pauses, as the site's own script makes them."""
    asked = float(at_least) if at_least and at_least.isdigit() else 0.0
    return max(min(2.0**tries, LONGEST_WAIT) * (0.5 + random.random()), asked)
