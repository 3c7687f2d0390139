"""The kinds of people as Locust knows them: each waits for its turn, comes, and may come again."""

from __future__ import annotations

import random
import time
from typing import ClassVar, cast

import gevent
from locust import User, task
from locust.env import Environment
from locust.exception import StopUser

from loadtests import onlookers
from loadtests.browser import Browser, GaveUpError
from loadtests.citizen import Citizen
from loadtests.crowd import Person
from loadtests.pages import WrongPageError
from loadtests.running import Running
from loadtests.shapes import Kind
from loadtests.writing import Pen

# A visit that comes later than this is not the load that was promised: the generator is too weak.
LATE_SECONDS = 2.0
# Nobody hurried presses the button later than this many seconds before the close.
LAST_MOMENT = 0.5


class Visitor(User):
    """Somebody who comes when the turnstile lets them in."""

    abstract = True
    kind: ClassVar[Kind]

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        self._browsers: list[Browser] = []

    @property
    def running(self) -> Running:
        """The run that this person belongs to."""
        return cast("Running", self.environment.running)

    @task
    def come(self) -> None:
        """One visit; what goes wrong in it has been counted where it happened."""
        turnstile = self.running.crowd.turnstiles[self.kind]
        late = turnstile.wait()
        if late is None:
            raise StopUser
        if late > LATE_SECONDS:
            self.running.count_late(self.kind, late)
        try:
            self.visit()
        except (WrongPageError, GaveUpError) as broken_off:
            self.running.count_broken_off(self.kind, broken_off)
        finally:
            while self._browsers:
                self._browsers.pop().close()  # another person has another connection
            turnstile.leave()

    def visit(self) -> None:
        """What this kind of people does."""
        raise NotImplementedError

    def browser(self, cookies: dict[str, str], source: str | None = None) -> Browser:
        """A browser with what this phone remembers, until the visit ends."""
        self._browsers.append(self.running.browser(cookies, source))
        return self._browsers[-1]

    def citizen(self, person: Person, cookies: dict[str, str]) -> Citizen:
        """This person with a phone in the hand."""
        run = self.running
        source = run.crowd.source(person) if run.words.own_addresses else None
        pen = Pen(self.browser(cookies, source), run.ledger, person.id, retried=run.words.retried)
        return Citizen(person, pen, run.manners)


class PlayingCitizen(Visitor):
    """A citizen on a phone who thinks, saves and tries again."""

    kind = Kind.CITIZEN

    def visit(self) -> None:
        """Play one attempt."""
        self.play(hand_in_at=None)

    def play(self, *, hand_in_at: float | None) -> None:
        """From the home page to the receipt."""
        crowd = self.running.crowd
        person = crowd.player()
        try:
            self.citizen(person, person.cookies).visit(crowd.round_now(), hand_in_at=hand_in_at)
        finally:
            crowd.leave(person)


class HurriedCitizen(PlayingCitizen):
    """A citizen who hands in when the round is about to close."""

    kind = Kind.HURRIED

    def visit(self) -> None:
        """Play one attempt and keep the hand-in for the last seconds."""
        before = random.uniform(LAST_MOMENT, self.running.words.last_seconds)
        self.play(hand_in_at=self.running.crowd.closes - before)


class ReturningCitizen(Visitor):
    """A citizen who signs in on another device."""

    kind = Kind.RETURNING

    def visit(self) -> None:
        """Sign in with the code."""
        crowd = self.running.crowd
        until = time.time() + self.running.words.patience
        while (person := crowd.signed_up()) is None:
            if time.time() > until:
                raise GaveUpError("nobody of this crowd has signed up")
            gevent.sleep(0.5)
        try:
            if person.joined:
                self.citizen(person, {}).sign_in()
        finally:
            crowd.leave(person)


class Onlooker(Visitor):
    """Somebody who only looks at the results."""

    kind = Kind.ONLOOKER

    def visit(self) -> None:
        """Look at boards and winners."""
        words = self.running.words
        onlookers.look(self.browser({}), words.contest, words.think)


class Organiser(Visitor):
    """A member of staff who watches the figures for the whole run."""

    kind = Kind.ORGANISER

    def visit(self) -> None:
        """Sign in and watch."""
        run = self.running
        onlookers.organise(self.browser({}), run.words.contest, run.words.organiser, run.crowd.closes)


PEOPLE: tuple[type[Visitor], ...] = (
    PlayingCitizen,
    HurriedCitizen,
    ReturningCitizen,
    Onlooker,
    Organiser,
)
