"""One phone's browser: cookies, one name a page in the statistics, and patience when nothing answers."""

from __future__ import annotations

import random
import time
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlencode

import gevent

from loadtests.pages import WrongPageError
from loadtests.wire import Line, Reply, Target

PHONE = "Mozilla/5.0 (Linux; Android 13; load test) AppleWebKit/537.36 Chrome/120 Mobile Safari/537.36"
HEADERS = {"User-Agent": PHONE, "Accept-Language": "vi", "Accept-Encoding": "gzip"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
STEADY = "".join(f"{name}: {value}\r\n" for name, value in HEADERS.items())
PASSING, EMPTY = (0, 408, 429), (0, 204, 303)
LONGEST_WAIT = 20.0
FULL, AGAIN = 503, " (again)"
INSIDE = ("sheet", "save", "check", "hand in", "receipt")


class GaveUpError(Exception):
    """Nothing answered for as long as a person is patient."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; status 0 is silence."""

    status: int
    text: str
    location: str
    headers: Mapping[str, str]

    @property
    def passing(self) -> bool:
        """Would the same request be answered otherwise a little later?"""
        return self.status in PASSING or self.status >= 500


Check = Callable[[Answer], object]
Read = TypeVar("Read")


# Keeps method, page, milliseconds, bytes and, when it failed, why.
Tally = Callable[[str, str, float, int, str | None], None]


class Browser:
    """The browser of one person, with as many connections as it needs: one, or two for a double tap."""

    def __init__(
        self,
        target: Target,
        tally: Tally,
        cookies: dict[str, str],
        *,
        patience: float,
        source: str | None = None,
    ) -> None:
        self.cookies, self.token = cookies, ""  # the token is what the script of a sheet sends in a header
        self._target, self._tally, self._patience, self._source = target, tally, patience, source
        self._idle: list[Line] = []
        self._away = False

    def close(self) -> None:
        """Put the phone away: what is still under way hangs up when it has been answered."""
        self._away = True
        while self._idle:
            self._idle.pop().close()

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
        began = time.perf_counter()
        reply = self._ask(self._request(method, path, body))
        took = (time.perf_counter() - began) * 1000
        answer = _answer(reply)
        if _is_asked_to_wait(page, answer):
            self._tally(method, f"{page} (asked to wait)", took, len(reply.body), None)
            return answer
        try:
            check(answer)
        except WrongPageError as wrong:
            self._tally(method, page, took, len(reply.body), f"{answer.status}: {wrong}")
            if not answer.passing:
                raise
        else:
            self._tally(method, page, took, len(reply.body), None)
        if not forget and (lines := reply.headers.get("set-cookie")):
            self._remember(lines.split("\n"))
        return answer

    def _ask(self, request: bytes) -> Reply:
        line = self._idle.pop() if self._idle else Line(self._target, self._source)
        try:
            reply = line.ask(request)
        except (OSError, ValueError, zlib.error) as silence:
            line.close()
            return Reply(0, {"why": repr(silence)}, b"")
        if self._away:
            line.close()
        elif line.is_open:
            self._idle.append(line)
        return reply

    def _request(self, method: str, path: str, body: str | None) -> bytes:
        said = [f"{method} {path} HTTP/1.1\r\nHost: {self._target.name}\r\n{STEADY}"]
        said += [f"{name}: {value}\r\n" for name, value in self._own_headers(body).items()]
        content = (body or "").encode()
        if body is not None:
            said.append(f"Content-Length: {len(content)}\r\n")
        said.append("\r\n")
        return "".join(said).encode() + content

    def _own_headers(self, body: str | None) -> dict[str, str]:
        headers = FORM.copy() if body is not None else {}
        if body is not None and self.token:
            headers["X-CSRFToken"] = self.token
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return headers

    def _remember(self, lines: list[str]) -> None:
        for line in lines:
            name, _, value = line.split(";", 1)[0].partition("=")
            if value:
                self.cookies[name] = value
            else:
                self.cookies.pop(name, None)


def _is_asked_to_wait(page: str, answer: Answer) -> bool:
    """Is this how a full site answers somebody who only wants in? From inside a quiz one must get through."""
    inside = page.removesuffix(AGAIN) in INSIDE
    return answer.status == FULL and "retry-after" in answer.headers and not inside


def _answer(reply: Reply) -> Answer:
    text = "" if reply.status in EMPTY else reply.body.decode()
    return Answer(reply.status, text, reply.headers.get("location", ""), reply.headers)


def demand(answer: Answer, *statuses: int) -> None:
    """Raise WrongPageError unless the answer has one of these statuses."""
    if answer.status not in statuses:
        if not answer.status:
            raise WrongPageError(f"nobody answered: {answer.headers.get('why', '')}")
        raise WrongPageError(f"status {answer.status}, wanted {' or '.join(map(str, statuses))}")


def encoded(fields: Mapping[str, str | list[str]]) -> str:
    """A form as it travels."""
    return urlencode(fields, doseq=True)


def pause(tries: int, at_least: str | None = None) -> float:
    """Growing, scattered pauses, as the site's own script makes them."""
    asked = float(at_least) if at_least and at_least.isdigit() else 0.0
    return max(min(2.0**tries, LONGEST_WAIT) * (0.5 + random.random()), asked)
