"""Writes that the ledger knows of: noted before they are sent, and again when they are answered."""

from __future__ import annotations

import random
from typing import Any, Protocol

import gevent

from loadtests.browser import AGAIN, Answer, Browser, Check
from loadtests.ledger import ACK, INTENT, REFUSED, UNKNOWN
from loadtests.pages import WrongPageError

CONTRADICTION = "contradiction"
# A second tap while the first is on its way, as against one after it.
TAPPED_TWICE = 0.5


class Notes(Protocol):
    """Whatever keeps notes: the ledger, or nothing at all."""

    def note(self, event: str, **told: Any) -> None:
        """Keep what happened."""


class Pen:
    """What one person writes to the site."""

    def __init__(self, browser: Browser, ledger: Notes, person: str, *, retried: float) -> None:
        self.browser, self._ledger, self._person, self._retried = browser, ledger, person, retried

    def write(self, act: str, path: str, body: str, check: Check, **told: Any) -> Answer:
        """Send until it is answered; some answers are lost on the way, so that the same is sent again."""
        told |= {"act": act, "person": self._person}
        self._ledger.note(INTENT, **told)
        try:
            lost = self._lose(act, path, body, told) if random.random() < self._retried else None
            answer = self.browser.send(
                "POST", _page(act), path, body, check, silent=lambda: self._ledger.note(UNKNOWN, **told)
            )
        except WrongPageError as wrong:
            self._ledger.note(REFUSED, **told, why=str(wrong))
            raise
        if lost is not None and _differ(lost, answer):
            self._ledger.note(CONTRADICTION, **told, first=lost.location, second=answer.location)
        return answer

    def acknowledged(self, act: str, **told: Any) -> None:
        """Keep what the site acknowledged."""
        self._ledger.note(ACK, act=act, person=self._person, **told)

    def _lose(self, act: str, path: str, body: str, told: dict[str, Any]) -> Answer | None:
        """Send once and never learn what came back, sometimes while the same is sent again."""
        self._ledger.note(UNKNOWN, **told)
        again = f"{_page(act)}{AGAIN}"
        if act != "register" and random.random() < TAPPED_TWICE:
            gevent.spawn(self.browser.once, "POST", again, path, body, _anything, forget=True)
            return None
        return self.browser.once("POST", again, path, body, _anything, forget=True)


def _page(act: str) -> str:
    return act.replace("_", " ")


def _anything(answer: Answer) -> None:
    if answer.passing:
        raise WrongPageError("nobody answered")


def _differ(first: Answer, second: Answer) -> bool:
    """Did a repeat lead elsewhere? Where the first was not answered there is nothing to compare."""
    same = first.status == second.status and first.location == second.location
    return not same and not first.passing
